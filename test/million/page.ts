/** The page that fills a large archive through the product's store, and asks it as the pages of the app do. */
import { DexieStore } from '../../src/archive/index.ts';
import type { Outcome, SessionFilter, SessionSort } from '../../src/model.ts';
import { backUp, exportArchive, openArchive, restoreBackup, verifyArchive } from '../../workers/client.ts';
import type { ArchiveWorker, ExportFormId, ExportOptions } from '../../workers/api.ts';
import { saveBackup, savedBackup, wiped } from '../crash/saved-backup.ts';
import { COMMON, millionth, RARE } from './sessions.ts';

const ARCHIVE = 'fedlens';
/** Sessions of one transaction. */
const BATCH = 2_000;
/** Rows of a first page, as the list asks for them. */
const PAGE = 160;

/** Sessions of a queue's first page. */
const QUEUED = 100;

/** Milliseconds by what was asked. */
export type Figures = Record<string, number>;

export interface Exported {
  sessions: number;
  bytes: number;
  ms: number;
}

const quiet = (): void => undefined;

const million = {
  /** Sessions `from` … `to` - 1. @returns ms */
  async fill(from: number, to: number): Promise<number> {
    const began = performance.now();
    const store = await DexieStore.open(ARCHIVE);
    await store.jobs.begin('import');
    let last: Promise<void> = Promise.resolve();
    for (let first = from; first < to; first += BATCH) {
      const put = Array.from({ length: Math.min(BATCH, to - first) }, (_, index) => millionth(first + index));
      await last;
      last = store.put({ put, remove: [], evidence: [] });
    }
    await last;
    await store.jobs.end('sealed');
    store.close();
    return performance.now() - began;
  },

  /** @returns what the backup is, in words */
  async saveBackup(passphrase: string | null): Promise<string> {
    const outcome = await backUp(ARCHIVE, passphrase, quiet).done;
    if (!outcome.ok) throw new Error(`backup: ${outcome.code} ${outcome.message}`);
    await saveBackup(outcome.value);
    return `${(outcome.value.size / 1e6).toFixed(1)} MB of file`;
  },

  async restoreSaved(passphrase: string | null): Promise<string> {
    const outcome = await restoreBackup(ARCHIVE, await savedBackup(), passphrase, quiet).done;
    if (!outcome.ok) throw new Error(`restore: ${outcome.code} ${outcome.message}`);
    const { how, rows, sessions } = outcome.value;
    return `${how}: ${rows} rows, ${sessions.taken} sessions taken`;
  },

  /** @returns what was held against its digest, in words; the ledger apart, to which each step adds */
  async verify(): Promise<string> {
    const outcome = await verifyArchive(ARCHIVE, null, quiet).done;
    if (!outcome.ok) throw new Error(`verify: ${outcome.code} ${outcome.message}`);
    const { fault, counts } = outcome.value;
    if (fault !== null) throw new Error(`verify: ${fault.message}`);
    return `${counts.sessions} packs and ${counts.sources} files verified`;
  },

  wipe: (): Promise<void> => wiped(ARCHIVE),

  /** All sessions in that form, of which a bag has the ledger and NDJSON in it. */
  async export(form: string): Promise<Exported> {
    const began = performance.now();
    const to = { write: async (): Promise<void> => undefined, close: async (): Promise<void> => undefined };
    const options: ExportOptions = {
      form: form as ExportFormId,
      select: { filter: {} },
      selection: 'all sessions',
      content: true,
      evidence: 'none',
      ledger: true,
      mailPer: 'conversation',
      inside: ['ndjson'],
      redaction: null,
    };
    const outcome = await exportArchive(ARCHIVE, options, to, () => undefined).done;
    if (!outcome.ok) throw new Error(`${form}: ${outcome.code} ${outcome.message}`);
    const { contents, bytes } = outcome.value;
    return { sessions: contents.sessions.written, bytes, ms: performance.now() - began };
  },

  /** Everything once, from a cold start of the worker. */
  async measure(): Promise<Figures> {
    const figures: Figures = {};
    const timed = async <T>(what: string, ask: () => Promise<Outcome<T>>): Promise<T> => {
      const began = performance.now();
      const outcome = await ask();
      if (!outcome.ok) throw new Error(`${what}: ${outcome.code} ${outcome.message}`);
      figures[what] = performance.now() - began;
      return outcome.value;
    };
    const archive = await timed('open', () => openArchive(ARCHIVE, quiet));
    const { total } = await timed('first list after opening', () => archive.rows({}, '-start', 0, PAGE));
    figures['sessions'] = total;
    await lists(archive, timed);
    await searches(archive, timed, figures);
    return figures;
  },
};

type Timed = <T>(what: string, ask: () => Promise<Outcome<T>>) => Promise<T>;

const FILTERS: Record<string, SessionFilter> = {
  provider: { providers: ['yahoo'] },
  rule: { rules: ['service-ended'] },
  severity: { severities: ['violation'] },
  kind: { kinds: ['im'] },
  modality: { modalities: ['im'] },
  user: { users: ['user77@contoso.com'] },
  file: { sources: [7 as never] },
  'hours of the day': { hours: { of: [8, 9, 10], timeZone: 'Europe/Berlin' } },
  period: { from: Date.UTC(2012, 0, 1) as never, to: Date.UTC(2012, 3, 1) as never },
};
const SORTS: SessionSort[] = ['start', 'provider', 'local', 'remote', 'severity', '-remote'];

async function lists(archive: ArchiveWorker, timed: Timed): Promise<void> {
  await timed('list again', () => archive.rows({}, '-start', 0, PAGE));
  await timed('middle of the list', () => archive.rows({}, '-start', 500_000, PAGE));
  for (const sort of SORTS) await timed(`sort by ${sort}`, () => archive.rows({}, sort, 0, PAGE));
  for (const [name, filter] of Object.entries(FILTERS)) {
    await timed(`list filtered by ${name}`, () => archive.rows(filter, '-start', 0, PAGE));
    await timed(`counts filtered by ${name}`, () => archive.facets(filter));
  }
  await timed('counts', () => archive.facets({}));
  await timed('timeline', () => archive.timeline({}));
  await timed('overview', () => archive.crossed({}));
  await timed('queue of the review', () => archive.queue('Anna', 0, QUEUED));
  await timed('queue of the review again', () => archive.queue('Anna', 0, QUEUED));
}

async function searches(archive: ArchiveWorker, timed: Timed, figures: Figures): Promise<void> {
  for (const text of [COMMON, RARE, 'nowherefound', 'user77@contoso.com', `from:user77 ${COMMON}`]) {
    const first = await timed(`search “${text}”: first page`, () => archive.firstPage({ text }, '-start', PAGE));
    figures[`search “${text}”: rows on it`] = first.rows.length;
    const all = await timed(`search “${text}”: all`, () => archive.rows({ text }, '-start', 0, PAGE));
    figures[`search “${text}”: found`] = all.matching;
  }
}

export type Million = typeof million;
Object.assign(window, { million });
