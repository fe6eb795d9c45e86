/** A session that comes in thousands of pieces is whole in the archive, and was not written anew for each. */
import { expect, test } from 'vitest';
import type { SessionFragment, SourceId, StoreBatch } from '../../src/model.ts';
import { basisOf, RunningJudge } from '../../src/pipeline/judging.ts';
import { Outbox } from '../../src/pipeline/outbox.ts';
import { at, fragmentsOf, place, sip, text } from '../sessions/messages.ts';
import { TestStore } from './files.ts';

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
