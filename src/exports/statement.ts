/** What an export holds and what it does not, so that it can be reconciled with the archive. */
import type { EpochMs, Session } from '../model.ts';
import { isoTime } from './session-line.ts';

export interface LeftOut {
  /** What is missing, as `presence changes`. */
  what: string;
  why: string;
  count: number;
}

/** As it is shown and kept; version 1. */
export interface ContentsStatement {
  type: 'export';
  v: 1;
  form: string;
  program: string;
  made: string | null;
  selection: string;
  /** Sessions of the archive; null = not known. */
  held: number | null;
  /** Sessions that were selected, and those that are written. */
  sessions: { selected: number; written: number };
  texts: number;
  presence: number;
  /** Files that were offered in sessions. */
  offeredFiles: number;
  /** Files of the export with their bytes. */
  files: { count: number; bytes: number };
  redaction: { parties: number; words: number } | null;
  leftOut: LeftOut[];
}

/** Counts while the export goes on. Forms say what they leave out; what a session holds is counted for them. */
export class Statement {
  readonly #leftOut = new Map<string, LeftOut>();
  selected = 0;
  /** Sessions of which nothing could be written. */
  #passedOver = 0;
  texts = 0;
  presence = 0;
  offeredFiles = 0;
  files = 0;
  bytes = 0;
  redaction: { parties: number; words: number } | null = null;

  see(session: Session): void {
    this.selected++;
    this.texts += session.texts.length;
    this.presence += session.presence.length;
    this.offeredFiles += session.files.length;
  }

  leaveOut(what: string, why: string, count: number): void {
    if (count === 0) return;
    const key = what + '\n' + why;
    const known = this.#leftOut.get(key);
    if (known === undefined) this.#leftOut.set(key, { what, why, count });
    else known.count += count;
  }

  passOver(why: string): void {
    this.#passedOver++;
    this.leaveOut('sessions', why, 1);
  }

  /** Takes over what forms within this one leave out; a session is passed over where each of them does so. */
  absorb(within: readonly { form: string; statement: Statement }[]): void {
    for (const { form, statement } of within) {
      for (const { what, why, count } of statement.leftOut()) this.leaveOut(`${what} in data/${form}/`, why, count);
    }
    const passedOver = within.map(({ statement }) => statement.#passedOver);
    if (passedOver.length > 0) this.#passedOver += Math.min(...passedOver);
  }

  /** By what is left out, then why. */
  leftOut(): LeftOut[] {
    return [...this.#leftOut.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, left]) => ({ ...left }));
  }

  contents(about: { form: string; program: string; made: EpochMs; selection: string; held: number | null }) {
    const { form, program, made, selection, held } = about;
    const contents: ContentsStatement = {
      type: 'export',
      v: 1,
      form,
      program,
      made: isoTime(made),
      selection,
      held,
      sessions: { selected: this.selected, written: this.selected - this.#passedOver },
      texts: this.texts,
      presence: this.presence,
      offeredFiles: this.offeredFiles,
      files: { count: this.files, bytes: this.bytes },
      redaction: this.redaction,
      leftOut: this.leftOut(),
    };
    return contents;
  }
}
