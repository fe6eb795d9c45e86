/** The files of a bag, hashed as they are written (RFC 8493 §2). */
import type { ExportContext, ExportFile, ExportFolder, Hash, HashAlgorithm } from './form.ts';
import { isoTime } from './session-line.ts';
import { TextFile, writeText } from './text-file.ts';

const ALGORITHMS: readonly HashAlgorithm[] = ['sha256', 'sha512'];

interface TagFile {
  name: string;
  text: string;
}

export class BagFolder {
  readonly #folder: ExportFolder;
  readonly #context: ExportContext;
  /** One for each algorithm; written while the payload is: a hundred thousand lines need not be kept. */
  readonly #manifests: { algorithm: HashAlgorithm; file: TextFile }[];
  /** Lines of the tag manifests, by algorithm. */
  readonly #tags = new Map<HashAlgorithm, string[]>(ALGORITHMS.map((algorithm) => [algorithm, []]));
  #files = 0;
  #bytes = 0;

  constructor(folder: ExportFolder, context: ExportContext) {
    this.#folder = folder;
    this.#context = context;
    this.#manifests = ALGORITHMS.map((algorithm) => {
      const file = this.#tagFile(`manifest-${algorithm}.txt`);
      return { algorithm, file: new TextFile(file) };
    });
  }

  /** A folder within `data/`. */
  payload(within: string): ExportFolder {
    return {
      open: (path, modified) => {
        const full = `data/${within}${path}`;
        return this.#hashed(this.#folder.open(full, modified), (digests, length) => {
          this.#files++;
          this.#bytes += length;
          for (const { algorithm, file } of this.#manifests) file.write(`${digests.get(algorithm) ?? ''}  ${full}\n`);
        });
      },
    };
  }

  /** @param further tag files beside those that every bag has */
  end(further: readonly TagFile[]): void {
    for (const { file } of this.#manifests) file.end();
    const tags = [
      { name: 'bagit.txt', text: 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' },
      { name: 'bag-info.txt', text: this.#bagInfo() },
      ...further,
    ];
    for (const { name, text } of tags) writeText(this.#tagFile(name), text);
    // Tag manifests stand in no manifest.
    for (const [algorithm, lines] of this.#tags) {
      writeText(this.#folder.open(`tagmanifest-${algorithm}.txt`), lines.join(''));
    }
  }

  #bagInfo(): string {
    const { program, made, selection, organisation } = this.#context;
    const day = (isoTime(made) ?? '').slice(0, 10);
    const fields: [string, string | null][] = [
      ['Source-Organization', organisation?.name ?? null],
      ['External-Description', selection],
      ['Bagging-Date', day],
      ['Bag-Software-Agent', program],
      ['Payload-Oxum', `${this.#bytes}.${this.#files}`],
    ];
    return fields.flatMap(([name, value]) => (value === null ? [] : `${name}: ${oneLine(value)}\n`)).join('');
  }

  #tagFile(name: string): ExportFile {
    return this.#hashed(this.#folder.open(name), (digests) => {
      for (const [algorithm, lines] of this.#tags) lines.push(`${digests.get(algorithm) ?? ''}  ${name}\n`);
    });
  }

  #hashed(file: ExportFile, ended: (digests: Map<HashAlgorithm, string>, length: number) => void): ExportFile {
    const hashes: [HashAlgorithm, Hash][] = ALGORITHMS.map((algorithm) => [
      algorithm,
      this.#context.newHash(algorithm),
    ]);
    let length = 0;
    return {
      write(bytes) {
        for (const [, hash] of hashes) hash.update(bytes);
        length += bytes.length;
        file.write(bytes);
      },
      end() {
        file.end();
        ended(new Map(hashes.map(([algorithm, hash]) => [algorithm, hash.hex()])), length);
      },
    };
  }
}

/** A line break in a value must be followed by white space (RFC 8493 §2.2.2): there is none. */
function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}
