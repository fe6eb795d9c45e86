/** What the archive knows for reviewers. */
import type { QueueSettings, ReviewStep, SessionId, WordList } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { allSteps, queueSettings, stepsOf, wordLists } from './review-store.ts';
import { ReviewedSessions, RowMarks, type IdTest } from './reviewed-sessions.ts';
import { WordSearch, type TextTest } from './word-search.ts';

export class ReviewReader {
  readonly #db: Database;
  readonly #columns: () => Promise<SessionColumns>;
  #words: { key: string; columns: SessionColumns; search: WordSearch } | null = null;
  #sample: RowMarks | null = null;

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
   * Every session as reviewers see it.
   * @param words what the word lists look for; null = there are none
   * @param sample which sessions the random share holds
   */
  async sessions(words: TextTest | null, sample: IdTest): Promise<ReviewedSessions> {
    const columns = await this.#columns();
    const steps = await allSteps(this.#db);
    const found = words === null ? null : await this.#found(columns, words);
    if (this.#sample?.isOf(columns, sample) !== true) this.#sample = new RowMarks(columns, sample);
    return new ReviewedSessions(columns, steps, { found, sampled: this.#sample.all() });
  }

  /** What was found for the same words is brought up to date, not sought again. */
  #found(columns: SessionColumns, words: TextTest): Promise<Uint8Array> {
    if (this.#words?.key !== words.key || this.#words.columns !== columns) {
      this.#words = { key: words.key, columns, search: new WordSearch(this.#db, columns, words) };
    }
    return this.#words.search.found();
  }
}
