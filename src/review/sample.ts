/**
 * The random share of sessions without a flag that is looked at. Whether a session is of the sample follows from its id
 * and the seed alone: the same whoever asks and whatever else is archived, so that a sample can be drawn again years later.
 */
import type { SessionId } from '../model.ts';

/** @param share 0 … 1 */
export function isSampled(id: SessionId, seed: string, share: number): boolean {
  return chanceOf(id, seed) < share;
}

/** Between 0 and 1, spread evenly over ids. FNV-1a with the last mixing of MurmurHash3, so that near ids lie far apart. */
export function chanceOf(id: SessionId, seed: string): number {
  const text = seed + '\n' + id;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
