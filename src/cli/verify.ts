/** `fedlens verify PATH`: what it is shows by content; the first thing that does not fit is named. */
import { open, stat } from 'node:fs/promises';
import { bagAt, checkBag } from './verify-bag.ts';
import { isLedger, verifyLedger } from './verify-ledger.ts';

/** Bytes that tell what a file is. */
const HEAD = 1024;

/** @returns the exit status: 0 everything fits, 1 something does not or the path cannot be read */
export async function verify(path: string): Promise<number> {
  try {
    const bag = await bagAt(path);
    if (bag !== null) {
      const { fits, sentence } = await checkBag(bag);
      return told(fits ? 0 : 1, sentence);
    }
    const isFolder = (await stat(path)).isDirectory();
    if (isFolder || !isLedger(await headOf(path)))
      return told(1, `${path} is no bag and no ledger that Fedlens has exported.`);
    const { fault, anchor } = await verifyLedger(path);
    if (fault !== null) return told(1, fault);
    return told(0, `Ledger verified: ${anchor.count} entries, head ${anchor.head}`);
  } catch (error) {
    return told(1, `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function told(status: number, sentence: string): number {
  process.stdout.write(sentence + '\n');
  return status;
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
