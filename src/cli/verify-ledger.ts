/** `fedlens verify` of a ledger that was exported from an archive. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { checkLedgerLines, LEDGER_HEADER, type LedgerFileCheck } from '../archive/ledger-file.ts';

/** Is this how a ledger begins? @param head the first bytes of the file */
export function isLedger(head: Uint8Array): boolean {
  return new TextDecoder().decode(head.subarray(0, LEDGER_HEADER.length)) === LEDGER_HEADER;
}

/** @throws what the file system throws */
export function verifyLedger(path: string): Promise<LedgerFileCheck> {
  return checkLedgerLines(createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity }));
}
