/** A backup as a file: packed, and under a passphrase of its own where one is given. */
import { decryptedStream, encryptedStream, isEncrypted, Refusal } from '../src/archive/index.ts';
import { reason } from '../src/model.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file whose bytes may come from another one: they can be read any number of times. */
export type BackupFile = Pick<File, 'name' | 'size' | 'lastModified'> & { stream(): ReadableStream<Bytes> };

/** Bytes of a piece that is handed to the browser, which may put it on the disk. */
const PIECE = 4_000_000;
/** Enough to know an encrypted one by. */
const HEAD_BYTES = 64;

/** What a backup reads as, with its passphrase. @throws Refusal where it is encrypted and there is no passphrase */
export async function openedBackup(file: File, passphrase: string | null): Promise<BackupFile> {
  if (!isEncrypted(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))) return file;
  if (passphrase === null) throw new Refusal(reason('backup-passphrase-needed'));
  const { name, size, lastModified } = file;
  return { name, size, lastModified, stream: () => file.stream().pipeThrough(decryptedStream(passphrase)) };
}

/** @param passphrase null = it is not encrypted */
export async function packedBackup(lines: AsyncIterable<string>, passphrase: string | null): Promise<Blob> {
  const packing = new CompressionStream('gzip');
  const readable: ReadableStream<Bytes> = packing.readable;
  const packed = collected(passphrase === null ? readable : readable.pipeThrough(encryptedStream(passphrase)));
  const writer = packing.writable.getWriter();
  const encoder = new TextEncoder();
  try {
    for await (const line of lines) {
      await writer.ready;
      void writer.write(encoder.encode(line));
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
    await packed.catch(() => undefined);
    throw error;
  }
  return packed;
}

async function collected(stream: ReadableStream<Bytes>): Promise<Blob> {
  const blobs: Blob[] = [];
  let waiting: Bytes[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE) continue;
    blobs.push(new Blob(waiting));
    [waiting, bytes] = [[], 0];
  }
  return new Blob([...blobs, ...waiting], { type: 'application/octet-stream' });
}
