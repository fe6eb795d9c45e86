import { reason, type Job, type LedgerAnchor, type LedgerRecord, type Reason } from '../model.ts';
import type { JournalRecord } from './tables.ts';

/**
 * The journal held against the ledger, which tells where the journal ended whenever a job did. What stands behind the last such end is
 * of a job that was broken off, or is told by an entry of its own: nobody lengthens the journal unseen. Storage-free.
 */
export class VouchedJournal {
  /** Where the journal ended when an entry of the ledger was written, by number of the last line. */
  readonly #ends = new Map<number, { head: string; seq: number }>();
  /** Digests of records of sources that were told one by one. */
  readonly #sources = new Set<string>();
  /** Number of the last entry that told that everything was taken out, and of the last that told of an end. */
  #cleared = 0;
  #vouching = 0;
  /** Lines behind the last end: of which job, or whether an entry tells of it. */
  #loose: { n: number; job: number | null; isTold: boolean }[] = [];

  follow({ seq, action, subject, payload }: LedgerRecord): void {
    const told = (payload ?? {}) as { journal?: LedgerAnchor; record?: string; everything?: boolean };
    const { journal, record, everything } = told;
    if (journal !== undefined) {
      this.#ends.set(journal.count, { head: journal.head, seq });
      this.#vouching = seq;
    }
    if (action === 'note' && subject.startsWith('source:') && record !== undefined) this.#sources.add(record);
    if (everything === true) this.#cleared = seq;
  }

  /** The next line, when all of the ledger was followed. @returns why it does not fit */
  next(line: JournalRecord): Reason | null {
    const { n, job, hash } = line;
    this.#loose.push({ n, job, isTold: this.#isTold(line) });
    const end = this.#ends.get(n);
    if (end === undefined) return null;
    this.#ends.delete(n);
    this.#loose = [];
    return end.head === hash ? null : reason('journal-other', { line: n, entry: end.seq });
  }

  /** When all lines were followed. @param count of them */
  fault(count: number, jobs: readonly Job[]): { n: number; reason: Reason } | null {
    const missing = [...this.#ends].find(([n]) => n > count);
    if (missing !== undefined) {
      const [n, { seq }] = missing;
      return { n: count + 1, reason: reason('journal-short', { end: count, entry: seq, line: n }) };
    }
    const broken = new Set(jobs.filter(({ ended }) => ended === null).map(({ id }) => id));
    const stray = this.#loose.find(({ job, isTold }) => (job === null ? !isTold : !broken.has(job)));
    if (stray === undefined) return null;
    return { n: stray.n, reason: reason('journal-loose', { line: stray.n }) };
  }

  #isTold({ cleared, sources, packs, gone, deleted, judged, evidence, dropped }: JournalRecord): boolean {
    const others = packs.length + gone.length + deleted.length + judged.length + evidence.length + dropped.length;
    if (others > 0) return false;
    if (cleared) return this.#cleared > this.#vouching;
    return sources.every(([, digest]) => digest !== null && this.#sources.has(digest));
  }
}
