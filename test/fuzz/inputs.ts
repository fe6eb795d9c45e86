/** Real inputs of every format, to be mutated: what the formats themselves show, the demonstration, fixtures, the corpus. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { FORMATS } from '../../src/pipeline.ts';

export interface Input {
  name: string;
  bytes: Uint8Array;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(ROOT, '../shared/corpus');
/** What is longer gives its beginning: a mutation anywhere in it is as likely to matter, and takes less time. */
const MOST = 128 * 1024;

/** In an order that does not depend on the machine, so that a seed means the same everywhere (with the same corpus). */
export function realInputs(): Input[] {
  const samples = FORMATS.flatMap(({ id, samples: own }) =>
    own.map(({ title, head }) => ({
      name: `${id}: ${title}`,
      bytes: typeof head === 'string' ? new TextEncoder().encode(head) : head,
    })),
  );
  const folders = [join(ROOT, 'public'), join(ROOT, 'test/fixtures'), CORPUS];
  return [...samples, ...folders.flatMap(filesUnder)].filter(({ bytes }) => bytes.length > 0);
}

function filesUnder(folder: string): Input[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(png|svg|py|pem|tsv|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(folder, path), bytes: new Uint8Array(readFileSync(path)).subarray(0, MOST) }));
}
