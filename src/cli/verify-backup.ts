/** `fedlens verify` of a backup of an archive: packed or unpacked, and encrypted or not. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { constants, gunzipSync } from 'node:zlib';
import { checkBackup, type BackupFigures } from '../archive/backup-check.ts';
import { BACKUP_HEAD, cutLines } from '../archive/backup-lines.ts';
import { decryptedStream, isEncrypted } from '../archive/encrypted-stream.ts';
import { Refusal } from '../archive/refusals.ts';
import { sentenceOf } from '../model.ts';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** How a file that begins so is a backup; null = it is none. Browsers may unpack what they save. */
export function backupKind(head: Uint8Array): 'encrypted' | 'packed' | 'plain' | null {
  if (isEncrypted(head)) return 'encrypted';
  if (beginsAsBackup(head)) return 'plain';
  if (head[0] !== 0x1f || head[1] !== 0x8b) return null;
  try {
    return beginsAsBackup(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })) ? 'packed' : null;
  } catch {
    // It only looks like gzip.
    return null;
  }
}

const beginsAsBackup = (head: Uint8Array): boolean =>
  new TextDecoder().decode(head.subarray(0, BACKUP_HEAD.length)) === BACKUP_HEAD;

/**
 * Reads it to its end, a line at a time.
 * @param passphrase of an encrypted one, else null
 * @returns a sentence on the backup; `fits` false = it names the first thing that does not
 */
export async function checkBackupAt(
  path: string,
  kind: 'encrypted' | 'packed' | 'plain',
  passphrase: string | null,
): Promise<{ fits: boolean; sentence: string }> {
  try {
    const figures = await checkBackup(cutLines(textOf(path, kind, passphrase)));
    return figures.fault === null
      ? { fits: true, sentence: figuresIn(figures) }
      : { fits: false, sentence: sentenceOf(figures.fault) };
  } catch (error) {
    if (error instanceof Refusal) return { fits: false, sentence: error.message };
    if (isStreamFault(error)) return { fits: false, sentence: 'The backup is cut off or damaged: it does not unpack.' };
    throw error;
  }
}

function textOf(path: string, kind: 'encrypted' | 'packed' | 'plain', passphrase: string | null) {
  let bytes = Readable.toWeb(createReadStream(path)) as Bytes;
  if (kind === 'encrypted') bytes = bytes.pipeThrough(decryptedStream(passphrase ?? ''));
  if (kind !== 'plain') bytes = bytes.pipeThrough(new DecompressionStream('gzip'));
  return bytes.pipeThrough(new TextDecoderStream());
}

/** Of zlib, whatever wraps it. */
function isStreamFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true || isStreamFault(error.cause);
}

function figuresIn({ counts, ledger }: BackupFigures): string {
  const { sources, sessions, evidence } = counts;
  return (
    `Backup verified: ${sessions} sessions, ${sources} files, ${evidence} blocks of evidence; ` +
    `ledger of ${ledger.count} entries, head ${ledger.head}`
  );
}
