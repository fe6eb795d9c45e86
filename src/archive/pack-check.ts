/** Packs and sessions of a backup, held against what its journal says must be there: 8 bytes a session are held. */
import { reason, type Reason } from '../model.ts';
import { digestOf } from './canonical.ts';
import { expand } from './gzip.ts';
import type { ExpectedPack } from './journal-replay.ts';
import { judgementsDigest } from './judgements.ts';
import { packDigest } from './packs.ts';
import { putRecordOf } from './rows.ts';
import type { PackedJudgements, PackedTexts, PackedTranscripts, PackHead, PutRecord, SessionRecord } from './tables.ts';

export class PackCheck {
  readonly #expected: ReadonlyMap<number, ExpectedPack>;
  /** Whose texts have not come yet. */
  readonly #open = new Map<number, PackedTranscripts>();
  /** 48 bits of the digest of each slot's line, by pack; NaN = it was seen, or nothing must be there. */
  readonly #lines = new Map<number, Float64Array>();
  readonly #judged = new Set<number>();
  sessions = 0;

  /** @param expected filled before the first pack comes */
  constructor(expected: ReadonlyMap<number, ExpectedPack>) {
    this.#expected = expected;
  }

  head({ pack, slots, live, digest }: PackHead): Reason | null {
    const known = this.#expected.get(pack);
    if (known === undefined) return reason('pack-stray', { pack });
    const isSame = slots === known.slots && live === known.slots - known.gone.size && digest === known.digest;
    return isSame ? null : reason('pack-head', { pack });
  }

  async transcripts(packed: PackedTranscripts): Promise<Reason | null> {
    const { pack, rows } = packed;
    const known = this.#expected.get(pack);
    if (known === undefined) return reason('pack-stray', { pack });
    this.#open.set(pack, packed);
    const put = JSON.parse(new TextDecoder().decode(await expand(rows))) as (PutRecord | null)[];
    this.#lines.set(
      pack,
      Float64Array.from(put, (row, slot) => (known.gone.has(slot) ? NaN : briefOf(row))),
    );
    return null;
  }

  async texts(texts: PackedTexts): Promise<Reason | null> {
    const { pack } = texts;
    const transcripts = this.#open.get(pack);
    if (transcripts === undefined) return reason('pack-transcripts-missing', { pack });
    this.#open.delete(pack);
    if ((await packDigest(transcripts, texts)) === this.#expected.get(pack)?.digest) return null;
    return reason('pack-transcripts', { pack });
  }

  async judgements(judged: PackedJudgements): Promise<Reason | null> {
    const { pack, digest } = judged;
    this.#judged.add(pack);
    if (digest === this.#expected.get(pack)?.judged && (await judgementsDigest(judged)) === digest) return null;
    return reason('pack-judgements', { pack });
  }

  session(record: SessionRecord): Reason | null {
    const { id, pack, slot } = record;
    const lines = this.#lines.get(pack);
    const line = lines?.[slot] ?? NaN;
    if (lines === undefined || Number.isNaN(line)) return reason('session-stray', { session: id });
    if (briefOf(putRecordOf(record)) !== line) return reason('session-line', { session: id });
    lines[slot] = NaN;
    this.sessions++;
    return null;
  }

  /** To be asked at the end. */
  fault(): Reason | null {
    for (const pack of this.#expected.keys()) {
      const lines = this.#lines.get(pack);
      if (lines === undefined) return reason('pack-gone', { pack });
      if (this.#open.has(pack)) return reason('pack-texts-missing', { pack });
      if (!this.#judged.has(pack)) return reason('pack-judgements-missing', { pack });
      const slot = lines.findIndex((line) => !Number.isNaN(line));
      if (slot >= 0) return reason('slot-missing', { pack, slot });
    }
    return null;
  }
}

/** The whole file has a SHA-256 of its own: against chance 48 bits are enough. */
function briefOf(row: PutRecord | null): number {
  return row === null ? NaN : parseInt(digestOf(row).slice(0, 12), 16);
}
