/** The page of the crash test: the product's own client, to be called by name. */
import type { Outcome, UnfinishedJob, Verification } from '../../src/model.ts';
import { custody, importFiles, openArchive, undoImport, verifyArchive } from '../../workers/client.ts';
import { madeChat, madeTrace } from '../archive/made-trace.ts';

const ARCHIVE = 'fedlens';
/** Chats in each of the two files. */
const CHATS = 2_500;

/** The same files each time. The second holds the end of a chat of which the first holds the beginning. */
function files(): File[] {
  const records = madeChat(90_000).split(/(?<=\$\$end_record\r\n)/);
  const file = (name: string, from: number, shared: string[]): File =>
    new File([madeTrace(from, from + CHATS), ...shared], name, { lastModified: 1_403_600_000_000 });
  return [file('first.log', 0, records.slice(0, 3)), file('second.log', CHATS, records.slice(3))];
}

const crash = {
  /** Resolves when it is over. @param which numbers of the files; absent = all */
  async import(which?: number[]): Promise<Outcome<unknown>> {
    const chosen = files().filter((_, index) => which === undefined || which.includes(index));
    return importFiles('crash', ARCHIVE, chosen, { timeZone: null, organisation: null }, () => undefined);
  },
  /** Does somebody import now? */
  async busy(): Promise<boolean> {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name?.startsWith('fedlens-import:'));
  },
  unfinished: (): Promise<Outcome<UnfinishedJob[]>> => custody.unfinished(ARCHIVE),
  verify: (): Promise<Outcome<Verification>> => verifyArchive(ARCHIVE, null, () => undefined).done,
  undo: (job: number): Promise<Outcome<null>> => undoImport(ARCHIVE, job, () => undefined).done,

  /** All that can be told of the archive, as short text: two that are the same say the same. */
  async told(): Promise<string> {
    const archive = valueOf(await openArchive(ARCHIVE, () => undefined));
    const sources = valueOf(await archive.sources());
    const lines = await valueOf(await archive.ndjson({})).arrayBuffer();
    const places = sources.map(({ id, report }) => ({ source: id, offset: 0, length: report?.bytes ?? 0 }));
    const bytes = valueOf(await archive.bytes(places));
    const evidence = await Promise.all(
      bytes.map((all) => hashOf((all ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>)),
    );
    const facets = valueOf(await archive.facets({}));
    const found = valueOf(await archive.rows({ text: 'parcel' }, '-start', 0, 5));
    const known = sources.map(({ name, report, complete, size }) => ({ name, report, complete, size }));
    return JSON.stringify({ lines: await hashOf(new Uint8Array(lines)), known, evidence, facets, found });
  },
  async sessions(): Promise<number> {
    const archive = valueOf(await openArchive(ARCHIVE, () => undefined));
    return valueOf(await archive.rows({}, 'start', 0, 0)).total;
  },
};

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type Crash = typeof crash;
Object.assign(window, { crash });
