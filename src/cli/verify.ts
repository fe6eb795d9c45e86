/** `fedlens verify PATH`: what it is shows by content; the first thing that does not fit is named. */
import { open, stat } from 'node:fs/promises';
import { UsageError, type VerifyRequest } from './arguments.ts';
import { passphraseFor } from './passphrase.ts';
import { backupKind, checkBackupAt } from './verify-backup.ts';
import { bagAt, checkBag } from './verify-bag.ts';
import { isLedger, verifyLedger } from './verify-ledger.ts';

/** Bytes that tell what a file is: of a packed one, enough for its first line. */
const HEAD = 16 * 1024;

/**
 * @returns the exit status: 0 everything fits, 1 something does not or the path cannot be read
 * @throws UsageError where a passphrase is needed and there is none
 */
export async function verify({ path, passphraseFile }: VerifyRequest): Promise<number> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const head = isFolder ? new Uint8Array(0) : await headOf(path);
    if (isLedger(head)) {
      const { fault, anchor } = await verifyLedger(path);
      if (fault !== null) return told(1, fault);
      return told(0, `Ledger verified: ${anchor.count} entries, head ${anchor.head}`);
    }
    const kind = backupKind(head);
    const passphrase = kind === 'encrypted' ? await passphraseFor(path, passphraseFile) : null;
    const bag = kind === null ? await bagAt(path) : null;
    const checked =
      kind !== null ? await checkBackupAt(path, kind, passphrase) : bag === null ? null : await checkBag(bag);
    if (checked === null) return told(1, `${path} is no bag, ledger or backup that Fedlens has written.`);
    return told(checked.fits ? 0 : 1, checked.sentence);
  } catch (error) {
    if (error instanceof UsageError) throw error;
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
