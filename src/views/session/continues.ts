/** Which entries of a transcript stand under one head. */
import type { TranscriptEntry } from '../../../workers/api.ts';

/** A run of texts by one person, close in time, has one head. */
export function continues(entry: TranscriptEntry, before: TranscriptEntry | undefined, gapMs = 120_000): boolean {
  if (entry.kind !== 'text' || before?.kind !== 'text' || entry.item.from !== before.item.from) return false;
  return entry.time === null || before.time === null ? entry.time === before.time : entry.time - before.time <= gapMs;
}
