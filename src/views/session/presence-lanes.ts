/** Presence as stretches of time: from each change to the next of the same person. */
import type { EpochMs, PresenceChange } from '../../model.ts';

export type SeenChange = Omit<PresenceChange, 'places'>;

/** How states are drawn: many words, few colours. */
export const PRESENCE_KINDS = ['free', 'busy', 'away', 'offline', 'other'] as const;
export type PresenceKind = (typeof PRESENCE_KINDS)[number];

export interface PresenceSpan {
  from: EpochMs;
  to: EpochMs;
  change: SeenChange;
  kind: PresenceKind;
}
export interface PresenceLane {
  who: string;
  spans: PresenceSpan[];
}

/**
 * A lane a person, in the order in which they first appear. What was said twice running is one stretch. Changes without a time are left out.
 * @param end of the session: the last state of each is known up to there
 */
export function lanesOf(changes: readonly SeenChange[], end: EpochMs | null): PresenceLane[] {
  const timed = changes.filter((change): change is SeenChange & { time: EpochMs } => change.time !== null);
  const last = Math.max(end ?? -Infinity, timed.at(-1)?.time ?? -Infinity) as EpochMs;
  const lanes = new Map<string, PresenceLane>();
  for (const change of timed.toSorted((a, b) => a.time - b.time)) {
    const lane = lanes.get(change.who) ?? { who: change.who, spans: [] };
    lanes.set(change.who, lane);
    const before = lane.spans.at(-1);
    if (before !== undefined && isSame(before.change, change)) continue;
    if (before !== undefined) before.to = change.time;
    lane.spans.push({ from: change.time, to: last, change, kind: kindOf(change.state) });
  }
  return [...lanes.values()];
}

const isSame = (one: SeenChange, two: SeenChange): boolean =>
  one.state === two.state && one.activity === two.activity && one.note === two.note && one.show === two.show;

export function kindOf(state: string): PresenceKind {
  const word = state.toLowerCase();
  if (/^(?:available|online|chat|open)/.test(word)) return 'free';
  if (/^(?:busy|do not disturb|dnd)/.test(word)) return 'busy';
  if (/^(?:away|be right back|xa|extended)/.test(word)) return 'away';
  return /^(?:offline|unavailable|closed)/.test(word) ? 'offline' : 'other';
}

/** Share of the time for which each state was seen, 0 … 1, the longest first; empty where no time passed. */
export function sharesOf({ spans }: PresenceLane): { state: string; share: number }[] {
  const lengths = new Map<string, number>();
  for (const { change, from, to } of spans) lengths.set(change.state, (lengths.get(change.state) ?? 0) + to - from);
  const all = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  if (all === 0) return [];
  return [...lengths]
    .filter(([, length]) => length > 0)
    .map(([state, length]) => ({ state, share: length / all }))
    .sort((a, b) => b.share - a.share);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

/** Round times between two, at most `most` of them. @param offsetMs of the zone, so that days begin at midnight */
export function ticksBetween(from: number, to: number, most: number, offsetMs: number): EpochMs[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? (to - from || 1) / most;
  const ticks: EpochMs[] = [];
  for (let at = Math.ceil((from + offsetMs) / step) * step - offsetMs; at <= to; at += step) ticks.push(at as EpochMs);
  return ticks;
}
