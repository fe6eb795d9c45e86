/**
 * The random share of sessions without a flag that is looked at. Whether a session is of the sample follows from its id
 * and the seed alone: the same whoever asks and whatever else is archived, so that a sample can be drawn again years later.
 */
import type { QueueSettings, SessionId } from '../model.ts';

/** As a question to ids; two of one key give the same answers. */
export function sampleOf({ seed, share }: QueueSettings): { key: string; fits: (id: SessionId) => boolean } {
  return { key: JSON.stringify([seed, share]), fits: (id) => isSampled(id, seed, share) };
}

/** @param share 0 … 1 */
export function isSampled(id: SessionId, seed: string, share: number): boolean {
  return chanceOf(id, seed) < share;
}

function mixed(before: number, text: string): number {
  let hash = before;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** Between 0 and 1, spread evenly over ids. FNV-1a with the last mixing of MurmurHash3, so that near ids lie far apart. */
export function chanceOf(id: SessionId, seed: string): number {
  let hash = mixed(mixed(0x811c9dc5, seed + '\n'), id);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
