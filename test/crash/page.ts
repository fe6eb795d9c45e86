/** The page of the crash test, to be called by name. */
import type { Outcome, UnfinishedJob, Verification } from '../../src/model.ts';
import { custody, undoImport, verifyArchive } from '../../workers/client.ts';
import { ARCHIVE, imported, opened, steps, unlocked, valueOf, type StepName } from './officer.ts';
import { wiped } from './saved-backup.ts';

const crash = {
  /** Resolves when it is over. */
  step: (name: StepName, chats: number): Promise<Outcome<unknown>> => steps[name](chats),
  import: imported,
  wiped: (): Promise<void> => wiped(ARCHIVE),
  /** Where reviewers have passphrases. */
  unlock: async (): Promise<void> => void (await unlocked()),
  /** Does somebody import now? */
  async busy(): Promise<boolean> {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name?.startsWith('fedlens-import:'));
  },
  /** Bytes that the browser says are used. */
  used: async (): Promise<number> => (await navigator.storage.estimate()).usage ?? 0,
  unfinished: (): Promise<Outcome<UnfinishedJob[]>> => custody.unfinished(ARCHIVE),
  verify: (): Promise<Outcome<Verification>> => verifyArchive(ARCHIVE, null, () => undefined).done,
  undo: (job: number): Promise<Outcome<null>> => undoImport(ARCHIVE, job, () => undefined).done,

  /** All that can be told of the archive, as short text: two that are the same say the same. */
  async told(): Promise<string> {
    const passphrase = await unlocked();
    const archive = await opened();
    const sources = valueOf(await archive.sources());
    const lines = await valueOf(await archive.ndjson({})).arrayBuffer();
    const places = sources.map(({ id, report }) => ({ source: id, offset: 0, length: report?.bytes ?? 0 }));
    const bytes = valueOf(await archive.bytes(places));
    const evidence: (string | null)[] = [];
    for (const all of bytes) evidence.push(all === null ? null : await hashOf(all));
    const facets = valueOf(await archive.facets({}));
    const found = valueOf(await archive.rows({ text: 'parcel' }, '-start', 0, 5));
    const known = sources.map(({ name, report, complete, size }) => ({ name, report, complete, size }));
    const { current } = valueOf(await archive.basis());
    const { reviewers, encryption } = valueOf(await archive.guard());
    const guard = { reviewers: reviewers.map(({ name }) => name), encryption, passphrase };
    const holds = valueOf(await custody.holds(ARCHIVE)).map(({ id, name, scope }) => ({ id, name, scope }));
    const all = { known, evidence, facets, found, basis: current?.number ?? null, guard, holds };
    return JSON.stringify({ lines: await hashOf(new Uint8Array(lines)), ...all });
  },
  async sessions(): Promise<number> {
    return valueOf(await (await opened()).rows({}, 'start', 0, 0)).total;
  },
};

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type Crash = typeof crash;
Object.assign(window, { crash });
