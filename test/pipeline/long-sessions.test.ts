/** Sessions that are archived in pieces: whole in the end, and not written anew for each. */
import { expect, test } from 'vitest';
import type { SessionFragment, SourceId, StoreBatch } from '../../src/model.ts';
import { basisOf, RunningJudge } from '../../src/pipeline/judging.ts';
import { Outbox } from '../../src/pipeline/outbox.ts';
import { at, fragmentsOf, place, sip, text } from '../sessions/messages.ts';
import { BOB, message, said, sip as sipLine, type Line } from '../sessions/golden/traffic.ts';
import { fileOf, imported, TestStore } from './files.ts';

const PIECES = 2_000;
const EACH = 10;

class CountingStore extends TestStore {
  written = 0;

  override async put(batch: StoreBatch): Promise<void> {
    for (const { session } of batch.put) this.written += session.messages.length;
    await super.put(batch);
  }
}

function piece(number: number): SessionFragment[] {
  const messages = Array.from({ length: EACH }, (_, index) => {
    const cseq = number * EACH + index;
    return sip({
      method: 'MESSAGE',
      callId: 'long',
      cseq,
      time: at(cseq),
      places: [place(cseq * 100)],
      facts: [text(`${cseq}`)],
    });
  });
  return fragmentsOf(messages);
}

test('Outbox writes each message of a long session a few times, however many pieces it comes in', async () => {
  const store = new CountingStore();
  const outbox = new Outbox(store, new RunningJudge(basisOf(null), { tallies: [], certificates: [] }));
  const rank = (source: SourceId): number => source;
  try {
    for (let number = 0; number < PIECES; number++) {
      for (const fragment of piece(number)) outbox.push(fragment);
      await outbox.settle(rank, []);
    }
    outbox.endFile();
    await outbox.settle(rank, []);
    const stored = [...store.sorted((a, b) => (a.id < b.id ? -1 : 1))];
    expect(stored).toHaveLength(1);
    expect(stored[0]?.fragment.messages).toHaveLength(PIECES * EACH);
    // Each piece by itself would write 20 million.
    expect(store.written).toBeLessThan(12 * PIECES * EACH);
    expect(outbox.sessions).toBe(1);
  } finally {
    store.close();
  }
});

test('a session that is archived before its end, since too many are open, is completed by what comes later', async () => {
  const others = Array.from({ length: 8_300 }, (_, index) => message('x', { callId: `o${index}`, at: 10 + index }));
  const first = [message('begun', { at: 0 }), ...others, message('goes on', { cseq: '2 MESSAGE', at: 60_000 })];
  const last = sipLine({ start: 'BYE sip:bob@fabrikam.com SIP/2.0', to: `${BOB};tag=b1`, cseq: '3 BYE', at: 90_000 });
  for (const order of [
    [first.join(''), last],
    [last, first.join('')],
  ]) {
    const files = order.map((content, index) => fileOf(content, { name: `${index}.log` }));
    const { lines, result } = await imported(files);
    const session = lines.map((each) => JSON.parse(each) as Line).find(({ keys }) => keys.callIds.includes('call-1'));
    expect(session && said(session)).toEqual(['alice: begun', 'alice: goes on']);
    expect(session).toMatchObject({ counts: { messages: 3 }, end: '2014-06-24T09:01:30.000Z' });
    const limits = result.files.map(({ report }) => report?.issues['session-limit']?.count ?? 0);
    expect(Math.max(...limits)).toBeGreaterThan(1_000);
    expect(lines).toHaveLength(8_301);
  }
}, 60_000);
