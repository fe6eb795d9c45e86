import { expect, test } from 'vitest';
import { decryptedStream, encryptedStream, isEncrypted } from '../../src/archive/encrypted-stream.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const PASSPHRASE = 'four lanterns on the pier';
const HEAD = 40;
const CHUNK = 4 + (1 << 20) + 16;

const bytesOf = (stream: ReadableStream<Bytes>): Promise<Bytes> => new Response(stream).bytes();
/** @param piece bytes that come at once */
function streamOf(bytes: Bytes, piece: number): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream<Bytes>({
    pull(out) {
      if (at >= bytes.length) return out.close();
      out.enqueue(bytes.slice(at, at + piece));
      at += piece;
    },
  });
}
const encrypted = (bytes: Bytes, piece = 100_000): Promise<Bytes> =>
  bytesOf(streamOf(bytes, piece).pipeThrough(encryptedStream(PASSPHRASE)));
const decrypted = (bytes: Bytes, piece = 65_537, passphrase = PASSPHRASE): Promise<Bytes> =>
  bytesOf(streamOf(bytes, piece).pipeThrough(decryptedStream(passphrase)));

const made = (length: number): Bytes => Uint8Array.from({ length }, (_, n) => (n * 7919 + (n >> 8)) % 256);
const three = made(2_500_000);
const file = await encrypted(three);

test.each([0, 1, 1 << 20, (1 << 20) + 1, 3 << 20])('%i bytes come back', async (length) => {
  const plain = made(length);
  const hidden = await encrypted(plain);
  expect(isEncrypted(hidden)).toBe(true);
  expect(Buffer.compare(await decrypted(hidden), plain)).toBe(0);
});

test.each([1, 7, 4096])('whatever the cuts: %i bytes at once', { timeout: 60_000 }, async (piece) => {
  const plain = made(5_000);
  expect(Buffer.compare(await decrypted(await encrypted(plain, piece), piece), plain)).toBe(0);
});

test('nothing of it is found in the file, and the same bytes give another file', async () => {
  const plain = new Uint8Array(new TextEncoder().encode('zanzibar harbour '.repeat(100)));
  const [one, other] = [await encrypted(plain), await encrypted(plain)];
  expect(Buffer.from(one).includes('zanzibar')).toBe(false);
  expect(Buffer.compare(one, other)).not.toBe(0);
});

test('a wrong passphrase is said', async () => {
  await expect(decrypted(file, 65_537, 'four lanterns on the quay')).rejects.toThrow('passphrase is not the one');
});

test(
  'a file that is cut off, lengthened, changed or put in another order does not open',
  { timeout: 120_000 },
  async () => {
    const parts = [
      file.slice(0, HEAD),
      file.slice(HEAD, HEAD + CHUNK),
      file.slice(HEAD + CHUNK, HEAD + 2 * CHUNK),
    ] as const;
    const last = file.slice(HEAD + 2 * CHUNK);
    const joined = (...all: Bytes[]): Bytes => new Uint8Array(Buffer.concat(all));
    const [head, first, second] = parts;
    const flipped = file.slice();
    flipped[HEAD + CHUNK + 50] = (flipped[HEAD + CHUNK + 50] ?? 0) ^ 1;
    const spoiled = [
      head,
      joined(head, first),
      joined(head, first, second),
      file.slice(0, -1),
      file.slice(0, 20),
      new Uint8Array(0),
      joined(head, second, first, last),
      joined(head, first, first, second, last),
      joined(head, first, last),
      joined(head, first, second, last, last),
      joined(file, made(3)),
      flipped,
    ];
    for (const [index, bytes] of spoiled.entries()) {
      await expect(decrypted(bytes), `case ${index}`).rejects.toThrow(/changed|cut off|length in it/);
    }
    expect((await decrypted(file)).length).toBe(three.length);
  },
);
