/** Every file of the corpus and of the fixtures through the whole pipeline: nothing throws, every byte is accounted for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileOf, imported } from '../pipeline/files.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const DEMONSTRATION = resolve(import.meta.dirname, '../../public');

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function accountOf(bytes: Uint8Array, chunk: number) {
  const { result, lines } = await imported([fileOf(bytes, { chunk })]);
  return { reports: result.files.map(({ report }) => report!), lines };
}

async function checkLedger(path: string): Promise<void> {
  const bytes = readFileSync(path);
  const { reports, lines } = await accountOf(bytes, 65_536);
  for (const { explainedBytes, skippedBytes, bytes: size, issues } of reports) {
    expect(explainedBytes + skippedBytes).toBe(size);
    expect(issues).not.toHaveProperty('bytes-unaccounted');
    // What is skipped is skipped for a reason.
    expect(skippedBytes === 0 || Object.keys(issues).length > 0).toBe(true);
  }
  if (reports.length === 1 && bytes[0] !== 0x1f) expect(reports[0]?.bytes).toBe(bytes.length);
  const cut = await accountOf(bytes, bytes.length < 100_000 ? 7 : 4099);
  expect(cut).toEqual({ reports, lines });
}

describe.each([
  ['corpus', CORPUS],
  ['fixtures', FIXTURES],
  ['demonstration', DEMONSTRATION],
])('the ledger of the %s (skipped where it is absent)', (_, folder) => {
  const files = filesUnder(folder);
  test.skipIf(files.length === 0).each(files.length === 0 ? [''] : files)(
    '%s: explained + skipped = size',
    (file) => checkLedger(join(folder, file)),
    60_000,
  );
});

describe.skipIf(!existsSync(CORPUS))(`the corpus${existsSync(CORPUS) ? '' : ` (none at ${CORPUS})`}`, () => {
  test('holds no capture that tshark was not asked about', () => {
    const known = JSON.parse(readFileSync(join(CORPUS, 'captures/tshark.json'), 'utf8')) as object;
    const captures = filesUnder(join(CORPUS, 'captures')).filter((name) => name !== 'tshark.json');
    expect(captures).toEqual(Object.keys(known).sort());
  });
});
