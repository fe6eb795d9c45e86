import type { StoreSlice } from '../model.ts';
import type { Database, PackHead } from './database.ts';
import type { PackReader } from './pack-reader.ts';

/** Packs read at once: one question for several is answered sooner than several questions. */
const PACKS = 4;

/** A pack each, in number order. Which slots still count is what the packs said at the beginning. */
export async function* slicesOf(
  db: Database,
  packs: PackReader,
  after: number,
  before: number,
): AsyncIterable<StoreSlice> {
  const heads: PackHead[] = await db.packs.where(':id').between(after, before, false, false).toArray();
  for (let at = 0; at < heads.length; at += PACKS) {
    const some = heads.slice(at, at + PACKS);
    const open = await packs.packs(some.map(({ pack }) => pack));
    for (const { pack: number, slots, gone } of some) {
      const pack = open.get(number);
      if (pack === undefined) continue;
      const dead = new Set(gone);
      const sessions: StoreSlice['sessions'] = [];
      for (let slot = 0; slot < slots; slot++) if (!dead.has(slot)) sessions.push(pack.session(slot));
      yield { number, sessions };
    }
  }
}
