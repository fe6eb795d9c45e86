/** The events of an RSMF file: a correction or a reaction is no event of its own there, but told of the message that it means. */
import type { TextEvent, TranscriptEvent } from './transcript-event.ts';

type ReactionEvent = Extract<TranscriptEvent, { kind: 'reaction' }>;

export interface RsmfSource {
  /** Unique in the session, whatever the slices. */
  number: number;
  event: TranscriptEvent;
  /** What was said in its place, in order. */
  corrections: TextEvent[];
  /** In order; of one person the last stands. */
  reactions: ReactionEvent[];
}

/** In the order of the transcript. What means a text that is not there stays an event of its own, as does a correction that did not arrive. */
export function foldedEvents(events: readonly TranscriptEvent[]): RsmfSource[] {
  const ofText = new Map<number, RsmfSource>();
  const sources: RsmfSource[] = [];
  for (const event of events) {
    const source: RsmfSource = { number: 0, event, corrections: [], reactions: [] };
    sources.push(source);
    if (event.kind === 'text') ofText.set(event.index, source);
  }
  const stays = (source: RsmfSource): boolean => {
    const { event } = source;
    const meant = ofText.get(meantBy(event) ?? -1);
    if (meant === undefined || meant === source) return true;
    if (event.kind === 'text') meant.corrections.push(event);
    else if (event.kind === 'reaction') meant.reactions.push(event);
    return false;
  };
  const kept = sources.filter(stays);
  kept.forEach((source, index) => (source.number = index + 1));
  return kept;
}

function meantBy(event: TranscriptEvent): number | null {
  if (event.kind === 'reaction') return event.of;
  if (event.kind !== 'text' || event.said.failed === true) return null;
  return event.said.corrects ?? null;
}

/** All that a source tells, one after the other. */
export function eventsOf({ event, corrections, reactions }: RsmfSource): TranscriptEvent[] {
  return [event, ...corrections, ...reactions];
}

/** Who is in a room when a slice of its talk begins. */
export class Membership {
  /** Those who come later, or have left. */
  readonly #away = new Set<string>();

  constructor(sources: readonly RsmfSource[]) {
    const met = new Set<string>();
    for (const { event } of sources) {
      const step = stepOf(event);
      if (step === null || met.has(step.who)) continue;
      met.add(step.who);
      if (step.is === 'join') this.#away.add(step.who);
    }
  }

  /** @param slice the next one, in order */
  atBeginningOf(slice: readonly RsmfSource[], people: readonly string[]): string[] {
    const first = slice.find(({ event }) => event.time !== null)?.event.time ?? null;
    const met = new Set<string>();
    for (const { event } of slice) {
      const step = stepOf(event);
      if (step === null || met.has(step.who)) continue;
      met.add(step.who);
      // Who speaks or leaves is there, whatever the log tells of it.
      if (step.is !== 'join' || event.time === first) this.#away.delete(step.who);
    }
    const there = people.filter((who) => !this.#away.has(who));
    for (const { event } of slice) {
      const step = stepOf(event);
      if (step?.is === 'leave') this.#away.add(step.who);
      else if (step !== null) this.#away.delete(step.who);
    }
    return there;
  }
}

function stepOf(event: TranscriptEvent): { who: string; is: 'said' | 'join' | 'leave' } | null {
  if (event.kind === 'text') return { who: event.from, is: 'said' };
  return event.kind === 'member' && event.how !== 'renamed' ? { who: event.who, is: event.change } : null;
}
