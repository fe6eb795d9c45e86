import type { ArchiveStore, EvidenceBlock, JudgedSession, SessionFragment, SessionId } from '../model.ts';
import { assemble, lookupsOf, summarise, type SourceRank } from '../sessions/index.ts';
import type { RunningJudge } from './judging.ts';
import { LongSessions } from './long-sessions.ts';
import { hash53 } from './tally.ts';

/** Fragments that are put at once: packs of about 200 sessions write fastest (stack.md, storage shapes). */
const FULL = 200;

/** What waits to be archived. Finished pieces of sessions go in at any moment; `settle` joins and puts them. */
export class Outbox {
  readonly #store: ArchiveStore;
  readonly #judge: RunningJudge;
  #fragments: SessionFragment[] = [];
  readonly #long = new LongSessions();
  /** Flags of each session put by this import, by hash of its id. */
  readonly #put = new Map<number, number>();
  flags = 0;

  constructor(store: ArchiveStore, judge: RunningJudge) {
    this.#store = store;
    this.#judge = judge;
  }

  push(fragment: SessionFragment): void {
    this.#fragments.push(...this.#long.add(fragment));
  }

  get isFull(): boolean {
    return this.#fragments.length >= FULL;
  }
  get isEmpty(): boolean {
    return this.#fragments.length === 0;
  }
  /** Sessions put by this import; one that was put again counts once. */
  get sessions(): number {
    return this.#put.size;
  }

  /** Nothing more of the file comes: what waits for more of a long session is settled next. */
  endFile(): void {
    this.#fragments.push(...this.#long.takeAll());
  }

  /** Joins the waiting fragments with what the archive has of their sessions, judges the result and puts it. */
  async settle(rank: SourceRank, evidence: EvidenceBlock[]): Promise<void> {
    while (this.#fragments.length > 0 || evidence.length > 0) {
      const fragments = this.#fragments.splice(0, FULL);
      const asked = lookupsOf(fragments);
      const stored = asked.size === 0 ? [] : await this.#store.sharing([...asked.keys()], [...asked.values()]);
      const put: JudgedSession[] = [];
      const joined = new Set<SessionId>();
      for (const { fragment, parts } of assemble([...fragments, ...stored.map((known) => known.fragment)])) {
        if (!parts.some((index) => index < fragments.length)) continue;
        const session = summarise(fragment, rank);
        put.push({ session, judgement: this.#judge.judge(session) });
        for (const index of parts) {
          const known = stored[index - fragments.length];
          if (known !== undefined) joined.add(known.id);
        }
      }
      for (const { session } of put) joined.delete(session.id);
      const remove = [...joined];
      await this.#store.put({ put, remove, evidence });
      this.#count(put, remove);
      evidence = [];
    }
  }

  /** A session that this import put was judged anew. */
  rejudged(id: string, flags: number): void {
    const key = hash53(id);
    const before = this.#put.get(key);
    if (before === undefined) return;
    this.flags += flags - before;
    this.#put.set(key, flags);
  }

  #count(put: JudgedSession[], remove: SessionId[]): void {
    for (const id of remove) {
      this.flags -= this.#put.get(hash53(id)) ?? 0;
      this.#put.delete(hash53(id));
    }
    for (const { session, judgement } of put) {
      this.#long.put(session);
      const key = hash53(session.id);
      this.flags += judgement.flags.length - (this.#put.get(key) ?? 0);
      this.#put.set(key, judgement.flags.length);
    }
  }
}
