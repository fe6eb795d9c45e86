import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/model.ts';
import { EMPTY_LEDGER, linked } from '../../src/archive/ledger-chain.ts';
import { ledgerLines } from '../../src/archive/ledger-file.ts';
import { isLedger, verifyLedger } from '../../src/cli/verify-ledger.ts';

const SCRIPT = resolve(import.meta.dirname, '../../public/verify-ledger.mjs');
const folder = mkdtempSync(join(tmpdir(), 'fedlens-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entries: LedgerRecord[] = [];
for (const [action, payload] of [
  ['import', { files: ['edge.log'], sessions: 12 }],
  ['decision', { disposition: 'violation', note: 'größer — 𝄞' }],
  ['hold', { who: 'Ada', why: 'matter 7' }],
  ['release', null],
] as const) {
  const last = entries.at(-1);
  const anchor = last === undefined ? EMPTY_LEDGER : { count: last.seq, head: last.hash };
  const time = `2026-11-21T10:00:0${entries.length}.000Z`;
  entries.push(linked(anchor, { time, actor: 'Ada', action, subject: 'archive', payload }));
}

async function textOf(records: LedgerRecord[]): Promise<string> {
  let text = '';
  const batches = (async function* () {
    yield records.slice(0, 2);
    yield records.slice(2);
  })();
  for await (const lines of ledgerLines(batches)) text += lines;
  return text;
}

/** What program and script say. */
async function said(
  text: string,
  ...anchor: string[]
): Promise<{ program: string | null; script: string; status: number | null }> {
  const path = join(folder, 'ledger.ndjson');
  writeFileSync(path, text);
  const { stdout, status } = spawnSync(process.execPath, [SCRIPT, path, ...anchor], { encoding: 'utf8' });
  return { program: (await verifyLedger(path)).fault, script: stdout.trim(), status };
}

test('the script has fewer than 100 lines and needs nothing but Node', () => {
  const text = readFileSync(SCRIPT, 'utf8');
  expect(text.split('\n').length).toBeLessThan(100);
  expect([...text.matchAll(/from '([^']+)'/g)].every(([, name]) => name?.startsWith('node:'))).toBe(true);
});

test('an exported ledger fits, for the program and for the script', async () => {
  const text = await textOf(entries);
  expect(isLedger(new TextEncoder().encode(text))).toBe(true);
  const { program, script, status } = await said(text, `4:${entries[3]?.hash}`);
  expect({ program, status }).toEqual({ program: null, status: 0 });
  expect(script).toBe(`Ledger verified: 4 entries, head ${entries[3]?.hash}`);
});

test('an entry whose payload was erased leaves the chain whole', async () => {
  const { payload: _gone, ...bare } = entries[1]!;
  expect(await said(await textOf(entries.with(1, bare)))).toMatchObject({ program: null, status: 0 });
});

describe('a ledger that was tampered with is refused by both:', () => {
  const lines = async (change: (lines: string[]) => string[]): Promise<string> =>
    change((await textOf(entries)).trimEnd().split('\n')).join('\n') + '\n';

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a changed actor', (all) => all.with(2, all[2]!.replace('Ada', 'Bob')), /entry 2 was changed/i],
    ['a changed payload', (all) => all.with(2, all[2]!.replace('violation', 'compliant')), /payload of .*entry 2/i],
    ['a deleted entry', (all) => all.toSpliced(2, 1), /entry 2 is missing/i],
    ['swapped entries', (all) => all.with(2, all[3]!).with(3, all[2]!), /entry 2 is missing/i],
    ['a cut tail', (all) => all.slice(0, -2), /cut off/],
    ['a cut entry before the anchor', (all) => all.toSpliced(-2, 1), /ends at entry 3/],
    ['half a line', (all) => [...all.slice(0, -1), all.at(-1)!.slice(0, 9)], /cut off/],
    ['lines behind the end', (all) => [...all, all[1]!], /behind the end/],
    ['another file', () => ['{"type":"session"}'], /ledger of a known version/],
  ])('%s', async (_, change, why) => {
    const { program, script, status } = await said(await lines(change));
    expect(program).toMatch(why);
    expect(script).toMatch(why);
    expect(status).toBe(1);
  });

  test('one that is whole, and shorter than its anchor elsewhere', async () => {
    const { script, status } = await said(await textOf(entries.slice(0, 3)), `4:${entries[3]?.hash}`);
    expect({ script, status }).toEqual({ script: 'Does not fit: entries 4 to 4 were cut off', status: 1 });
  });
});
