/** Source files of which the archive has purged bytes: whoever gets a bag is told, and takes none for the file itself. */
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { ExportSource } from '../../src/exports/index.ts';
import type { SourceId, SourceReport } from '../../src/model.ts';
import { begunExport } from './exported.ts';

const REPORT = { name: 'edge.log', sha256: 'ab'.repeat(32), bytes: 8, format: 'sipstack', issues: {} } as SourceReport;

async function bagOf(sources: readonly ExportSource[]): Promise<{ files: Map<string, string>; leftOut: object[] }> {
  const { run, written } = begunExport('bagit', sources);
  async function* chunks(): AsyncIterable<Uint8Array> {
    yield new TextEncoder().encode('ab\0\0\0\0gh');
  }
  const access = { open: () => ({ chunks: chunks(), unpacked: false, size: 8 }) };
  const { leftOut } = await run.finish(access, async () => undefined);
  const text = new TextDecoder();
  return { files: new Map([...written].map(([path, bytes]) => [path, text.decode(bytes)])), leftOut };
}

test.each([true, false])('a bag of a source file whose bytes were purged (%s) says so', async (purged) => {
  const { files, leftOut } = await bagOf([{ id: 0 as SourceId, report: REPORT, modified: null, purged }]);
  const table = (files.get('data/documents/evidence.csv') ?? '').replace('\ufeff', '');
  const [row] = Papa.parse<Record<string, string>>(table, { header: true }).data;
  expect(row).toMatchObject({ whole: String(!purged), purged: String(purged) });
  expect(leftOut).toHaveLength(purged ? 1 : 0);
  expect(files.get('README.txt')?.includes('zeros')).toBe(purged);
});
