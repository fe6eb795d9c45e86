/** Sessions packed many to a value: 10,000 rows/s with transcripts packed 200 a value, 5,900 with one each (measured). */
import type { JudgedSession, SessionFragment, SessionId, StoredFragment } from '../model.ts';
import { digestOf, sha256Of } from './canonical.ts';
import type { PackedTexts, PackedTranscripts, PutRecord } from './tables.ts';
import { endsOf, joined, partOf, startOf } from './end-to-end.ts';
import { expand, shrink } from './gzip.ts';
import { judgedTextOf, packJudgements, type JudgedText, type NewJudgements } from './judgements.ts';
import { indexKeysOf } from './keys.ts';
import { lineOf, searchTextOf } from './rows.ts';

/** Sessions in a full pack. */
export const PACK_SESSIONS = 200;
/** Bytes of JSON after which a pack is closed: one session is read by unpacking its pack. */
const PACK_BYTES = 2_000_000;

/** A pack that has no number yet. */
export interface NewPack {
  transcripts: Omit<PackedTranscripts, 'pack'>;
  texts: Omit<PackedTexts, 'pack'>;
  /** Of transcripts and texts. */
  digest: string;
  judgements: NewJudgements;
}

/** One session on its way into a pack. */
export interface Slot {
  row: PutRecord;
  /** JSON of its fragment, UTF-8. */
  json: Uint8Array;
  /** Folded. */
  text: string;
  judged: JudgedText;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function slotOf({ session, judgement }: JudgedSession): Slot {
  const { protocol, joins, gapMs, markers, messages } = session;
  const fragment: SessionFragment = { protocol, joins, gapMs, markers, messages };
  const row = { ...lineOf(session), keys: indexKeysOf(session, session.start, session.end) };
  const json = encoder.encode(JSON.stringify(fragment));
  return { row, json, text: searchTextOf(session), judged: judgedTextOf(judgement) };
}

/** Cuts the slots into packs, in their order. */
export function packSlots(slots: readonly Slot[]): Promise<NewPack[]> {
  const groups: Slot[][] = [];
  let bytes = Infinity;
  for (const slot of slots) {
    const group = groups.at(-1);
    if (group === undefined || group.length === PACK_SESSIONS || bytes + slot.json.length > PACK_BYTES) {
      groups.push([slot]);
      bytes = slot.json.length;
    } else {
      group.push(slot);
      bytes += slot.json.length;
    }
  }
  return Promise.all(groups.map(packGroup));
}

async function packGroup(slots: readonly Slot[]): Promise<NewPack> {
  const json = joined(slots.map((slot) => slot.json));
  const ids = slots.map(({ row }) => row.id);
  const rows = encoder.encode(JSON.stringify(slots.map(({ row }) => row)));
  const [packed, packedRows] = await Promise.all([shrink(json), shrink(rows)]);
  const transcripts = { ids, ends: endsOf(slots.map((slot) => slot.json.length)), ...packed, rows: packedRows };
  const texts = { ends: endsOf(slots.map(({ text }) => text.length)), text: slots.map(({ text }) => text).join('') };
  const judgements = await packJudgements(slots.map(({ judged }) => judged));
  return { transcripts, texts, digest: await packDigest(transcripts, texts), judgements };
}

/** Over all that a pack holds but for the judgements, as it is stored. */
export async function packDigest(
  transcripts: Omit<PackedTranscripts, 'pack'>,
  texts: Omit<PackedTexts, 'pack'>,
): Promise<string> {
  const parts = [transcripts.bytes, transcripts.rows.bytes, encoder.encode(texts.text)];
  const [bytes = '', rows = '', text = ''] = await Promise.all(parts.map(sha256Of));
  return digestOfParts(transcripts, texts, { bytes, rows, text });
}

/** @param hashes SHA-256 of the packed transcripts and rows as stored, and of the text as UTF-8 */
export function digestOfParts(
  { ids, ends, gzip, rows }: Omit<PackedTranscripts, 'pack'>,
  texts: Omit<PackedTexts, 'pack'>,
  hashes: { bytes: string; rows: string; text: string },
): string {
  return digestOf({ ids, ends: [...ends], gzip, rowsGzip: rows.gzip, textEnds: [...texts.ends], ...hashes });
}

/** A pack's transcripts, unpacked once and parsed slot by slot. */
export class OpenPack {
  readonly #ids: readonly SessionId[];
  readonly #ends: Uint32Array;
  readonly #json: Uint8Array;
  /** All of it where each byte is a character; null = it is decoded slot by slot. */
  readonly #text: string | null;

  private constructor(packed: Pick<PackedTranscripts, 'ids' | 'ends'>, json: Uint8Array) {
    this.#ids = packed.ids;
    this.#ends = packed.ends;
    this.#json = json;
    const text = decoder.decode(json);
    this.#text = text.length === json.length ? text : null;
  }

  static async open(packed: Omit<PackedTranscripts, 'rows'>): Promise<OpenPack> {
    return new OpenPack(packed, await expand(packed));
  }

  get ids(): readonly SessionId[] {
    return this.#ids;
  }

  json(slot: number): Uint8Array {
    return this.#json.subarray(startOf(this.#ends, slot), this.#ends[slot]);
  }

  /** Throws a RangeError for a slot that is not there. */
  session(slot: number): StoredFragment {
    const id = this.#ids[slot];
    if (id === undefined) throw new RangeError(`No slot ${slot} in a pack of ${this.#ids.length}`);
    const text = this.#text === null ? decoder.decode(this.json(slot)) : partOf(this.#text, this.#ends, slot);
    return { id, fragment: JSON.parse(text) as SessionFragment };
  }
}

export function textOf({ ends, text }: PackedTexts, slot: number): string {
  return partOf(text, ends, slot);
}
