/** The archive pack by pack, as judging reads and writes it. */
import type {
  JudgedSession,
  Judgement,
  RejudgedSlice,
  SealedSlice,
  SessionFragment,
  SessionId,
  SliceDesk,
  SliceSession,
  StoreSlice,
} from '../model.ts';
import type { Database, PackHead } from './database.ts';
import { foundTextOf, judgedTextOf, OpenJudgements, type JudgedText, type NewJudgements } from './judgements.ts';
import type { PackReader } from './pack-reader.ts';
import { OpenPack } from './packs.ts';
import type { JournalDraft, PackedJudgements, PackedTranscripts } from './tables.ts';

/** Packs read at once: one question for several is answered sooner than several questions. */
const PACKS = 8;

/** A pack that was read to be judged. */
class PackSlice implements StoreSlice {
  readonly number: number;
  readonly sessions: PackSlot[] = [];
  /** What is stored of it. */
  readonly judgements: OpenJudgements;

  constructor(judgements: OpenJudgements) {
    this.number = judgements.pack;
    this.judgements = judgements;
  }
}

class PackSlot implements SliceSession {
  readonly id: SessionId;
  readonly slot: number;
  readonly #pack: OpenPack;
  readonly #judgements: OpenJudgements;
  /** The last that was asked for: it is mostly kept then. */
  #asked: { judgement: Judgement; text: string } | null = null;

  constructor(id: SessionId, slot: number, pack: OpenPack, judgements: OpenJudgements) {
    this.id = id;
    this.slot = slot;
    this.#pack = pack;
    this.#judgements = judgements;
  }

  /** Parsed when it is asked for, and not kept: two hundred at once would live until the collector moves them. */
  get fragment(): SessionFragment {
    return this.#pack.session(this.slot).fragment;
  }

  /** Mostly nobody asks. */
  get judgement(): Judgement {
    return this.#judgements.judgement(this.slot);
  }

  isStored(judgement: Judgement): boolean | null {
    const text = this.#textOf(judgement);
    const stored = this.#judgements.text(this.slot);
    if (text === stored) return true;
    // In whatever order the names stand, the JSON of one value is of one length.
    return text.length === stored.length ? null : false;
  }

  keptAs(judgement: Judgement): JudgedText {
    return judgedTextOf(judgement, this.#textOf(judgement));
  }

  #textOf(judgement: Judgement): string {
    if (this.#asked?.judgement !== judgement) this.#asked = { judgement, text: foundTextOf(judgement) };
    return this.#asked.text;
  }
}

interface RejudgedPack extends RejudgedSlice {
  judgements: NewJudgements;
}

interface SealedPack extends SealedSlice {
  transcripts: Pick<PackedTranscripts, 'pack' | 'ids' | 'ends' | 'gzip' | 'bytes'>;
  judgements: PackedJudgements;
  /** Slots that no session points at any more. */
  gone: number[];
}

/** A pack each, in number order. Which slots still count is what the packs said at the beginning. */
export async function* slicesOf(db: Database, after: number, before: number): AsyncIterable<SealedPack> {
  const heads: PackHead[] = await db.packs.where(':id').between(after, before, false, false).toArray();
  for (let at = 0; at < heads.length; at += PACKS) {
    const some = heads.slice(at, at + PACKS);
    const numbers = some.map(({ pack }) => pack);
    const [all, judged] = await db.transaction('r', db.transcripts, db.judgements, () =>
      Promise.all([db.transcripts.bulkGet(numbers), db.judgements.bulkGet(numbers)]),
    );
    for (const [index, { pack: number, gone }] of some.entries()) {
      const [packed, judgements] = [all[index], judged[index]];
      if (packed === undefined || judgements === undefined) continue;
      const { pack, ids, ends, gzip, bytes } = packed;
      yield { number, transcripts: { pack, ids, ends, gzip, bytes }, judgements, gone };
    }
  }
}

/** The bytes of a slice, which can be handed over to the thread that opens it. */
export function bytesOf(slice: SealedSlice | RejudgedSlice): ArrayBuffer[] {
  if (isSealedPack(slice)) return [slice.transcripts.bytes.buffer, slice.judgements.bytes.buffer];
  return isRejudgedPack(slice) ? [slice.judgements.bytes.buffer] : [];
}

export const sliceDesk: SliceDesk = {
  async open(slice) {
    if (!isSealedPack(slice)) throw new TypeError('A slice of another archive cannot be opened here');
    const [pack, judgements] = await Promise.all([
      OpenPack.open(slice.transcripts),
      OpenJudgements.open(slice.judgements),
    ]);
    const dead = new Set(slice.gone);
    const open = new PackSlice(judgements);
    for (let slot = 0; slot < pack.ids.length; slot++) {
      const id = pack.ids[slot];
      if (id !== undefined && !dead.has(slot)) open.sessions.push(new PackSlot(id, slot, pack, judgements));
    }
    return open;
  },

  async rejudged(slice, anew): Promise<RejudgedPack> {
    if (!(slice instanceof PackSlice)) throw new TypeError('A slice of another archive cannot be judged here');
    const texts = new Map<number, JudgedText>();
    for (const session of slice.sessions) {
      const judgement = anew.get(session.slot);
      if (judgement !== undefined) texts.set(session.slot, session.keptAs(judgement));
    }
    return { number: slice.number, judgements: await slice.judgements.with(texts) };
  },
};

const isSealedPack = (slice: SealedSlice): slice is SealedPack => 'transcripts' in slice;
export const isRejudgedPack = (slice: RejudgedSlice): slice is RejudgedPack => 'judgements' in slice;

/** The packs of these sessions with their new judgements. */
export async function rejudgedSessions(
  db: Database,
  packs: PackReader,
  batch: readonly JudgedSession[],
): Promise<RejudgedPack[]> {
  const rows = await db.sessions.bulkGet(batch.map(({ session }) => session.id));
  const anew = new Map<number, Map<number, JudgedText>>();
  for (const [index, { session, judgement }] of batch.entries()) {
    const row = rows[index];
    if (row === undefined) throw new Error(`Cannot judge session ${session.id} again: it is not there`);
    const slots = anew.get(row.pack);
    const text = judgedTextOf(judgement);
    if (slots === undefined) anew.set(row.pack, new Map([[row.slot, text]]));
    else slots.set(row.slot, text);
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
