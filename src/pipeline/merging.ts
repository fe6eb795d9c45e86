/** Sessions of another archive: joined with what is here, judged by what is in force here, and put, as an import does. */
import type { ArchiveStore, DomainTally, KnownSource, NumberedBasis, SessionFragment } from '../model.ts';
import { addTallies } from '../organisation/index.ts';
import { judgeAgain } from './judging-again.ts';
import { certificatesOf, RunningJudge } from './judging.ts';
import { Outbox } from './outbox.ts';
import { rankOf } from './rank.ts';
import type { SourceRank } from '../sessions/index.ts';

/** What comes with the sessions. */
export interface Brought {
  /** Files that they stand in and that the store has not, or not whole; with the numbers they have in the store. */
  sources: readonly KnownSource[];
  tallies: readonly DomainTally[];
}

export class Merging {
  readonly #store: ArchiveStore;
  readonly #basis: NumberedBasis;
  readonly #judge: RunningJudge;
  readonly #outbox: Outbox;
  readonly #rank: SourceRank;

  private constructor(store: ArchiveStore, basis: NumberedBasis, judge: RunningJudge, rank: SourceRank) {
    this.#store = store;
    this.#basis = basis;
    this.#judge = judge;
    this.#rank = rank;
    this.#outbox = new Outbox(store, judge);
  }

  static async open(store: ArchiveStore, basis: NumberedBasis, brought: Brought): Promise<Merging> {
    const own = await store.sources();
    const tallies = await store.tallies();
    const judge = new RunningJudge(basis, { tallies, certificates: certificatesOf(own) });
    const news = new Set(brought.sources.map(({ id }) => id));
    const sources = [...own.filter(({ id }) => !news.has(id)), ...brought.sources];
    const learnt = { tallies: addTallies(tallies, [...brought.tallies]), certificates: certificatesOf(sources) };
    judge.learn(learnt, own.length > 0);
    return new Merging(store, basis, judge, rankOf(sources));
  }

  async add(fragments: readonly SessionFragment[]): Promise<void> {
    for (const fragment of fragments) {
      this.#outbox.push(fragment);
      if (this.#outbox.isFull) await this.#outbox.settle(this.#rank, []);
    }
  }

  /** When the sources are sealed. @returns sessions that were put */
  async end(signal: AbortSignal): Promise<number> {
    await this.settle();
    if (!this.#judge.settled) await judgeAgain(this.#store, this.#basis, { signal });
    return this.#outbox.sessions;
  }

  /** All that was added is put. */
  async settle(): Promise<void> {
    this.#outbox.endFile();
    await this.#outbox.settle(this.#rank, []);
  }
}
