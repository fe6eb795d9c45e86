/** Door 5: judging again, and what it would change, in a thread of its own that ends with its work. */
import * as Comlink from 'comlink';
import { Refusal, type DexieStore } from '../src/archive/index.ts';
import {
  reason,
  type ChangedSession,
  type JudgingBasis,
  type JudgingProgress,
  type JudgingResult,
  type SessionRow,
} from '../src/model.ts';
import {
  Aborted,
  CATALOGUE,
  checkedBasis,
  judgeSlices,
  judgingTask,
  Preview,
  titlesOf,
  withVersions,
} from '../src/pipeline.ts';
import { alone } from './alone.ts';
import type { ArchiveName, JudgingWorker } from './api.ts';
import { handsFor } from './judging-hands.ts';
import { judgeRest } from './judging-job.ts';
import { keyHolder, openStore } from './keyring.ts';
import { failureOf, outcomeOf } from './outcomes.ts';

/** How long a cancelled judging may take to end in order before the page is told that it is over, ms. */
const PATIENCE_MS = 60;

const abort = new AbortController();
/** What must be finished before the thread ends. */
const unfinished = new Set<Promise<unknown>>();
/** Of the last preview, as long as the thread lives. */
let found: { store: DexieStore; preview: Preview } | null = null;

type Report = (progress: JudgingProgress) => void;

const worker: JudgingWorker = {
  ...keyHolder,
  preview: (archive, basis, report) =>
    cancellable(async () => {
      const checked = sound(basis);
      const store = await openStore(archive);
      const proposed = await numbered(store, checked);
      const before = await store.bases.inForce();
      const preview = new Preview();
      const total = await store.bases.sessions();
      const task = await judgingTask(store, { ...proposed, number: null }, { keeps: false, tells: true });
      const { close: end, ...hands } = handsFor(task, total, abort.signal);
      const range = { from: { through: -1, judged: 0, changed: 0 }, before: Infinity };
      const { judged } = await judgeSlices(store, hands, range, {
        signal: abort.signal,
        progress: ({ judged: done, changed }) => {
          report({ state: 'judging', judged: done, total: Math.max(total, done), changed });
        },
        changed: (change) => preview.add(change),
      }).finally(end);
      found = { store, preview };
      const titles = titlesOf(before.rules, proposed.rules);
      return preview.summary(judged, (rule) => titles.get(rule) ?? rule);
    }),

  changes: (filter, first, count) =>
    outcomeOf(async () => {
      if (found === null) throw new Refusal(reason('preview-gone'));
      const { store, preview } = found;
      const { matching, first: from, rows: listed } = preview.window(filter, first, count);
      const lines = await store.bases.rowsOf(listed.map(({ id }) => id));
      const byId = new Map(lines.map((row) => [row.id, row]));
      // What was taken out of the archive meanwhile has no line.
      const rows = listed.flatMap(({ id, change }) => changedOf(byId.get(id), change) ?? []);
      return { matching, first: from, rows };
    }),

  apply: (archive, basis, note, restores, report) =>
    cancellable(async () => {
      const checked = sound(basis);
      return judging(archive, report, async (store) => {
        const proposed = await numbered(store, checked);
        await store.bases.putInForce(proposed, { note, restores, catalogueVersion: CATALOGUE.version });
      });
    }),

  resume: (archive, report) => cancellable(() => judging(archive, report, () => Promise.resolve())),

  async cancel() {
    abort.abort();
  },
};

/** @throws Refusal with what is wrong with the basis, in sentences */
function sound(basis: JudgingBasis): JudgingBasis {
  const checked = checkedBasis(basis);
  if ('errors' in checked) throw new Refusal(reason('basis-unsound', { faults: checked.errors.join('\n') }));
  return checked.basis;
}

/** With the versions that its rules bear in this archive. */
async function numbered(store: DexieStore, basis: JudgingBasis): Promise<JudgingBasis> {
  if (basis.rules === null) return basis;
  return { ...basis, rules: withVersions(basis.rules, await store.bases.ruleSettings()) };
}

function changedOf(row: SessionRow | undefined, change: Omit<ChangedSession, 'row'>): ChangedSession | null {
  return row === undefined ? null : { row, ...change };
}

async function judging(
  archive: ArchiveName,
  report: Report,
  begin: (store: DexieStore) => Promise<void>,
): Promise<JudgingResult> {
  const waits = (): void => report({ state: 'waiting', judged: 0, total: 0, changed: 0 });
  return alone({ archive, kind: 'judging', signal: abort.signal, waits }, async (store, room) => {
    await begin(store);
    const tell: Report = (progress) => {
      room.reached(progress.judged, progress.total);
      report(progress);
    };
    const { judged, changed } = await judgeRest(store, { report: tell, signal: abort.signal });
    const { number } = await store.bases.inForce();
    const version = number ?? 0;
    return { value: { version, judged, changed }, told: { basis: version, judged, changed } };
  });
}

/** A cancelled work is told as over at once; it ends in order behind that. */
function cancellable<T>(work: () => Promise<T>): ReturnType<typeof outcomeOf<T>> {
  const working = outcomeOf(work);
  unfinished.add(working);
  void working.finally(() => unfinished.delete(working));
  const givenUp = new Promise<ReturnType<typeof failureOf>>((resolve) => {
    abort.signal.addEventListener('abort', () => {
      setTimeout(() => resolve(failureOf(new Aborted())), PATIENCE_MS);
    });
  });
  return Promise.race([working, givenUp]);
}

Comlink.expose({
  ...worker,
  /** The page has let go: what is begun is finished, then the thread ends. */
  [Comlink.finalizer]: async () => {
    while (unfinished.size > 0) await Promise.allSettled(unfinished);
    found?.store.close();
    close();
  },
});
