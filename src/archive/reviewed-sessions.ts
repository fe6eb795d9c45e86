/** Sessions as reviewers see them, read off the columns one by one: of a million, only those that are kept hold memory. */
import type { EpochMs, ReviewedSession, ReviewStep, SessionId, Severity } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import { ordersOf } from './session-orders.ts';

type Flags = readonly { rule: string; severity: Severity }[];

const NO_STEPS: readonly ReviewStep[] = [];

/** True of the columns as they are: to be read before they change. */
export class ReviewedSessions implements Iterable<ReviewedSession> {
  readonly columns: SessionColumns;
  /** By flag set. */
  readonly flags: readonly Flags[];
  /** 1 by row where the text has the words; null = none are looked for. */
  readonly found: Uint8Array | null;
  /** 1 by row where the session is of the sample. */
  readonly sampled: Uint8Array;
  /** By row; of those that anybody has reviewed. */
  readonly steps: ReadonlyMap<number, readonly ReviewStep[]>;

  constructor(
    columns: SessionColumns,
    steps: ReadonlyMap<SessionId, ReviewStep[]>,
    { found, sampled }: { found: Uint8Array | null; sampled: Uint8Array },
  ) {
    this.columns = columns;
    this.flags = columns.flagSets.map(({ rules }): Flags => [...rules].map(([rule, severity]) => ({ rule, severity })));
    this.found = found;
    this.sampled = sampled;
    const byRow = new Map<number, readonly ReviewStep[]>();
    for (const [id, taken] of steps) {
      const row = columns.rowOf(id);
      if (row !== null) byRow.set(row, taken);
    }
    this.steps = byRow;
  }

  get count(): number {
    return this.columns.count;
  }

  /** The earliest first, those without a time last. */
  *[Symbol.iterator](): Generator<ReviewedSession> {
    const { live } = this.columns;
    for (const row of ordersOf(this.columns).by('start')) if (live[row] === 1) yield new ReviewedRow(this, row);
  }

  /** Those that anybody has reviewed, in no order. */
  reviewed(): ReviewedSession[] {
    return [...this.steps.keys()].map((row) => new ReviewedRow(this, row));
  }
}

class ReviewedRow implements ReviewedSession {
  readonly of: ReviewedSessions;
  readonly row: number;

  constructor(of: ReviewedSessions, row: number) {
    this.of = of;
    this.row = row;
  }

  get id(): SessionId {
    return this.of.columns.idAt(this.row);
  }
  get start(): EpochMs | null {
    const start = this.of.columns.start[this.row] ?? NaN;
    return Number.isNaN(start) ? null : (start as EpochMs);
  }
  get flags(): Flags {
    const { columns, flags } = this.of;
    return flags[columns.flags[this.row] ?? 0] ?? [];
  }
  get hasWords(): boolean {
    return this.of.found?.[this.row] === 1;
  }
  get isSampled(): boolean {
    return this.of.sampled[this.row] === 1;
  }
  get steps(): readonly ReviewStep[] {
    return this.of.steps.get(this.row) ?? NO_STEPS;
  }
}

/** A question to an id. */
export interface IdTest {
  /** Two tests of one key give the same answers. */
  key: string;
  fits(id: SessionId): boolean;
}

/** What a test says of each row, asked once: a row keeps its id for as long as the columns are there. */
export class RowMarks {
  readonly #columns: SessionColumns;
  readonly #test: IdTest;
  #marks = new Uint8Array(0);
  /** Rows that were asked. */
  #asked = 0;

  constructor(columns: SessionColumns, test: IdTest) {
    this.#columns = columns;
    this.#test = test;
  }

  isOf(columns: SessionColumns, test: IdTest): boolean {
    return this.#columns === columns && this.#test.key === test.key;
  }

  /** 1 by row where the test fits. */
  all(): Uint8Array {
    const { length } = this.#columns;
    if (length > this.#marks.length) {
      const marks = new Uint8Array(this.#columns.live.length);
      marks.set(this.#marks);
      this.#marks = marks;
    }
    for (; this.#asked < length; this.#asked++) {
      if (this.#test.fits(this.#columns.idAt(this.#asked))) this.#marks[this.#asked] = 1;
    }
    return this.#marks;
  }
}
