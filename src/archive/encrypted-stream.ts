/**
 * A stream of bytes under a passphrase of its own: chunks of AES-256-GCM with the chunk's number as nonce and a mark on the last one, so
 * that a chunk that is changed, moved, repeated or missing, and an end that is cut off, do not open. The key is made from the passphrase
 * and a random salt (Argon2id), so that no nonce is used twice under one key. As in STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015).
 *
 *     "FEDLENSENC1\n", salt (16), memory in KiB, passes, lanes (32 bits each, little endian), then for each chunk
 *     its length with tag (32 bits, little endian) and its bytes
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { reason, ENCRYPTED_BACKUP } from '../model.ts';
import { isMismatch } from './archive-key.ts';
import { keyFrom, newDerivation, type Derivation } from './passphrase.ts';
import { Refusal } from './refusals.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = new Uint8Array(utf8ToBytes(ENCRYPTED_BACKUP));
const SALT_BYTES = 16;
const HEAD_BYTES = MAGIC.length + SALT_BYTES + 12;
/** Of plain bytes in a chunk; only the last is shorter. */
const CHUNK = 1 << 20;
const TAG_BYTES = 16;

/** Does the file begin as an encrypted backup does? @param head its first bytes, 16 or more */
export const isEncrypted = (head: Uint8Array): boolean => MAGIC.every((byte, index) => head[index] === byte);

export function encryptedStream(passphrase: string): TransformStream<Bytes, Bytes> {
  let key: CryptoKey;
  const cutter = new Cutter();
  let number = 0;
  type Out = TransformStreamDefaultController<Bytes>;
  const give = async (plain: Bytes, isLast: boolean, out: Out): Promise<void> => {
    const hidden = new Uint8Array(await crypto.subtle.encrypt(chunkAlgorithm(number++, isLast), key, plain));
    out.enqueue(lengthOf(hidden.length));
    out.enqueue(hidden);
  };
  return new TransformStream<Bytes, Bytes>({
    async start(out) {
      const derivation = newDerivation();
      key = await keyFrom(passphrase, derivation);
      out.enqueue(headOf(derivation));
    },
    async transform(bytes, out) {
      cutter.add(bytes);
      // One chunk is held back: whether it is the last is known at the end.
      while (cutter.length > CHUNK) await give(cutter.take(CHUNK), false, out);
    },
    async flush(out) {
      await give(cutter.take(cutter.length), true, out);
    },
  });
}

/** The stream fails with a Refusal where the passphrase is wrong, or the file was changed or cut off. */
export function decryptedStream(passphrase: string): TransformStream<Bytes, Bytes> {
  let key: CryptoKey | null = null;
  const cutter = new Cutter();
  let number = 0;
  let isOver = false;
  type Out = TransformStreamDefaultController<Bytes>;
  const open = async (hidden: Bytes, isLast: boolean, out: Out): Promise<void> => {
    const plain = key === null ? null : await openedChunk(key, hidden, number, isLast);
    if (plain === null) {
      throw new Refusal(reason(number === 0 ? 'backup-passphrase-wrong' : 'backup-part'));
    }
    number++;
    isOver = isLast;
    out.enqueue(plain);
  };
  const chunks = async (out: Out, atEnd: boolean): Promise<void> => {
    while (cutter.length >= 4) {
      const length = cutter.peekLength();
      if (length < TAG_BYTES || length > CHUNK + TAG_BYTES) throw new Refusal(reason('backup-length'));
      // A chunk behind which nothing has come yet may be the last.
      const isWhole = cutter.length >= 4 + length;
      if (!isWhole || (cutter.length === 4 + length && !atEnd)) return;
      cutter.take(4);
      const hidden = cutter.take(length);
      await open(hidden, cutter.length === 0 && atEnd, out);
    }
  };
  return new TransformStream<Bytes, Bytes>({
    async transform(bytes, out) {
      cutter.add(bytes);
      if (key === null) {
        if (cutter.length < HEAD_BYTES) return;
        key = await keyFrom(passphrase, derivationOf(cutter.take(HEAD_BYTES)));
      }
      await chunks(out, false);
    },
    async flush(out) {
      await chunks(out, true);
      if (!isOver || cutter.length > 0) throw new Refusal(reason('backup-encrypted-cut'));
    },
  });
}

/** null = it does not open. */
async function openedChunk(key: CryptoKey, hidden: Bytes, number: number, isLast: boolean): Promise<Bytes | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(chunkAlgorithm(number, isLast), key, hidden));
  } catch (error) {
    if (isMismatch(error)) return null;
    throw error;
  }
}

/** 96 bits: the number of the chunk, and whether it is the last. */
function chunkAlgorithm(number: number, isLast: boolean): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(0, BigInt(number));
  iv[11] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData: MAGIC };
}

function lengthOf(length: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

function headOf({ salt, memoryKiB, passes, lanes }: Derivation): Bytes {
  const head = new Uint8Array(HEAD_BYTES);
  head.set(MAGIC);
  head.set(salt, MAGIC.length);
  const view = new DataView(head.buffer);
  [memoryKiB, passes, lanes].forEach((value, n) => view.setUint32(MAGIC.length + SALT_BYTES + 4 * n, value, true));
  return head;
}

/** @throws Refusal */
function derivationOf(head: Bytes): Derivation {
  if (!isEncrypted(head)) throw new Refusal(reason('backup-encrypted-none'));
  const view = new DataView(head.buffer, head.byteOffset);
  const at = (n: number): number => view.getUint32(MAGIC.length + SALT_BYTES + 4 * n, true);
  const salt = head.slice(MAGIC.length, MAGIC.length + SALT_BYTES);
  return { kdf: 'argon2id', memoryKiB: at(0), passes: at(1), lanes: at(2), salt };
}

/** Bytes that come in pieces of any size, taken in pieces of another. */
class Cutter {
  #parts: Bytes[] = [];
  length = 0;

  add(bytes: Bytes): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  take(count: number): Bytes {
    const taken = new Uint8Array(count);
    let done = 0;
    while (done < count) {
      const first = this.#parts[0];
      if (first === undefined) throw new RangeError(`Cannot take ${count} bytes of ${done}`);
      const some = first.subarray(0, count - done);
      taken.set(some, done);
      done += some.length;
      if (some.length === first.length) this.#parts.shift();
      else this.#parts[0] = first.subarray(some.length);
    }
    this.length -= count;
    return taken;
  }

  /** The next four bytes as a length, which stay. */
  peekLength(): number {
    const bytes = this.take(4);
    this.#parts.unshift(bytes);
    this.length += 4;
    return new DataView(bytes.buffer).getUint32(0, true);
  }
}
