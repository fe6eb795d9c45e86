/** The room that the browser gives to this site, from the page's side. */

/** Bytes of storage for each byte of a file with its evidence: chats of 3.5 kB took 2.3 kB (measured with a quota of 1.2 MB). */
const STORED_PER_BYTE = 0.65;
/** Where less than this share is free, space is short. */
const SHORT_SHARE = 0.1;
/** The same, bytes: enough for the bookkeeping of any import. */
const SHORT_BYTES = 50_000_000;

export interface SpaceState {
  /** Bytes of this site, all archives together, as the browser estimates them; null = it does not say. */
  used: number | null;
  allowed: number | null;
  /** The browser has promised not to evict it. null = it knows no such promise. */
  persisted: boolean | null;
  /** Little is left: to be said before an import meets the end of it. */
  short: boolean;
}

export async function spaceState(): Promise<SpaceState> {
  // Older browsers, and pages that were not loaded over a secure connection, have none of it.
  const storage = navigator.storage as StorageManager | undefined;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const persisted = (await storage?.persisted?.().catch(() => undefined)) ?? null;
  const { usage: used = null, quota: allowed = null } = estimate ?? {};
  const free = used === null || allowed === null ? Infinity : allowed - used;
  return { used, allowed, persisted, short: free < Math.max(SHORT_BYTES, SHORT_SHARE * (allowed ?? 0)) };
}

/**
 * Asks the browser to keep the archive when space is short on the disk. Say why first: some browsers ask the person, most decide by
 * how the site is used. @returns whether it is promised; null = the browser knows no such promise
 */
export async function askToPersist(): Promise<boolean | null> {
  const storage = navigator.storage as StorageManager | undefined;
  return (await storage?.persist?.().catch(() => undefined)) ?? null;
}

/** @returns bytes that are likely missing for these files; 0 = there is room, as far as the browser says */
export async function missingFor(files: readonly { size: number }[]): Promise<number> {
  const { used, allowed } = await spaceState();
  if (used === null || allowed === null) return 0;
  const needed = files.reduce((sum, { size }) => sum + size, 0) * STORED_PER_BYTE;
  return Math.max(0, Math.ceil(needed - (allowed - used)));
}
