/** Exports out of a real archive in this browser, streamed by their worker. */
import { unzipSync, strFromU8 } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker, ExportOptions, ExportProgress, ExportResult } from '../../workers/api.ts';
import { applyBasis, exportArchive, exportForms, importFiles, openArchive } from '../../workers/client.ts';
import type { Catalogue, JudgingBasis, Outcome, OwnRule, ProviderEntry } from '../../src/model.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const OPTIONS: ExportOptions = {
  form: 'ndjson',
  select: { filter: {} },
  selection: 'all sessions',
  content: true,
  evidence: true,
  ledger: true,
  mailPer: 'conversation',
  inside: ['ndjson', 'eml'],
  redaction: null,
};
let archive: ArchiveWorker;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

interface Exported {
  result: ExportResult;
  bytes: Uint8Array<ArrayBuffer>;
  progress: ExportProgress[];
}

async function exported(options: Partial<ExportOptions>): Promise<Exported> {
  const parts: Uint8Array[] = [];
  const progress: ExportProgress[] = [];
  const take = async (bytes: Uint8Array): Promise<void> => void parts.push(bytes);
  const running = exportArchive(ARCHIVE, { ...OPTIONS, ...options }, take, (snapshot) => progress.push(snapshot));
  const result = valueOf(await running.done);
  const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  return { result, bytes, progress };
}

async function imported(files: File[]): Promise<void> {
  const options = { timeZone: null, organisation: null };
  valueOf(await importFiles(`export test ${Math.random()}`, ARCHIVE, files, options, () => undefined));
}

const ndjson = async (): Promise<string> => valueOf(await archive.ndjson({})).text();

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
});

describe('exportArchive', () => {
  test('streams the same lines as the archive has, with a digest of what came out', async () => {
    await imported([madeTrace(0, 300)]);
    const { result, bytes, progress } = await exported({});
    const lines = new TextDecoder().decode(bytes).trim().split('\n');
    expect(lines.slice(0, -1).join('\n') + '\n').toBe(await ndjson());
    expect(result.contents.sessions).toEqual({ selected: 300, written: 300 });
    expect(progress.at(-1)).toMatchObject({ sessions: 300, selected: 300, bytes: bytes.length });
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    expect(result.sha256).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  });

  test('gives a bag as a ZIP, with evidence and ledger, that comes back into an empty archive', async () => {
    await imported([madeTrace(0, 40)]);
    const before = (await ndjson())
      .split('\n')
      .map((line) => line.replace(/,"flags":.*/, '').replace(/,"counts":\{[^}]*\}/, ''));
    const { bytes, result } = await exported({ form: 'bagit' });
    const files = unzipSync(bytes);
    const names = Object.keys(files);
    expect(names).toContain('bagit.txt');
    expect(names).toContain('data/documents/ledger.ndjson');
    expect(names.filter((name) => name.startsWith('data/eml/'))).toHaveLength(40);
    expect(names.filter((name) => name.startsWith('data/evidence/'))).toHaveLength(1);
    expect(result.contents.leftOut).toEqual([]);
    expect(strFromU8(files['manifest-sha256.txt']!).trim().split('\n')).toHaveLength(
      names.filter((name) => name.startsWith('data/')).length,
    );
    valueOf(await archive.clear());
    await imported([new File([bytes], 'bag.zip')]);
    const after = (await ndjson())
      .split('\n')
      .map((line) => line.replace(/,"flags":.*/, '').replace(/,"counts":\{[^}]*\}/, ''));
    const core = (line: string): string => line.replace(/"because":\[[^\]]*\]/, '');
    expect(after.map(core)).toEqual(before.map(core));
  });

  test('a bag has the catalogue and the rules that are in force, with their versions', async () => {
    await imported([madeTrace(0, 3)]);
    const yahoo = valueOf(await archive.catalogueWith(null)).lines.find(({ entry }) => entry.id === 'yahoo')?.entry;
    const own = { ...yahoo, id: 'own-icq', name: 'ICQ', domains: [], proxies: [] } as unknown as ProviderEntry;
    const rule: OwnRule = {
      v: 1,
      id: `own-${crypto.randomUUID()}`,
      version: 1,
      title: 'Parcels',
      severity: 'warning',
      because: 'Parcels are not talked about',
      on: true,
      when: { all: [{ field: 'text', is: 'contains', value: 'parcel' }] },
    };
    const basis: JudgingBasis = {
      organisation: null,
      catalogue: { v: 1, basedOn: 1, entries: [own, { ...(yahoo as ProviderEntry), name: 'Yahoo! Japan' }] },
      rules: { v: 1, builtIn: [], own: [rule] },
    };
    const inForce = async (next: JudgingBasis): Promise<void> =>
      void valueOf(await applyBasis(ARCHIVE, next, '', null, () => undefined).done);
    try {
      await inForce(basis);
      // The page leaves the number as it was: it goes up where the rule is put in force.
      await inForce({ ...basis, rules: { v: 1, builtIn: [], own: [{ ...rule, severity: 'info' }] } });
      const { bytes } = await exported({ form: 'bagit', ledger: false });
      const files = unzipSync(bytes);
      const document = (name: string): unknown => JSON.parse(strFromU8(files[`data/documents/${name}`]!));
      const catalogue = document('catalogue.json') as Catalogue & { edits: object };
      expect(catalogue.version).toBeGreaterThan(0);
      expect(
        catalogue.providers.filter(({ id }) => id === 'yahoo' || id === 'own-icq').map(({ name }) => name),
      ).toEqual(['ICQ', 'Yahoo! Japan']);
      expect(catalogue.edits).toMatchObject({ basedOn: 1 });
      expect(document('rules.json')).toMatchObject({ own: [{ id: rule.id, version: 2, severity: 'info' }] });
    } finally {
      await inForce({ organisation: null, catalogue: null, rules: null });
    }
  });

  test('takes the named sessions alone, and redacts', async () => {
    await imported([madeTrace(0, 20)]);
    const { rows } = valueOf(await archive.rows({}, 'start', 3, 2));
    const ids = rows.map(({ id }) => id);
    const redaction = { parties: ['@yahoo.com'], words: ['parcel'] };
    const { bytes, result } = await exported({ select: { ids }, redaction });
    const text = new TextDecoder().decode(bytes);
    expect(text.match(/"type":"session"/g)).toHaveLength(2);
    expect(text).not.toMatch(/@yahoo\.com|parcel/i);
    expect(text).toContain('[redacted]');
    expect(result.contents.redaction?.words).toBe(2);
  });

  test('ends when it is cancelled, and when nobody takes the bytes', async () => {
    await imported([madeTrace(0, 300)]);
    const never = exportArchive(
      ARCHIVE,
      { ...OPTIONS, form: 'eml' },
      () => Promise.reject(new Error('full')),
      () => undefined,
    );
    expect(await never.done).toMatchObject({ ok: false, code: 'aborted' });
    const running = exportArchive(
      ARCHIVE,
      { ...OPTIONS, form: 'bagit' },
      () => new Promise((resolve) => setTimeout(resolve, 50)),
      () => running.cancel(),
    );
    expect(await running.done).toMatchObject({ ok: false, code: 'aborted' });
  });

  test('names every form with the name of its file', async () => {
    const forms = valueOf(await exportForms());
    expect(forms.map(({ id, fileName }) => [id, fileName])).toContainEqual(['bagit', 'bagit.zip']);
    expect(forms).toHaveLength(9);
  });
});
