/**
 * The yardstick: the least that any program does that reads a SIPStack trace in JavaScript. It reads the file 64 KiB at
 * a time, decodes latin1, splits at line breaks, gathers what stands between `$$begin_record` and `$$end_record`, and
 * splits each of those lines at its first colon into a name and a value. It understands nothing, checks nothing and keeps
 * nothing. Run as a process (`split.ts FILE`), so that each measurement begins with a fresh heap; prints a `SplitResult`.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface SplitResult {
  bytes: number;
  records: number;
  headers: number;
  seconds: number;
}

const CHUNK = 64 * 1024;

export function splitFile(path: string): SplitResult {
  const start = performance.now();
  const result: SplitResult = { bytes: 0, records: 0, headers: 0, seconds: 0 };
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let rest = '';
  let record: [name: string, value: string][] | null = null;
  for (;;) {
    const length = readSync(file, buffer, 0, CHUNK, null);
    if (length === 0) break;
    result.bytes += length;
    const lines = (rest + buffer.toString('latin1', 0, length)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (record === null) {
        if (line.includes('$$begin_record')) record = [];
      } else if (line.startsWith('$$end_record')) {
        result.records++;
        result.headers += record.length;
        record = null;
      } else {
        const colon = line.indexOf(':');
        if (colon > 0) record.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
      }
    }
  }
  closeSync(file);
  result.seconds = (performance.now() - start) / 1000;
  return result;
}

if (process.argv[1] === import.meta.filename) {
  console.log(JSON.stringify(splitFile(process.argv[2] ?? '')));
}
