/** `fedlens verify` of a bag: a folder, or a ZIP or tar archive of one. */
import { createHash, getHashes } from 'node:crypto';
import { statSync } from 'node:fs';
import { verifyBag, type BagFiles } from '../exports/index.ts';
import type { ImportFile } from '../pipeline.ts';
import { expanded } from '../pipeline/expansion.ts';
import { filesAt } from './files.ts';

/**
 * The files of the bag at the path; null = there is none.
 * @throws what the file system throws
 */
export async function bagAt(path: string): Promise<BagFiles | null> {
  const files = filesAt(path);
  if (statSync(path).isDirectory()) return bagOf(files);
  const [file] = files;
  return file === undefined ? null : bagOf((await expanded(file, async () => undefined)) ?? []);
}

/** Where `bagit.txt` lies, the bag begins: mostly at the top, or in a folder of an archive. */
function bagOf(files: readonly ImportFile[]): BagFiles | null {
  const declared = files.filter(({ name }) => /(^|\/)bagit\.txt$/.test(name)).map(({ name }) => name);
  const [first] = declared.sort((a, b) => a.length - b.length);
  if (first === undefined) return null;
  const base = first.slice(0, -'bagit.txt'.length);
  const within = files.filter(({ name }) => name.startsWith(base));
  const byPath = new Map(within.map((file) => [file.name.slice(base.length), file]));
  return {
    paths: [...byPath.keys()],
    async *read(path) {
      const file = byPath.get(path);
      if (file === undefined) throw new RangeError('There is no such file.');
      yield* file.chunks();
    },
  };
}

/** @returns a sentence on the bag; `fits` false = it names the first thing that does not */
export async function checkBag(bag: BagFiles): Promise<{ fits: boolean; sentence: string }> {
  const { fault, files, bytes } = await verifyBag(bag, newHash);
  if (fault === null) return { fits: true, sentence: `Bag verified: ${files} files, ${bytes} bytes` };
  return { fits: false, sentence: `${fault.path === null ? '' : `${fault.path}: `}${fault.message}` };
}

const KNOWN = new Set(getHashes());

function newHash(algorithm: string) {
  if (!KNOWN.has(algorithm)) return null;
  const hash = createHash(algorithm);
  return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
