import { expect, test } from 'vitest';
import type { Fact, Message } from '../../src/model.ts';
import { at, MINUTE, sessionsOf, stanza } from './messages.ts';

const AUDIO: Fact = { kind: 'media', media: 'audio', port: null };
type Step = Extract<Fact, { kind: 'call' }>['step'];
const iq = (ms: number, step: Step, more: Fact[] = [], over: Partial<Parameters<typeof stanza>[0]> = {}): Message =>
  stanza({
    name: 'iq',
    type: 'set',
    id: `${step}${ms}`,
    call: 's1',
    time: at(ms),
    facts: [...more, { kind: 'call', step }],
    ...over,
  });

test('jingleMediaOf tells from when to when a call lasted and who held it', () => {
  const [session] = sessionsOf([
    iq(0, 'offered', [AUDIO]),
    iq(5_000, 'taken', [AUDIO]),
    iq(10 * MINUTE, 'held'),
    iq(12 * MINUTE, 'resumed'),
    iq(50 * MINUTE, 'ended'),
  ]);
  expect(session!.media).toMatchObject([
    {
      media: 'audio',
      callId: 's1',
      by: 'alice@contoso.com',
      offered: at(0),
      taken: true,
      start: at(5_000),
      end: at(50 * MINUTE),
      holds: [{ by: 'alice@contoso.com', start: at(10 * MINUTE), end: at(12 * MINUTE) }],
    },
  ]);
});

test('jingleMediaOf tells of a call that nobody took', () => {
  const [session] = sessionsOf([iq(0, 'offered', [AUDIO]), iq(5_000, 'ended')]);
  expect(session!.media).toMatchObject([{ taken: false, start: null, end: at(5_000) }]);
});
