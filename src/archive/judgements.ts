/**
 * What is found of the sessions of a pack, as one value: judging 200 sessions again writes this and nothing else, where a row and a
 * transcript each would take a hundred times as long (16,000 rows/s against a million in blocks, measured).
 */
import type { Judgement } from '../model.ts';
import { digestOf, sha256Of } from './canonical.ts';
import type { JudgedLine, PackedJudgements } from './tables.ts';
import { endsOf, partOf } from './end-to-end.ts';
import { expand, shrink } from './gzip.ts';
import { judgedLineOf } from './rows.ts';

/** A judgement as it is stored. */
export interface JudgedText {
  /** JSON of it without its basis. */
  text: string;
  /** 0 = none. */
  basis: number;
  /** JSON of its `JudgedLine`. */
  line: string;
}

/** Judgements that have no pack yet. */
export type NewJudgements = Omit<PackedJudgements, 'pack'>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function judgedTextOf(judgement: Judgement, text = foundTextOf(judgement)): JudgedText {
  return { text, basis: judgement.basis ?? 0, line: JSON.stringify(judgedLineOf(judgement)) };
}

/** JSON of it without its basis. */
export function foundTextOf({ sides, verdict, flags }: Judgement): string {
  return JSON.stringify({ sides, verdict, flags });
}

/** @param slots one for each slot of the pack */
export async function packJudgements(slots: readonly JudgedText[]): Promise<NewJudgements> {
  const packed = await shrink(encoder.encode(slots.map(({ text }) => text).join('')));
  const unsigned = {
    bases: Uint32Array.from(slots, ({ basis }) => basis),
    ends: endsOf(slots.map(({ text }) => text.length)),
    ...packed,
    lines: slots.map(({ line }) => line).join(''),
    lineEnds: endsOf(slots.map(({ line }) => line.length)),
  };
  return { ...unsigned, digest: await judgementsDigest(unsigned) };
}

/** Over all that there is, as it is stored. */
export async function judgementsDigest(of: Omit<NewJudgements, 'digest'>): Promise<string> {
  const [bytes, lines] = await Promise.all([sha256Of(of.bytes), sha256Of(encoder.encode(of.lines))]);
  const { bases, ends, gzip, lineEnds } = of;
  return digestOf({ bases: [...bases], ends: [...ends], gzip, lineEnds: [...lineEnds], bytes, lines });
}

/** The line of each slot. */
export function judgedLines(packed: PackedJudgements): JudgedLine[] {
  return Array.from(packed.lineEnds, (_, slot) => judgedLineAt(packed, slot));
}

/** Throws a RangeError for a slot that is not there. */
export function judgedLineAt({ lines, lineEnds, pack }: PackedJudgements, slot: number): JudgedLine {
  if (slot >= lineEnds.length) throw new RangeError(`No slot ${slot} in the judgements of pack ${pack}`);
  return JSON.parse(partOf(lines, lineEnds, slot)) as JudgedLine;
}

/** The judgements of a pack, unpacked once and parsed slot by slot. */
export class OpenJudgements {
  readonly #packed: PackedJudgements;
  readonly #text: string;

  private constructor(packed: PackedJudgements, text: string) {
    this.#packed = packed;
    this.#text = text;
  }

  static async open(packed: PackedJudgements): Promise<OpenJudgements> {
    return new OpenJudgements(packed, decoder.decode(await expand(packed)));
  }

  get pack(): number {
    return this.#packed.pack;
  }
  get digest(): string {
    return this.#packed.digest;
  }
  get slots(): number {
    return this.#packed.ends.length;
  }

  at(slot: number): JudgedText {
    const { bases, lines, lineEnds } = this.#packed;
    return { text: this.text(slot), basis: bases[slot] ?? 0, line: partOf(lines, lineEnds, slot) };
  }

  /** JSON of a judgement without its basis. */
  text(slot: number): string {
    return partOf(this.#text, this.#packed.ends, slot);
  }

  /** Throws a RangeError for a slot that is not there. */
  judgement(slot: number): Judgement {
    if (slot >= this.slots) throw new RangeError(`No slot ${slot} in the judgements of pack ${this.#packed.pack}`);
    const { text, basis } = this.at(slot);
    const found = JSON.parse(text) as Judgement;
    return basis === 0 ? found : { ...found, basis };
  }

  line(slot: number): JudgedLine {
    return judgedLineAt(this.#packed, slot);
  }

  /** With other judgements in some slots. */
  with(anew: ReadonlyMap<number, JudgedText>): Promise<NewJudgements> {
    return packJudgements(Array.from({ length: this.slots }, (_, slot) => anew.get(slot) ?? this.at(slot)));
  }
}
