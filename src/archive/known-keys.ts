/** Bits of the filter: 8 MiB. Of 2 million keys, 0.3 % are taken for known that are not. */
const BITS = 2 ** 26;

/**
 * Which ids and join keys may be in the archive (a Bloom filter of two hashes). Most sessions of a log are new, and asking the index for a key
 * that is not there costs 30 µs (measured); never says no of a key that is there.
 */
export class KnownKeys {
  readonly #bits = new Uint8Array(BITS / 8);

  add(key: string): void {
    const [a, b] = hashes(key);
    this.#bits[a >>> 3]! |= 1 << (a & 7);
    this.#bits[b >>> 3]! |= 1 << (b & 7);
  }

  mayHave(key: string): boolean {
    const [a, b] = hashes(key);
    return (this.#bits[a >>> 3]! & (1 << (a & 7))) !== 0 && (this.#bits[b >>> 3]! & (1 << (b & 7))) !== 0;
  }
}

/** Two runs of 32-bit FNV-1a with different seeds and a last mixing step (MurmurHash3's), cut to the filter's bits. */
function hashes(key: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x050c5d1f;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193);
  }
  return [mixed(a) & (BITS - 1), mixed(b) & (BITS - 1)];
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return (whole ^ (whole >>> 16)) >>> 0;
}
