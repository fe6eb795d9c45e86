/** The archive pack by pack, as judging reads and writes it. */
import type {
  JudgedSession,
  Judgement,
  RejudgedSlice,
  SessionFragment,
  SessionId,
  SliceSession,
  StoreSlice,
} from '../model.ts';
import type { Database, PackHead } from './database.ts';
import { judgedTextOf, type NewJudgements, type OpenJudgements } from './judgements.ts';
import type { PackReader } from './pack-reader.ts';
import type { JournalDraft } from './tables.ts';

/** Packs read at once: one question for several is answered sooner than several questions. */
const PACKS = 4;

/** A pack that was read to be judged. */
class PackSlice implements StoreSlice {
  readonly number: number;
  readonly sessions: SliceSession[] = [];
  /** What is stored of it. */
  readonly judgements: OpenJudgements;

  constructor(judgements: OpenJudgements) {
    this.number = judgements.pack;
    this.judgements = judgements;
  }
}

class PackSlot implements SliceSession {
  readonly id: SessionId;
  readonly fragment: SessionFragment;
  readonly slot: number;
  readonly #judgements: OpenJudgements;

  constructor(id: SessionId, fragment: SessionFragment, slot: number, judgements: OpenJudgements) {
    this.id = id;
    this.fragment = fragment;
    this.slot = slot;
    this.#judgements = judgements;
  }

  /** Mostly nobody asks: it is parsed only then. */
  get judgement(): Judgement {
    return this.#judgements.judgement(this.slot);
  }

  isStored(judgement: Judgement): boolean {
    return judgedTextOf(judgement).text === this.#judgements.text(this.slot);
  }
}

interface RejudgedPack extends RejudgedSlice {
  judgements: NewJudgements;
}

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
    const numbers = some.map(({ pack }) => pack);
    const [open, judgements] = await Promise.all([packs.packs(numbers), packs.judgements(numbers)]);
    for (const { pack: number, slots, gone } of some) {
      const pack = open.get(number);
      const judged = judgements.get(number);
      if (pack === undefined || judged === undefined) continue;
      const dead = new Set(gone);
      const slice = new PackSlice(judged);
      for (let slot = 0; slot < slots; slot++) {
        if (dead.has(slot)) continue;
        const { id, fragment } = pack.session(slot);
        slice.sessions.push(new PackSlot(id, fragment, slot, judged));
      }
      yield slice;
    }
  }
}

export async function rejudgedSlice(slice: StoreSlice, anew: ReadonlyMap<number, Judgement>): Promise<RejudgedPack> {
  if (!(slice instanceof PackSlice)) throw new TypeError('A slice of another archive cannot be judged here');
  return { number: slice.number, judgements: await slice.judgements.with(anew) };
}

export const isRejudgedPack = (slice: RejudgedSlice): slice is RejudgedPack => 'judgements' in slice;

/** The packs of these sessions with their new judgements. */
export async function rejudgedSessions(
  db: Database,
  packs: PackReader,
  batch: readonly JudgedSession[],
): Promise<RejudgedPack[]> {
  const rows = await db.sessions.bulkGet(batch.map(({ session }) => session.id));
  const anew = new Map<number, Map<number, Judgement>>();
  for (const [index, { session, judgement }] of batch.entries()) {
    const row = rows[index];
    if (row === undefined) throw new Error(`Cannot judge session ${session.id} again: it is not there`);
    const slots = anew.get(row.pack);
    if (slots === undefined) anew.set(row.pack, new Map([[row.slot, judgement]]));
    else slots.set(row.slot, judgement);
  }
  const open = await packs.judgements([...anew.keys()]);
  return Promise.all(
    [...anew].map(async ([number, slots]): Promise<RejudgedPack> => {
      const judged = open.get(number);
      if (judged === undefined) throw new Error(`The judgements of pack ${number} are missing`);
      return { number, judgements: await judged.with(slots) };
    }),
  );
}

/** Within a transaction on `judgements`. */
export async function putJudgements(
  db: Database,
  packs: readonly RejudgedPack[],
  journal: JournalDraft,
): Promise<void> {
  for (const { number, judgements } of packs) journal.judged.push([number, judgements.digest]);
  await db.judgements.bulkPut(packs.map(({ number, judgements }) => ({ pack: number, ...judgements })));
}
