/** A key from a passphrase: Argon2id (RFC 9106), which makes each guess cost time and memory. */
import { argon2id } from 'hash-wasm';

/** How a passphrase becomes a key. */
export interface Derivation {
  kdf: 'argon2id';
  memoryKiB: number;
  passes: number;
  lanes: number;
  salt: Uint8Array<ArrayBuffer>;
}

/** The second choice of RFC 9106 §4, for memory that is not to be had by the gigabyte. */
const RECOMMENDED = { kdf: 'argon2id', memoryKiB: 64 * 1024, passes: 3, lanes: 4 } as const;
const SALT_BYTES = 16;
/** What a file or a database that was tampered with could ask for at most. */
const MOST_MEMORY_KIB = 1024 * 1024;
const MOST_PASSES = 64;
const MOST_LANES = 64;

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

export const newDerivation = (): Derivation => ({ ...RECOMMENDED, salt: randomBytes(SALT_BYTES) });

/** A key for AES-GCM that never leaves the browser's keeping. @throws RangeError for parameters that nobody would have chosen */
export async function keyFrom(passphrase: string, derivation: Derivation): Promise<CryptoKey> {
  const { kdf, memoryKiB, passes, lanes, salt } = derivation;
  const isSane = memoryKiB <= MOST_MEMORY_KIB && passes <= MOST_PASSES && lanes <= MOST_LANES && salt.length >= 8;
  if ((kdf as string) !== 'argon2id' || !isSane) throw new RangeError('The key cannot be derived: odd parameters.');
  const bytes = await argon2id({
    // The same passphrase, whichever keyboard composed its letters (NIST SP 800-63B, 3.1.1.2).
    password: passphrase.normalize('NFKC'),
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  const own = new Uint8Array(bytes);
  try {
    return await crypto.subtle.importKey('raw', own, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } finally {
    own.fill(0);
    bytes.fill(0);
  }
}
