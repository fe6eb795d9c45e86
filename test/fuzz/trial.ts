/** One mutated input and what must hold of it. All of it follows from one number. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
  /** Read again in pieces of so many bytes: the same must come out. */
  steps: readonly number[];
}

const STEPS = [1, 7, 100, 1000, 65_535];

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
  const small = bytes.length < 20_000;
  const steps = chance.happens(0.15) ? [chance.pick(small ? STEPS : STEPS.slice(3))] : [];
  return { seed, about, bytes, format, steps };
}

/** A kept file again, in several sizes of pieces. */
export function trialOfFile(path: string): Trial {
  return { seed: 0, about: path, bytes: new Uint8Array(readFileSync(path)), format: null, steps: STEPS };
}

/**
 * @param slowness how much longer than on the machine that it is meant for it may take
 * @returns what is wrong with how it was read; null = nothing
 */
export async function faultOf({ bytes, format, steps }: Trial, slowness = 1): Promise<string | null> {
  try {
    const began = process.cpuUsage();
    const whole = await read(bytes, format, 65_536);
    const { user, system } = process.cpuUsage(began);
    const fault = faultIn(whole) ?? (await faultInTime(whole, { bytes, format }, (user + system) / 1000, slowness));
    if (fault !== null) return fault;
    for (const step of steps) {
      const cut = await read(bytes, format, step);
      if (JSON.stringify(cut) === JSON.stringify(whole)) continue;
      return `other results in pieces of ${step} bytes: ${difference(whole, cut)}`;
    }
    return null;
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
async function faultInTime(
  { reports }: Read,
  { bytes, format }: Pick<Trial, 'bytes' | 'format'>,
  first: number,
  slowness: number,
): Promise<string | null> {
  const unpacked = reports.reduce((sum, report) => sum + (report?.bytes ?? 0), 0);
  const most = Math.max(MS_AT_LEAST, (unpacked / 1e6) * MS_PER_MB) * slowness;
  let least = first;
  for (let times = 0; times < 2 && least > most; times += 1) {
    const began = process.cpuUsage();
    await read(bytes, format, 65_536);
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least > most ? `${least.toFixed(0)} ms of CPU for ${unpacked} bytes` : null;
}

function difference(whole: Read, cut: Read): string {
  const [a, b] = [whole, cut].map((one) => [...one.reports.map((report) => JSON.stringify(report)), ...one.lines]);
  const at = a?.findIndex((line, index) => line !== b?.[index]) ?? -1;
  return `\n  ${a?.[at]?.slice(0, 1500)}\n  ${b?.[at]?.slice(0, 1500)}`;
}
