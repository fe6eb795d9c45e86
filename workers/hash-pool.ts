import { createSHA256, createSHA512, type IHasher } from 'hash-wasm';
import type { Hash, HashAlgorithm } from '../src/exports/index.ts';

/** Files that a bag hashes at once: its manifests are open as long as its payload. */
const EACH = 8;

/** Hashes in WebAssembly, loaded beforehand: it cannot be loaded in the middle of a file. */
export class HashPool {
  readonly #free: Record<HashAlgorithm, IHasher[]>;

  private constructor(free: Record<HashAlgorithm, IHasher[]>) {
    this.#free = free;
  }

  static async open(): Promise<HashPool> {
    const each = <T>(make: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: EACH }, make));
    return new HashPool({ sha256: await each(createSHA256), sha512: await each(createSHA512) });
  }

  /** One that is not of the pool. */
  async streaming(): Promise<Hash> {
    const hasher = (await createSHA256()).init();
    return { update: (bytes) => void hasher.update(bytes), hex: () => hasher.digest() };
  }

  take(algorithm: HashAlgorithm): Hash {
    const free = this.#free[algorithm];
    const hasher = free.pop();
    if (hasher === undefined) throw new Error(`More than ${EACH} files are hashed at once`);
    hasher.init();
    return {
      update: (bytes) => void hasher.update(bytes),
      hex: () => {
        free.push(hasher);
        return hasher.digest();
      },
    };
  }
}
