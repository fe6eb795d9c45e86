/** The key of an archive: random, and kept only as each reviewer's passphrase wraps it. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { keyFrom, newDerivation, randomBytes, type Derivation } from './passphrase.ts';

/** The key under one passphrase. */
export interface WrappedKey {
  /** Of the archive's key: the same for all its reviewers. */
  id: string;
  derivation: Derivation;
  nonce: Uint8Array<ArrayBuffer>;
  /** AES-GCM of the key's 32 bytes, with its tag: whether it opens says whether the passphrase is right. */
  wrapped: Uint8Array<ArrayBuffer>;
}

/** The key itself, for as long as it is being wrapped: `forget` it then. */
export interface BareKey {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What unlocks the archive, for the threads that read and write it. */
export interface HeldKey {
  /** The reviewer who acts. */
  name: string;
  keyId: string;
  /** AES-GCM; it cannot be read. */
  key: CryptoKey;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const ID_BYTES = 16;

export const newKey = (): BareKey => ({ id: bytesToHex(randomBytes(ID_BYTES)), bytes: randomBytes(KEY_BYTES) });

export const forget = ({ bytes }: BareKey): void => void bytes.fill(0);

/** Wrapped for one name, so that nobody can put another's in its place. */
const boundTo = (id: string, name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(utf8ToBytes(`fedlens key 1\n${id}\n${name}`));

export async function wrapKey({ id, bytes }: BareKey, name: string, passphrase: string): Promise<WrappedKey> {
  const derivation = newDerivation();
  const nonce = randomBytes(NONCE_BYTES);
  const wrapping = await keyFrom(passphrase, derivation);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(id, name) };
  return { id, derivation, nonce, wrapped: new Uint8Array(await crypto.subtle.encrypt(algorithm, wrapping, bytes)) };
}

/** null = the passphrase is another one. */
export async function unwrapKey(wrapped: WrappedKey, name: string, passphrase: string): Promise<BareKey | null> {
  const { id, derivation, nonce } = wrapped;
  const wrapping = await keyFrom(passphrase, derivation);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(id, name) };
  try {
    return { id, bytes: new Uint8Array(await crypto.subtle.decrypt(algorithm, wrapping, wrapped.wrapped)) };
  } catch (error) {
    if (isMismatch(error)) return null;
    throw error;
  }
}

/** What was decrypted is not what was encrypted, or the key is another one. */
export const isMismatch = (error: unknown): boolean => error instanceof DOMException && error.name === 'OperationError';

/** What threads hold: it encrypts and decrypts, and nobody can read it. */
export function usableKey({ bytes }: BareKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
