/** A session as a reader wants it: what was said and done, in order, with plain addresses. */
import {
  happeningsIn,
  placeInTime,
  undecorate,
  type EpochMs,
  type Happening,
  type JudgedSession,
  type Place,
  type SaidText,
  type Session,
  type SessionMessage,
} from '../model.ts';
import { eventInWords } from './event-words.ts';
import { onOneLine, withoutControls } from './harmless.ts';
import { isoTime } from './session-line.ts';
import type { TextEvent, TranscriptEvent } from './transcript-event.ts';

/** By time; what has none comes first; at one time in the order of the kinds. */
export function transcriptOf(session: Session): TranscriptEvent[] {
  const events: { event: TranscriptEvent; at: EpochMs | null }[] = [];
  const add = (event: TranscriptEvent, places: readonly Place[]): void => {
    events.push({ event, at: placeInTime(session.clocks, event.time, places) });
  };
  const happened = happenedIn(session);
  for (const { event, places } of happened) if (event.kind === 'member') add(event, places);
  session.texts.forEach((said, index) => {
    const { time, text, contentType, places } = said;
    const parties = { from: undecorate(said.from), to: said.to.map(undecorate) };
    add({ kind: 'text', time, text, contentType, ...parties, marks: marksOf(said), index, said }, places);
  });
  for (const { event, places } of happened) if (event.kind !== 'member') add(event, places);
  for (const { time, who, state, activity, note, places } of session.presence) {
    add({ kind: 'presence', time, who: undecorate(who), state, activity, note }, places);
  }
  for (const { time, name, size, accepted, places } of session.files) {
    add({ kind: 'file', time, name, size, accepted }, places);
  }
  for (const { places, ...use } of session.media) {
    const holds = use.holds.map((held) => ({ ...held, by: undecorate(held.by) }));
    const by = use.by === null ? null : undecorate(use.by);
    add({ kind: 'media', time: use.start ?? use.offered, use: { ...use, by, holds } }, places);
  }
  for (const { time, reason, detail, places } of session.opaque) add({ kind: 'opaque', time, reason, detail }, places);
  for (const { time, id, reason, source, places } of session.diagnostics) {
    add({ kind: 'diagnostic', time, id, reason, source }, places);
  }
  events.sort((a, b) => (a.at === b.at ? 0 : (a.at ?? -Infinity) - (b.at ?? -Infinity)));
  return events.map(({ event }) => event);
}

/** What became of a text, in words. */
function marksOf({ failed, subject, corrects, corrected, retracted, receipt, undelivered }: SaidText): string[] {
  const marks: string[] = [];
  if (failed === true) marks.push('not delivered');
  if (undelivered !== undefined && failed !== true) {
    marks.push(`not delivered to ${undelivered.map(undecorate).join(', ')}`);
  }
  if (subject !== undefined) marks.push(`subject: ${subject}`);
  if (corrects !== undefined) marks.push('a correction');
  if (corrected !== undefined) marks.push('corrected later');
  if (retracted !== undefined) {
    const { by, reason } = retracted;
    marks.push(`taken back by ${undecorate(by)}${reason === null || reason === '' ? '' : `: ${reason}`}`);
  }
  if (receipt !== undefined) marks.push(receipt);
  return marks;
}

interface Happened {
  event: TranscriptEvent;
  places: readonly Place[];
}

/** Typing is nothing that was said or done. */
function happenedIn(session: Session): Happened[] {
  const happenings = happeningsIn(session.messages);
  if (happenings.length === 0) return [];
  const named = happenings.some(({ fact }) => fact.kind === 'reaction')
    ? namedTexts(session)
    : new Map<string, number>();
  return happenings.flatMap((happening) => {
    const event = happenedEvent(happening, named);
    return event === null ? [] : [{ event, places: happening.message.sightings[0]?.places ?? [] }];
  });
}

function happenedEvent({ fact, message }: Happening, named: ReadonlyMap<string, number>): TranscriptEvent | null {
  const time = message.sightings[0]?.time ?? null;
  const who = undecorate(message.from ?? '');
  switch (fact.kind) {
    case 'member': {
      const { as: _, ...member } = fact;
      return { ...member, time, who: undecorate(fact.who) };
    }
    case 'reaction':
      return { kind: 'reaction', time, who, reactions: fact.reactions, of: named.get(fact.of) ?? null };
    case 'invitation': {
      const { room, reason } = fact;
      return { kind: 'invitation', time, who, to: undecorate(fact.who ?? message.to ?? ''), room, reason };
    }
    case 'topic':
      return { kind: 'topic', time, who, topic: fact.topic };
    case 'subscription':
      return { kind: 'subscription', time, who, to: undecorate(fact.of ?? message.to ?? ''), step: fact.step };
    case 'notice':
      return null;
  }
}

/** Which text is meant by an id: that of its stanza, or another name that it bears (XEP-0359). */
function namedTexts({ messages, texts }: Session): Map<string, number> {
  const indexes = new Map(texts.map(({ time, from, text }, index) => [JSON.stringify([time, from, text]), index]));
  const named = new Map<string, number>();
  for (const message of messages) {
    for (const fact of message.facts) {
      if (fact.kind !== 'text') continue;
      const index = indexes.get(JSON.stringify([timeOf(message), fact.from ?? message.from ?? '', fact.text]));
      if (index === undefined) continue;
      for (const name of [message.id, ...(fact.names ?? [])]) if (name !== undefined) named.set(name, index);
    }
  }
  return named;
}

function timeOf({ sightings }: SessionMessage): EpochMs | null {
  return sightings[0]?.time ?? null;
}

/** The session as plain text: a head, then a line for each event; further lines of a text are indented, so that none passes for another. */
export function plainTranscript(judged: JudgedSession, events: readonly TranscriptEvent[], content: boolean): string {
  let text = headLines(judged).join('\n') + '\n\n';
  for (const event of events) {
    const words = event.kind === 'text' ? saidInWords(event, content) : eventInWords(event, content);
    text += `[${isoTime(event.time) ?? 'no time'}] ${withoutControls(words).replace(/\r\n?|\n/g, '\n    ')}\n`;
  }
  return text;
}

function saidInWords(event: TextEvent, content: boolean): string {
  const marks = event.marks.length === 0 ? '' : ` (${onOneLine(event.marks.join(', '))})`;
  return `${event.from}${marks}: ${content ? event.text : '[text left out]'}`;
}

/** Who, when, with which provider, and what is wrong with it. */
export function headLines({ session, judgement }: JudgedSession): string[] {
  const { sides, verdict, flags } = judgement;
  const line = (name: string, value: string): string => `${name}: ${withoutControls(value).replace(/[\r\n]+/g, ' ')}`;
  return [
    line('Session', session.id),
    line('Participants', sides.participants.join(', ')),
    line('Start', isoTime(session.start) ?? 'no time in the log'),
    line('End', isoTime(session.end) ?? 'no time in the log'),
    line('Provider', `${verdict.id} (${verdict.confidence})`),
    line('Protocol', session.protocol),
    line('Outcome', session.outcome + (session.status === null ? '' : ` (${session.status})`)),
    ...flags.map(({ rule, severity, because }) => line('Flag', `${severity}: ${rule}: ${because}`)),
  ];
}

/** For a list or a subject: the two sides, or whoever takes part. */
export function titleOf({ judgement: { sides } }: JudgedSession): string {
  if (sides.local !== null && sides.remote !== null) return `${sides.local} and ${sides.remote}`;
  return sides.participants.length > 0 ? sides.participants.slice(0, 3).join(', ') : 'unknown parties';
}
