/** Exports out of a real archive in this browser, streamed by their worker. */
import { unzipSync, strFromU8 } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker, ExportOptions, ExportProgress, ExportResult } from '../../workers/api.ts';
import { applyBasis, custody, exportArchive, exportForms, importFiles, openArchive } from '../../workers/client.ts';
import type { Catalogue, JudgingBasis, Outcome, OwnRule, ProviderEntry } from '../../src/model.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const OPTIONS: ExportOptions = {
  form: 'ndjson',
  select: { filter: {} },
  selection: 'all sessions',
  content: true,
  evidence: 'files',
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
  const to = {
    write: async (bytes: Uint8Array): Promise<void> => void parts.push(bytes),
    close: async (): Promise<void> => undefined,
  };
  const running = exportArchive(ARCHIVE, { ...OPTIONS, ...options }, to, (snapshot) => progress.push(snapshot));
  const result = valueOf(await running.done);
  const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  return { result, bytes, progress };
}

/** Files of a bag in a ZIP archive, by path in the bag. */
function bagIn(bytes: Uint8Array): Record<string, Uint8Array> {
  const within = Object.entries(unzipSync(bytes)).map(([name, file]) => [name.replace(/^bagit\//, ''), file]);
  return Object.fromEntries(within) as Record<string, Uint8Array>;
}

async function imported(files: File[]): Promise<void> {
  const options = { timeZone: null, organisation: null };
  valueOf(await importFiles(`export test ${Math.random()}`, ARCHIVE, files, options, () => undefined));
}

/** What the ledger tells last. */
const lastEntry = async (): Promise<unknown> => valueOf(await custody.ledgerPage(ARCHIVE, 1, 10_000)).at(-1)?.payload;
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
    // RFC 8493 §4: unpacked it is one folder.
    expect(Object.keys(unzipSync(bytes)).filter((name) => !name.startsWith('bagit/'))).toEqual([]);
    const files = bagIn(bytes);
    const names = Object.keys(files);
    expect(names).toContain('bagit.txt');
    expect(names).toContain('data/documents/ledger.ndjson');
    expect(strFromU8(files['README.txt']!)).toContain(
      'node data/documents/verify-ledger.mjs data/documents/ledger.ndjson',
    );
    expect(strFromU8(files['data/documents/verify-ledger.mjs']!)).toContain('Ledger verified');
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
      const files = bagIn(bytes);
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

  test('ends when it is cancelled, when nobody takes the bytes, and when the file cannot be finished: the ledger says so', async () => {
    await imported([madeTrace(0, 300)]);
    const options: ExportOptions = { ...OPTIONS, form: 'eml', selection: 'for the ledger' };
    const quiet = (): void => undefined;
    const done = async (): Promise<void> => undefined;
    const refused = exportArchive(
      ARCHIVE,
      options,
      { write: () => Promise.reject(new Error('full')), close: done },
      quiet,
    );
    expect(await refused.done).toMatchObject({ ok: false, code: 'aborted' });
    expect(await lastEntry()).toMatchObject({ selection: 'for the ledger', ended: 'refused', sessions: 0 });
    const slowly = { write: () => new Promise<void>((resolve) => setTimeout(resolve, 50)), close: done };
    const cancelled = exportArchive(ARCHIVE, options, slowly, ({ bytes }) => bytes > 0 && cancelled.cancel());
    expect(await cancelled.done).toMatchObject({ ok: false, code: 'aborted' });
    expect(await lastEntry()).toMatchObject({ ended: 'cancelled' });
    const unfinished = { write: done, close: () => Promise.reject(new Error('the disk is gone')) };
    expect(await exportArchive(ARCHIVE, options, unfinished, quiet).done).toMatchObject({ ok: false });
    const last = (await lastEntry()) as { ended: string; bytes: number };
    expect(last).toMatchObject({ ended: 'failed' });
    expect(last.bytes).toBeGreaterThan(0);
  });

  test('stands in the ledger when the file is whole, and not before, with the digest of what was written', async () => {
    await imported([madeTrace(0, 30)]);
    const before = await lastEntry();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let atClose: unknown;
    const to = {
      write: async (bytes: Uint8Array): Promise<void> => void parts.push(bytes as Uint8Array<ArrayBuffer>),
      close: async (): Promise<void> => void (atClose = await lastEntry()),
    };
    const result = valueOf(await exportArchive(ARCHIVE, OPTIONS, to, () => undefined).done);
    expect(atClose).toEqual(before);
    const bytes = await new Blob(parts).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(await lastEntry()).toMatchObject({ ended: 'whole', sha256, bytes: bytes.byteLength, sessions: 30 });
    expect(result.sha256).toBe(sha256);
  });

  test('a bag of two sessions holds their records and no others, each where the table says', async () => {
    const trace = madeTrace(0, 50);
    await imported([trace]);
    const { rows } = valueOf(await archive.rows({}, 'start', 7, 2));
    const ids = rows.map(({ id }) => id);
    const { bytes, result } = await exported({ form: 'bagit', select: { ids }, evidence: 'records', ledger: false });
    expect(result.contents.leftOut).toEqual([]);
    const files = bagIn(bytes);
    const table = strFromU8(files['data/documents/excerpts.csv']!).replace('\ufeff', '').trimEnd().split('\r\n');
    const original = new Uint8Array(await trace.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', original));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const seen = new Set<string>();
    for (const row of table.slice(1)) {
      const [path = '', at = '', length = '', , source, offset = '', session = ''] = row.split(',');
      const [from, start] = [Number(at), Number(offset)];
      const excerpt = files[path]!.subarray(from, from + Number(length));
      expect(strFromU8(excerpt)).toBe(strFromU8(original.subarray(start, start + Number(length))));
      expect(source).toBe(sha256);
      seen.add(session);
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    const excerpts = Object.keys(files).filter((name) => name.startsWith('data/excerpts/'));
    expect(excerpts).toHaveLength(1);
    expect(files[excerpts[0]!]!.length).toBeLessThan(original.length / 10);
    expect(Object.keys(files).filter((name) => name.startsWith('data/evidence/'))).toEqual([]);
  });

  test('names every form with the name of its file', async () => {
    const forms = valueOf(await exportForms());
    expect(forms.map(({ id, fileName }) => [id, fileName])).toContainEqual(['bagit', 'bagit.zip']);
    expect(forms).toHaveLength(9);
  });
});
