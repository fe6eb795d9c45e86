/** Takes what an earlier reading of a file put into the archive out of it again. */
import { isLegKey } from '../model/join-keys.ts';
import type { RereadableStore, SealedSource, SessionFragment, SessionId, SourceId } from '../model.ts';
import { sourcesOf, summarise, withoutSource, type SourceRank } from '../sessions/index.ts';
import type { RunningJudge } from './judging.ts';

/** What must be read again beside the file itself. */
export interface Withdrawn {
  /** Files that shared sessions with it, whose bytes the archive has. */
  companions: SealedSource[];
  /** Join keys of the sessions that were shared with them. */
  joins: ReadonlySet<string>;
}

/**
 * Sessions that stood in this source alone vanish. One that other files hold too goes as well, to be made anew from their own
 * bytes: what was joined from two readings cannot be taken apart. Where the archive has not the bytes of all of them, the
 * source's sightings alone are taken out. Before the first session goes, every file that will be read again is marked as unfinished.
 */
export class Withdrawal {
  readonly #store: RereadableStore;
  readonly #source: SourceId;
  readonly #formats: ReadonlySet<string>;
  /** null = it cannot be read again. */
  readonly #others = new Map<SourceId, SealedSource | null>();
  readonly #joins = new Set<string>();

  /** @param formats ids of all formats that can be read. */
  constructor(store: RereadableStore, source: SourceId, formats: ReadonlySet<string>) {
    this.#store = store;
    this.#source = source;
    this.#formats = formats;
  }

  /** @param pause called between batches; may throw */
  async withdraw(rank: SourceRank, judge: RunningJudge, pause: () => Promise<void>): Promise<Withdrawn> {
    for await (const batch of this.#store.holding(this.#source)) {
      const remove: SessionId[] = [];
      const left: SessionFragment[] = [];
      for (const { id, fragment } of batch) {
        remove.push(id);
        if (!(await this.#isMadeAnew(fragment))) left.push(...withoutSource(fragment, this.#source));
      }
      const put = left.map((fragment) => {
        const session = summarise(fragment, rank);
        return { session, judgement: judge.judge(session) };
      });
      const kept = new Set(put.map(({ session }) => session.id));
      await this.#store.put({ put, remove: remove.filter((id) => !kept.has(id)), evidence: [] });
      await pause();
    }
    return { companions: [...this.#others.values()].filter((other) => other !== null), joins: this.#joins };
  }

  /** Will reading this file and its companions again give the whole session? */
  async #isMadeAnew(fragment: SessionFragment): Promise<boolean> {
    const others = [...sourcesOf(fragment)].filter((source) => source !== this.#source);
    if (others.length === 0) return true;
    const found = [];
    for (const id of others) found.push(await this.#companion(id));
    if (found.includes(null)) return false;
    for (const join of fragment.joins) if (!isLegKey(join)) this.#joins.add(join);
    return true;
  }

  async #companion(id: SourceId): Promise<SealedSource | null> {
    const known = this.#others.get(id);
    if (known !== undefined) return known;
    const sealed = await this.#store.sealed(id);
    const { report = null } = sealed ?? {};
    const isReadable =
      report?.format != null &&
      this.#formats.has(report.format) &&
      (await this.#store.evidenceBytes(id)) >= report.bytes;
    const companion = isReadable ? sealed : null;
    this.#others.set(id, companion);
    if (companion !== null) await markUnfinished(this.#store, companion);
    return companion;
  }
}

/** What it told of domains is told again when it is read again. */
export async function markUnfinished(
  store: RereadableStore,
  { id, report, firstTime, size }: SealedSource,
): Promise<void> {
  await store.sealSource(id, { report, firstTime, size, tallies: [], complete: false });
}
