/** Checks a bag (RFC 8493 §3) and names the first thing that does not fit. */
import type { Hash } from './form.ts';

/** A bag where it lies. */
export interface BagFiles {
  /** Paths of all files in it, divided by `/`, in any order. */
  paths: readonly string[];
  /** Chunks are valid until the next is asked for. May throw: the file cannot be read. */
  read(path: string): AsyncIterable<Uint8Array>;
}

export interface BagFault {
  /** null = the bag as a whole. */
  path: string | null;
  /** A sentence. */
  message: string;
}

export interface BagReport {
  /** null = it is complete and valid. */
  fault: BagFault | null;
  /** Payload files whose digests were compared, and their bytes. */
  files: number;
  bytes: number;
}

/** By name as in a manifest's file name; null = an algorithm that is not known. */
export type NewHash = (algorithm: string) => Hash | null;

const MANIFEST = /^(tag)?manifest-([a-z0-9]+)\.txt$/;
const DECLARATION = /^BagIt-Version: (\d+\.\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: (\S+)\s*$/;

interface Manifest {
  name: string;
  algorithm: string;
  /** Digest by path. */
  digests: Map<string, string>;
}

export async function verifyBag(bag: BagFiles, newHash: NewHash): Promise<BagReport> {
  const report: BagReport = { fault: null, files: 0, bytes: 0 };
  try {
    await new BagCheck(bag, newHash, report).run();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    report.fault = error.fault;
  }
  return report;
}

/** Leaves the check at the first fault. */
class Misfit extends Error {
  override name = 'Misfit';
  readonly fault: BagFault;

  constructor(path: string | null, message: string) {
    super(message);
    this.fault = { path, message };
  }
}

class BagCheck {
  readonly #bag: BagFiles;
  readonly #newHash: NewHash;
  readonly #report: BagReport;
  readonly #there: ReadonlySet<string>;
  /** Paths by their composed form: file systems and programs differ in it (RFC 8493 §5.2, Unicode normalisation). */
  readonly #composed: ReadonlyMap<string, string>;

  constructor(bag: BagFiles, newHash: NewHash, report: BagReport) {
    this.#bag = bag;
    this.#newHash = newHash;
    this.#report = report;
    this.#there = new Set(bag.paths);
    this.#composed = new Map(bag.paths.map((path) => [path.normalize('NFC'), path]));
  }

  async run(): Promise<void> {
    await this.#declaration();
    const manifests = await this.#manifests();
    const payload = manifests.filter(({ name }) => !name.startsWith('tag'));
    if (payload.length === 0) throw new Misfit(null, 'There is no manifest of the payload.');
    await this.#fetched();
    this.#complete(payload);
    for (const manifest of manifests) this.#listedFilesAreThere(manifest);
    await this.#oxum(payload[0]!);
    // What stands in the tag manifests vouches for the rest: it is compared first.
    await this.#compare(
      manifests.filter(({ name }) => name.startsWith('tag')),
      false,
    );
    await this.#compare(payload, true);
  }

  async #declaration(): Promise<void> {
    if (!this.#there.has('bagit.txt')) throw new Misfit('bagit.txt', 'It is missing: this is no bag.');
    const match = DECLARATION.exec(await this.#text('bagit.txt'));
    if (match === null) throw new Misfit('bagit.txt', 'It does not declare a version and an encoding.');
    if (!/^utf-?8$/i.test(match[2] ?? '')) throw new Misfit('bagit.txt', `The encoding ${match[2]} is not read.`);
  }

  async #manifests(): Promise<Manifest[]> {
    const manifests: Manifest[] = [];
    for (const name of [...this.#there].sort()) {
      const algorithm = MANIFEST.exec(name)?.[2];
      if (algorithm === undefined) continue;
      if (this.#newHash(algorithm) === null) continue;
      manifests.push({ name, algorithm, digests: await this.#digests(name) });
    }
    return manifests;
  }

  async #digests(name: string): Promise<Map<string, string>> {
    const digests = new Map<string, string>();
    for (const line of (await this.#text(name)).split(/\r\n|\r|\n/)) {
      if (line.trim() === '') continue;
      const match = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/.exec(line);
      if (match === null) throw new Misfit(name, `A line is no digest and path: ${line.slice(0, 80)}`);
      const path = pathOf(match[2] ?? '');
      const isPayload = path.startsWith('data/');
      if (path.split('/').includes('..') || path.startsWith('/') || isPayload === name.startsWith('tag')) {
        throw new Misfit(name, `It names a path that does not belong in it: ${path}`);
      }
      const before = digests.get(path);
      const digest = (match[1] ?? '').toLowerCase();
      if (before !== undefined && before !== digest) throw new Misfit(path, `${name} has two digests of it.`);
      digests.set(path, digest);
    }
    return digests;
  }

  /** fetch.txt names files that were not sent along: then the bag is not complete before they are fetched. */
  async #fetched(): Promise<void> {
    if (!this.#there.has('fetch.txt')) return;
    for (const line of (await this.#text('fetch.txt')).split(/\r\n|\r|\n/)) {
      const path = /^\S+\s+\S+\s+(.+)$/.exec(line)?.[1];
      if (path !== undefined && this.#find(pathOf(path)) === null) {
        throw new Misfit(pathOf(path), 'It has to be fetched from elsewhere and is not there.');
      }
    }
  }

  /** Each payload file stands in each payload manifest. */
  #complete(manifests: readonly Manifest[]): void {
    for (const path of [...this.#there].sort()) {
      if (!path.startsWith('data/')) continue;
      for (const { name, digests } of manifests) {
        if (!digests.has(path) && !digests.has(path.normalize('NFC')) && !digests.has(path.normalize('NFD'))) {
          throw new Misfit(path, `It is not in ${name}.`);
        }
      }
    }
  }

  #listedFilesAreThere({ name, digests }: Manifest): void {
    for (const path of digests.keys()) {
      if (this.#find(path) === null) throw new Misfit(path, `It is in ${name}, and missing.`);
    }
  }

  /** Payload-Oxum: bytes and files of the payload, told beforehand. The bytes are compared when they are read. */
  async #oxum({ digests }: Manifest): Promise<void> {
    const told = await this.#toldOxum();
    if (told !== null && told.files !== digests.size) {
      throw new Misfit('bag-info.txt', `Payload-Oxum tells ${told.files} files, and there are ${digests.size}.`);
    }
  }

  async #toldOxum(): Promise<{ bytes: number; files: number } | null> {
    if (!this.#there.has('bag-info.txt')) return null;
    const match = /^payload-oxum\s*:\s*(\d+)\.(\d+)\s*$/im.exec(await this.#text('bag-info.txt'));
    return match === null ? null : { bytes: Number(match[1]), files: Number(match[2]) };
  }

  /** Reads each file once, whatever the number of manifests. */
  async #compare(manifests: readonly Manifest[], isPayload: boolean): Promise<void> {
    const paths = new Set(manifests.flatMap(({ digests }) => [...digests.keys()]));
    let bytes = 0;
    for (const path of paths) {
      const wanted = manifests.flatMap(({ name, algorithm, digests }) => {
        const digest = digests.get(path);
        const hash = this.#newHash(algorithm);
        return digest === undefined || hash === null ? [] : [{ name, digest, hash }];
      });
      for await (const chunk of this.#chunks(this.#find(path) ?? path)) {
        for (const { hash } of wanted) hash.update(chunk);
        bytes += chunk.length;
      }
      for (const { name, digest, hash } of wanted) {
        if (hash.hex() !== digest) throw new Misfit(path, `It has changed: its digest is not that of ${name}.`);
      }
      if (isPayload) this.#report.files++;
    }
    if (!isPayload) return;
    this.#report.bytes = bytes;
    const told = await this.#toldOxum();
    if (told !== null && told.bytes !== bytes) {
      throw new Misfit('bag-info.txt', `Payload-Oxum tells ${told.bytes} bytes, and there are ${bytes}.`);
    }
  }

  #find(path: string): string | null {
    return this.#there.has(path) ? path : (this.#composed.get(path.normalize('NFC')) ?? null);
  }

  async *#chunks(path: string): AsyncIterable<Uint8Array> {
    try {
      yield* this.#bag.read(path);
    } catch (error) {
      throw new Misfit(path, `It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #text(path: string): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.#chunks(path)) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }
}

/** Line breaks and the percent sign are escaped in manifests (RFC 8493 §2.1.3). */
function pathOf(written: string): string {
  return written
    .trim()
    .replace(/^\.\//, '')
    .replace(/%(0a|0d|25)/gi, (escape) => decodeURIComponent(escape));
}
