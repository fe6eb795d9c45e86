/** One mutated input and what must hold of it. All of it follows from one number. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS, runImport, type ImportFile } from '../../src/pipeline.ts';
import { Chance } from '../demonstration/chance.ts';
import { fileOf, linesOf, settings, TestStore } from '../pipeline/files.ts';
import type { Input } from './inputs.ts';
import { MOST, MUTATION_NAMES, MUTATIONS, packed } from './mutations.ts';

/** CPU time that a megabyte may take, ms; and what any input may take, which covers a first run of cold code. */
const MS_PER_MB = 1000;
const MS_AT_LEAST = 400;

export interface Trial {
  seed: number;
  /** What was done to which input. */
  about: string;
  bytes: Uint8Array;
  /** Reads it as this format, whatever it is; null = as it is found. */
  format: string | null;
  chance: Chance;
}

export function trialOf(inputs: readonly Input[], seed: number): Trial {
  const chance = new Chance(Math.imul(seed, 0x9e3779b1));
  const input = chance.pick(inputs);
  const other = (): Uint8Array => chance.pick(inputs).bytes;
  let { bytes } = input;
  const done: string[] = [];
  for (let times = chance.between(1, 4); times > 0; times -= 1) {
    const name = chance.pick(MUTATION_NAMES);
    bytes = (MUTATIONS[name]?.(bytes, chance, other) ?? bytes).subarray(0, MOST);
    done.push(name);
  }
  if (chance.happens(0.1)) {
    bytes = packed(bytes, chance);
    done.push('pack');
  }
  const format = chance.happens(0.08) ? chance.pick(FORMATS).id : null;
  const about = `${input.name} (${done.join(', ')}${format === null ? '' : `, as ${format}`}; ${bytes.length} bytes)`;
  return { seed, about, bytes, format, chance };
}

/** @returns what is wrong with how it was read; null = nothing */
export async function faultOf({ bytes, format, chance }: Trial): Promise<string | null> {
  try {
    const began = process.cpuUsage();
    const whole = await read(bytes, format, 65_536);
    const { user, system } = process.cpuUsage(began);
    const fault = faultIn(whole) ?? (await faultInTime(bytes, format, (user + system) / 1000));
    if (fault !== null) return fault;
    if (!chance.happens(0.15)) return null;
    const step = chance.pick(bytes.length < 20_000 ? [1, 2, 7, 100] : [1000, 65_535]);
    const cut = await read(bytes, format, step);
    return JSON.stringify(cut) === JSON.stringify(whole)
      ? null
      : `other results in pieces of ${step} bytes: ${difference(whole, cut)}`;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Where the input lies for whoever looks into it. */
export function keep({ seed, bytes }: Trial): string {
  const path = join(mkdtempSync(join(tmpdir(), 'fedlens-fuzz-')), `seed-${seed}`);
  writeFileSync(path, bytes);
  return path;
}

type Read = Awaited<ReturnType<typeof read>>;

async function read(bytes: Uint8Array, format: string | null, chunk: number) {
  const store = new TestStore();
  try {
    const choice = format === null ? null : { format, encoding: null, timeZone: null, modified: null };
    const file: ImportFile = { ...fileOf(bytes, { chunk }), range: async (from, to) => bytes.slice(from, to) };
    const { files } = await runImport([file], store, { ...settings(), evidence: false, choice });
    return { reports: files.map(({ report }) => report), lines: await linesOf(store) };
  } finally {
    store.close();
  }
}

function faultIn({ reports, lines }: Read): string | null {
  for (const line of lines) JSON.parse(line);
  if (reports.length === 0) return 'no row for it';
  for (const report of reports) {
    if (report === null) return 'a row without a report';
    const { explainedBytes, skippedBytes, issues } = report;
    if (explainedBytes < 0 || skippedBytes < 0) return `explained ${explainedBytes}, skipped ${skippedBytes}`;
    if (explainedBytes + skippedBytes !== report.bytes && report.duplicateOf === undefined) {
      return `explained ${explainedBytes} + skipped ${skippedBytes} is not ${report.bytes}`;
    }
    if ('bytes-unaccounted' in issues)
      return `${report.format}: bytes-unaccounted ${JSON.stringify(issues['bytes-unaccounted'])}`;
    for (const [code, { places }] of Object.entries(issues)) {
      const wrong = places.find(
        ({ offset, length }) => !(offset >= 0 && length >= 0 && offset + length <= report.bytes),
      );
      if (wrong !== undefined) return `${report.format}: ${code} at ${JSON.stringify(wrong)} of ${report.bytes}`;
    }
  }
  return null;
}

/** What was slow once may have met a busy machine or cold code: the best of three counts. */
async function faultInTime(bytes: Uint8Array, format: string | null, first: number): Promise<string | null> {
  const most = Math.max(MS_AT_LEAST, (bytes.length / 1e6) * MS_PER_MB);
  let least = first;
  for (let times = 0; times < 2 && least > most; times += 1) {
    const began = process.cpuUsage();
    await read(bytes, format, 65_536);
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least > most ? `${least.toFixed(0)} ms of CPU for ${bytes.length} bytes` : null;
}

function difference(whole: Read, cut: Read): string {
  const [a, b] = [whole, cut].map((one) => [...one.reports.map((report) => JSON.stringify(report)), ...one.lines]);
  const at = a?.findIndex((line, index) => line !== b?.[index]) ?? -1;
  return `\n  ${a?.[at]?.slice(0, 1500)}\n  ${b?.[at]?.slice(0, 1500)}`;
}
