/** What a form keeps of sessions that are written: nothing that grows with them, whatever their number. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { exportForm, ExportRun, EXPORTS, type ExportFolder, type ExportForm } from '../../src/exports/index.ts';
import type { EpochMs, JudgedSession, SourceReport } from '../../src/model.ts';
import { madeSession, SOURCE } from '../archive/made.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const FEW = 500;
const MANY = 2_000;
/** Of what is asked for at the end: where the records of the sessions lie in their sources, some numbers each. */
const PLACES = 400;
const KEPT: Readonly<Partial<Record<string, number>>> = { pcap: PLACES, 'bagit records': PLACES };
/** What collections leave lying about; a session that stays takes thousands of bytes. */
const NOISE = 300;

const nowhere: ExportFolder = { open: () => ({ write: () => undefined, end: () => undefined }) };

function runOf(form: ExportForm, evidence: 'none' | 'records'): ExportRun {
  const report = { name: 'a.pcap', sha256: 'ab'.repeat(32), bytes: 1e9, format: 'pcap' } as SourceReport;
  const context = {
    program: 'Fedlens test',
    made: 0 as EpochMs,
    selection: 'all',
    held: null,
    organisation: null,
    sources: [{ id: SOURCE, report, modified: null, purged: false }],
    documents: [],
    content: true,
    evidence,
    redaction: null,
    mailPer: 'conversation' as const,
    inside: [exportForm('html')],
    seconds: () => 0,
    newHash: () => ({ update: () => undefined, hex: () => 'ab'.repeat(32) }),
  };
  return new ExportRun(form, context, nowhere);
}

/** Bytes in use when nothing more can be collected. */
function inUse(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

// Tables that are made once, and code that is compiled, are not of the sessions.
beforeAll(() => {
  for (const form of EXPORTS) {
    const run = runOf(form, 'records');
    for (let number = 0; number < 200; number++) run.session(madeSession(number));
  }
});

const CASES: [string, ExportForm, 'none' | 'records'][] = [
  ...EXPORTS.map((form): [string, ExportForm, 'none'] => [form.id, form, 'none']),
  ['bagit records', exportForm('bagit'), 'records'],
];

/** Bytes that each session more leaves behind. */
function keptOf(form: ExportForm, evidence: 'none' | 'records'): number {
  const run = runOf(form, evidence);
  let number = 0;
  const upTo = (last: number): number => {
    for (; number < last; number++) run.session(madeSession(number));
    return inUse();
  };
  const few = upTo(FEW);
  const many = upTo(MANY);
  // It is still being written: what it keeps was not let go before it was measured.
  run.session(madeSession(number));
  return (many - few) / (MANY - FEW);
}

test.each(CASES)('%s keeps nothing of each session', { timeout: 60_000 }, (name, form, evidence) => {
  expect(keptOf(form, evidence)).toBeLessThan(NOISE + (KEPT[name] ?? 0));
});

test('a form that kept its sessions would be found', { timeout: 60_000 }, () => {
  const keeping: ExportForm = {
    ...exportForm('ndjson'),
    open() {
      const kept: JudgedSession[] = [];
      return { session: (judged) => void kept.push(judged), end: () => kept.splice(0) };
    },
  };
  expect(keptOf(keeping, 'none')).toBeGreaterThan(5 * NOISE);
});
