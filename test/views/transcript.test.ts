import { describe, expect, test } from 'vitest';
import type { EpochMs, Session } from '../../src/model.ts';
import { continues, sideOf, transcriptOf } from '../../src/views/session/transcript.ts';
import type { SessionView } from '../../workers/api.ts';

const at = (time: number | null): EpochMs | null => time as EpochMs | null;
const said = (time: number | null, from: string, text: string) => ({
  time: at(time),
  from,
  to: [],
  text,
  contentType: 'text/plain',
  places: [],
});

function viewOf(parts: Partial<Session>): SessionView {
  const empty = { texts: [], presence: [], files: [], messages: [], modalities: [], diagnostics: [], opaque: [] };
  const sides = { local: 'alice@contoso.com', remote: 'bob@yahoo.com', participants: [], known: 'organisation' };
  return { session: { ...empty, ...parts }, judgement: { sides } } as unknown as SessionView;
}

describe('transcriptOf', () => {
  test('puts what was said and done in the order of its times; what has none comes last, as it stood', () => {
    const view = viewOf({
      texts: [said(30, 'bob@yahoo.com', 'b'), said(null, 'bob@yahoo.com', 'y'), said(null, 'bob@yahoo.com', 'z')],
      presence: [{ time: at(10), who: 'bob@yahoo.com', state: 'Busy', activity: null, note: null, places: [] }],
      files: [{ time: at(20), name: 'a.txt', size: 1, accepted: null, places: [] }],
    });
    expect(transcriptOf(view).map((entry) => (entry.kind === 'text' ? entry.item.text : entry.kind))).toEqual([
      'presence',
      'file',
      'b',
      'y',
      'z',
    ]);
  });

  test('tells the sides apart', () => {
    const view = viewOf({});
    expect(sideOf(view, 'alice@contoso.com')).toBe('local');
    expect(sideOf(view, 'bob@yahoo.com')).toBe('remote');
    expect(sideOf(view, 'carol@contoso.com')).toBe('local');
    expect(sideOf(view, 'dave@fabrikam.com')).toBe('other');
  });
});

test('continues joins texts of one person within two minutes', () => {
  const [first, soon, late, other] = transcriptOf(
    viewOf({
      texts: [
        said(0, 'bob@yahoo.com', '1'),
        said(60_000, 'bob@yahoo.com', '2'),
        said(300_000, 'bob@yahoo.com', '3'),
        said(300_001, 'alice@contoso.com', '4'),
      ],
    }),
  );
  if (!first || !soon || !late || !other) throw new Error('Four texts give four entries.');
  expect(continues(soon, first)).toBe(true);
  expect(continues(late, soon)).toBe(false);
  expect(continues(other, late)).toBe(false);
  expect(continues(first, undefined)).toBe(false);
});
