/** The keys of the archives that are unlocked, for every thread of this page: those that run and those to come. */
import type * as Comlink from 'comlink';
import type { ArchiveName, HeldKey, KeyHolder } from '../api.ts';

const held = new Map<ArchiveName, HeldKey>();
const holders = new Set<Comlink.Remote<KeyHolder>>();

/** @param key null = the archive is locked. What was opened before ends with what it had. */
export function holdKey(archive: ArchiveName, key: HeldKey | null): void {
  if (key === null) held.delete(archive);
  else held.set(archive, key);
  for (const holder of holders) give(holder, archive, key);
}

/** Gives a thread the keys that there are, before it is asked anything, and from now on every change. */
export function giveKeys(holder: Comlink.Remote<KeyHolder>): void {
  holders.add(holder);
  for (const [archive, key] of held) give(holder, archive, key);
}

export function takeKeys(holder: Comlink.Remote<KeyHolder>): void {
  holders.delete(holder);
}

function give(holder: Comlink.Remote<KeyHolder>, archive: ArchiveName, key: HeldKey | null): void {
  // A thread that has died is told of by itself, and holds nothing.
  holder.holdKey(archive, key).catch(() => undefined);
}
