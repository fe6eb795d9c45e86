/** The end of a ledger as a file of its own, to be kept where nobody who can change the archive can change it. */
import type { LedgerAnchor } from '../../model.ts';

/** Bytes looked at from the end of a file: an anchor is the last line of a whole ledger, too. */
const TAIL = 4_096;
const HASH = /^[0-9a-f]{64}$/;

export function anchorFile(anchor: LedgerAnchor): Blob {
  return new Blob([JSON.stringify({ anchor }) + '\n'], { type: 'application/json' });
}

/** Of an exported anchor, or of an exported ledger; null = it is neither. */
export async function readAnchor(file: Blob): Promise<LedgerAnchor | null> {
  const tail = await file.slice(Math.max(0, file.size - TAIL)).text();
  const last = tail.trimEnd().split('\n').at(-1) ?? '';
  try {
    const { anchor } = JSON.parse(last) as { anchor?: Partial<LedgerAnchor> };
    const { count, head } = anchor ?? {};
    if (!Number.isSafeInteger(count) || count === undefined || count < 0) return null;
    return typeof head === 'string' && HASH.test(head) ? { count, head } : null;
  } catch {
    return null;
  }
}
