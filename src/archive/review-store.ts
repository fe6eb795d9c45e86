/** What reviewers did, in the archive: steps by session, word lists in every version, and what fills the queue. */
import type { Table } from 'dexie';
import type { Json, QueueSettings, ReviewStep, SessionId, Standing, StepRefusal, WordList } from '../model.ts';
import { standingOf } from '../model/review-state.ts';
import type { ChangedSessions } from './changes.ts';
import type { Database } from './database.ts';
import { append, type Append } from './ledger.ts';
import type { PutRecord, ReviewRecord, SessionRecord } from './tables.ts';

/** Where the officer has not said otherwise: all that is flagged, and a twentieth of the rest. */
export const DEFAULT_QUEUE: QueueSettings = Object.freeze({ severity: 'warning', share: 0.05, seed: '1' });

type Recorded = <T>(tables: Table[], work: (append: Append) => Promise<T>, sessions?: ChangedSessions) => Promise<T>;

export class ReviewStore {
  readonly #db: Database;
  readonly #recorded: Recorded;

  /** @param recorded see `DexieStore.record` */
  constructor(db: Database, recorded: Recorded) {
    this.#db = db;
    this.#recorded = recorded;
  }

  /**
   * Takes a step, unless `check` refuses it: nobody else's step comes between. The ledger tells of it.
   * @returns why it was refused; null = it was taken
   */
  step(step: ReviewStep, check: (before: readonly ReviewStep[]) => StepRefusal | null): Promise<StepRefusal | null> {
    const { reviews } = this.#db;
    return this.#recorded(
      [reviews],
      async (tell) => {
        const steps = (await reviews.get(step.session))?.steps ?? [];
        const refusal = check(steps);
        if (refusal !== null) return refusal;
        await reviews.put({ session: step.session, steps: [...steps, step] });
        await tell(step.step === 'note' ? 'note' : 'decision', `session:${step.session}`, toldOfStep(step));
        return null;
      },
      [step.session],
    );
  }

  async keepSettings(value: QueueSettings): Promise<void> {
    await this.#recorded([], async (tell) => {
      await this.#db.meta.put({ key: 'review', value });
      await tell('organisation', 'review', { ...value });
    });
  }

  /** A list of that id gets a new version; what was there stays. @returns the version */
  keepWordList(list: Omit<WordList, 'version'>): Promise<WordList> {
    const { wordLists } = this.#db;
    return this.#recorded([wordLists], async (tell) => {
      const last = await wordLists.where('id').equals(list.id).last();
      const kept: WordList = { ...list, version: (last?.version ?? 0) + 1 };
      await wordLists.add(kept);
      await tell('organisation', `word-list:${list.id}`, { ...kept });
      return kept;
    });
  }

  /**
   * Sessions that became one with another, as they share a key with it: their steps go with them. To be called in the transaction
   * of that change, before they are gone.
   */
  async follow(gone: readonly (SessionRecord | undefined)[], put: readonly { row: PutRecord }[]): Promise<void> {
    const { reviews } = this.#db;
    const ids = gone.flatMap((record) => record?.id ?? []);
    const reviewed = (await reviews.bulkGet(ids)).filter((record) => record !== undefined);
    for (const { session, steps } of reviewed) {
      const keys = new Set(gone.find((record) => record?.id === session)?.keys);
      const heir = put.find(({ row }) => row.keys.some((key) => keys.has(key)))?.row.id;
      if (heir === undefined || heir === session) continue;
      const own = (await reviews.get(heir))?.steps ?? [];
      const all = [...own, ...steps.map((step) => ({ ...step, session: heir }))].sort((a, b) => a.at - b.at);
      await reviews.delete(session);
      await reviews.put({ session: heir, steps: all });
      await append(this.#db, 'note', `session:${heir}`, { joined: session, steps: steps.length });
    }
  }
}

export async function queueSettings(db: Database): Promise<QueueSettings> {
  const stored = await db.meta.get('review');
  return stored?.key === 'review' ? stored.value : DEFAULT_QUEUE;
}

/** Of one session, in the order in which they were taken. */
export async function stepsOf(db: Database, session: SessionId): Promise<ReviewStep[]> {
  return (await db.reviews.get(session))?.steps ?? [];
}

/** Of every session that has any. */
export async function allSteps(db: Database): Promise<Map<SessionId, ReviewStep[]>> {
  const records: ReviewRecord[] = await db.reviews.toArray();
  return new Map(records.map(({ session, steps }) => [session, steps]));
}

/** How the reviews of these sessions stand; of those that nobody has reviewed, nothing. */
export async function standingsOf(db: Database, ids: readonly SessionId[] | 'all'): Promise<Map<SessionId, Standing>> {
  const records = ids === 'all' ? await db.reviews.toArray() : await db.reviews.bulkGet([...ids]);
  return new Map(records.flatMap((record) => (record ? [[record.session, standingOf(record.steps)]] : [])));
}

/** The newest version of each; `text` '' = the list was given up. */
export async function wordLists(db: Database): Promise<WordList[]> {
  const newest = new Map<string, WordList>();
  for (const list of await db.wordLists.orderBy(':id').toArray()) newest.set(list.id, list);
  return [...newest.values()].filter(({ text }) => text !== '');
}

/** What the ledger tells of a step. */
export function toldOfStep({ step, reviewer, at, note }: ReviewStep): { readonly [key: string]: Json } {
  return { step, reviewer, at: new Date(at).toISOString(), note };
}
