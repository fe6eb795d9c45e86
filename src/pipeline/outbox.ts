import type { ArchiveStore, EvidenceBlock, JudgedSession, Organisation, SessionFragment, SessionId } from '../model.ts';
import { assemble, lookupsOf, summarise, type SourceRank } from '../sessions/index.ts';
import type { RunningJudge } from './judging.ts';
import { LongSessions } from './long-sessions.ts';
import { ArchivingScope } from './scope.ts';
import { hash53 } from './tally.ts';

/** Fragments that are put at once: packs of about 200 sessions write fastest (stack.md, storage shapes). */
const FULL = 200;

/** What waits to be archived. Finished pieces of sessions go in at any moment; `settle` joins and puts them. */
export class Outbox {
  readonly #store: ArchiveStore;
  readonly #judge: RunningJudge;
  readonly #scope: ArchivingScope;
  /** Sessions that are not archived, by hash of their ids. */
  readonly #out = new Set<number>();
  #fragments: SessionFragment[] = [];
  readonly #long = new LongSessions();
  /** Flags of each session put by this import, by hash of its id. */
  readonly #put = new Map<number, number>();
  flags = 0;

  /** @param archiving whose sessions are archived, and how much of them; null = everything */
  constructor(store: ArchiveStore, judge: RunningJudge, archiving: Organisation['archiving'] = null) {
    this.#store = store;
    this.#judge = judge;
    this.#scope = new ArchivingScope(archiving);
  }

  push(fragment: SessionFragment): void {
    this.#fragments.push(...this.#long.add(this.#scope.of(fragment)));
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

  /** Sessions that were read and are none that the organisation archives. */
  get outOfScope(): number {
    return this.#out.size;
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
        const judged = { session, judgement: this.#judge.judge(session) };
        if (!this.#scope.has(judged)) {
          this.#out.add(hash53(session.id));
          continue;
        }
        put.push(judged);
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
      this.#out.delete(key);
      this.flags += judgement.flags.length - (this.#put.get(key) ?? 0);
      this.#put.set(key, judgement.flags.length);
    }
  }
}
