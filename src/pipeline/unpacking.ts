import type { FileAccount } from '../bytes/account.ts';
import { gunzip, isGzip } from '../bytes/gunzip.ts';

/** Bytes that tell a gzip file. */
const MAGIC = 3;

/** The file's bytes, unpacked where it is gzip. Damage is told to the account; what came before it is given. */
export async function* unpacked(chunks: AsyncIterable<Uint8Array>, account: FileAccount): AsyncIterable<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const whole = continued(head, source);
  if (isGzip(head)) yield* gunzip(whole, (_, offset) => account.count('gzip-damaged', offset, 0));
  else yield* whole;
}

/** The first bytes; fewer than asked for when the file is shorter. Mostly one chunk. */
async function headOf(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < MAGIC) {
    const next = await source.next();
    if (next.done === true) break;
    const longer = new Uint8Array(head.length + next.value.length);
    longer.set(head);
    longer.set(next.value, head.length);
    head = longer;
  }
  return head;
}

async function* continued(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}
