/** How far a file is: shares of its bytes for the bar. */
import type { FileProgress } from '../../model.ts';

export interface FileShares {
  /** Parts of the whole, 0 … 1; they add up to 1. */
  explained: number;
  skipped: number;
  toCome: number;
}

/** Explained and skipped are counted after gunzip, read and size on disk: what is read is parted in their ratio. */
export function sharesOf({ size, read, explainedBytes, skippedBytes }: FileProgress): FileShares {
  const known = explainedBytes + skippedBytes;
  if (size === 0 || known === 0) return { explained: 0, skipped: 0, toCome: 1 };
  const done = Math.min(1, read / size);
  const explained = (done * explainedBytes) / known;
  return { explained, skipped: done - explained, toCome: 1 - done };
}
