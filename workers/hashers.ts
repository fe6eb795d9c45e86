import { createSHA256 } from 'hash-wasm';
import type { Hasher } from '../src/pipeline.ts';

/** One at a time: the files are read one after the other, and WebAssembly cannot be loaded in the middle of a loop. */
export async function openHashers(): Promise<() => Hasher> {
  const sha256 = await createSHA256();
  let last = 0;
  return () => {
    const number = ++last;
    sha256.init();
    const own = (): typeof sha256 => {
      if (number !== last) throw new Error('A file is hashed while another one is');
      return sha256;
    };
    return { update: (bytes) => void own().update(bytes), hex: () => own().digest() };
  };
}
