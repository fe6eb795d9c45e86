/** A ledger as a file: JSON, one value a line. `public/verify-ledger.mjs` checks such a file without this program. */
import { sentenceOf, type LedgerAnchor, type LedgerRecord } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import { LedgerCheck } from './ledger-chain.ts';

const HEADER = { type: 'fedlens-ledger', v: 1 };

/** Its first line. */
export const LEDGER_HEADER = canonicalJson(HEADER);

/** Lines with their line feeds. @param batches entries from the first to the last */
export async function* ledgerLines(batches: AsyncIterable<LedgerRecord[]>): AsyncIterable<string> {
  yield LEDGER_HEADER + '\n';
  let anchor: LedgerAnchor = new LedgerCheck().anchor;
  for await (const batch of batches) {
    const last = batch.at(-1);
    if (last !== undefined) anchor = { count: last.seq, head: last.hash };
    yield batch.map((entry) => canonicalJson(entry) + '\n').join('');
  }
  yield canonicalJson({ anchor }) + '\n';
}

export interface LedgerFileCheck {
  /** The first thing that does not fit, as a sentence; null = everything fits. */
  fault: string | null;
  /** Up to the last entry that fitted. */
  anchor: LedgerAnchor;
}

/** @param lines without line feeds */
export async function checkLedgerLines(lines: AsyncIterable<string>): Promise<LedgerFileCheck> {
  const check = new LedgerCheck();
  const result = (fault: string | null): LedgerFileCheck => ({ fault, anchor: check.anchor });
  let number = 0;
  let end: LedgerAnchor | null = null;
  for await (const line of lines) {
    const value = parsed(line);
    if (value === null) return result(`Line ${number + 1} is no JSON object: the file is cut off or damaged.`);
    number += 1;
    if (number === 1) {
      if (canonicalJson(value) !== LEDGER_HEADER) return result('Line 1 is not that of a ledger of a known version.');
    } else if (end !== null) return result(`Line ${number} stands behind the end of the ledger.`);
    else if ('anchor' in value) end = value.anchor as LedgerAnchor;
    else {
      const fault = check.next(value as unknown as LedgerRecord);
      if (fault !== null) return result(sentenceOf(fault));
    }
  }
  const { count, head } = check.anchor;
  if (end === null) return result(`The file ends behind entry ${count} without an anchor: it was cut off.`);
  if (end.count !== count || end.head !== head) {
    return result(`The ledger ends at entry ${count}, and its anchor says ${end.count}.`);
  }
  return result(null);
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
