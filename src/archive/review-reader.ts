/** What the archive knows for reviewers. */
import type { QueueSettings, ReviewedSession, ReviewStep, SessionId, Severity, WordList } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { allSteps, queueSettings, stepsOf, wordLists } from './review-store.ts';
import { WordSearch, type TextTest } from './word-search.ts';

type Flags = readonly { rule: string; severity: Severity }[];

export class ReviewReader {
  readonly #db: Database;
  readonly #columns: () => Promise<SessionColumns>;
  #words: { key: string; columns: SessionColumns; search: WordSearch } | null = null;

  /** @param columns those of the archive as it is now */
  constructor(db: Database, columns: () => Promise<SessionColumns>) {
    this.#db = db;
    this.#columns = columns;
  }

  settings(): Promise<QueueSettings> {
    return queueSettings(this.#db);
  }
  /** Of one session, in the order in which they were taken. */
  stepsOf(session: SessionId): Promise<ReviewStep[]> {
    return stepsOf(this.#db, session);
  }
  /** The newest version of each. */
  wordLists(): Promise<WordList[]> {
    return wordLists(this.#db);
  }
  /** Every version of one, oldest first. */
  wordListVersions(id: string): Promise<WordList[]> {
    return this.#db.wordLists.where('id').equals(id).sortBy('version');
  }

  /**
   * Every session as reviewers see it, in no order.
   * @param words what the word lists look for; null = there are none
   */
  async sessions(words: TextTest | null): Promise<ReviewedSession[]> {
    const columns = await this.#columns();
    const steps = await allSteps(this.#db);
    const found = words === null ? null : await this.#found(columns, words);
    const flags = columns.flagSets.map(({ rules }): Flags =>
      [...rules].map(([rule, severity]) => ({ rule, severity })),
    );
    const sessions: ReviewedSession[] = [];
    for (let row = 0; row < columns.length; row++) {
      if (columns.live[row] !== 1) continue;
      const id = columns.idAt(row);
      const start = columns.start[row] ?? NaN;
      sessions.push({
        id,
        start: Number.isNaN(start) ? null : (start as NonNullable<ReviewedSession['start']>),
        flags: flags[columns.flags[row] ?? 0] ?? [],
        hasWords: found !== null && found[row] === 1,
        steps: steps.get(id) ?? [],
      });
    }
    return sessions;
  }

  /** What was found for the same words is brought up to date, not sought again. */
  #found(columns: SessionColumns, words: TextTest): Promise<Uint8Array> {
    if (this.#words?.key !== words.key || this.#words.columns !== columns) {
      this.#words = { key: words.key, columns, search: new WordSearch(this.#db, columns, words) };
    }
    return this.#words.search.found();
  }
}
