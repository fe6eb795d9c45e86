/** A session as a reader wants it: what was said and done, in order, with plain addresses. */
import {
  placeInTime,
  undecorate,
  type EpochMs,
  type JudgedSession,
  type MediaUse,
  type Place,
  type SaidText,
  type Session,
} from '../model.ts';
import { onOneLine, withoutControls } from './harmless.ts';
import { isoTime } from './session-line.ts';

interface At {
  time: EpochMs | null;
}
export type TranscriptEvent =
  | (At & {
      kind: 'text';
      from: string;
      to: string[];
      text: string;
      contentType: string;
      marks: string[];
      retracted: boolean;
    })
  | (At & { kind: 'presence'; who: string; state: string; activity: string | null; note: string | null })
  | (At & { kind: 'file'; name: string; size: number | null; accepted: boolean | null })
  | (At & { kind: 'member'; who: string; change: 'join' | 'leave'; room: string | null })
  | (At & { kind: 'media'; use: Omit<MediaUse, 'places'> })
  | (At & { kind: 'diagnostic'; id: number | null; reason: string; source: string | null })
  | (At & { kind: 'opaque'; reason: 'encrypted' | 'truncated' | 'body-missing'; detail: string });

export type EventKind = TranscriptEvent['kind'];

/** By time; what has none comes first; at one time in the order of the kinds. */
export function transcriptOf(session: Session): TranscriptEvent[] {
  const events: { event: TranscriptEvent; at: EpochMs | null }[] = [];
  const add = (event: TranscriptEvent, places: readonly Place[]): void => {
    events.push({ event, at: placeInTime(session.clocks, event.time, places) });
  };
  for (const { time, who, change, room, places } of membersOf(session)) {
    add({ kind: 'member', time, who: undecorate(who), change, room }, places);
  }
  for (const said of session.texts) {
    const { time, text, contentType, places } = said;
    const parties = { from: undecorate(said.from), to: said.to.map(undecorate) };
    const retracted = said.retracted !== undefined;
    add({ kind: 'text', time, text, contentType, ...parties, marks: marksOf(said), retracted }, places);
  }
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

interface MemberChange {
  time: EpochMs | null;
  who: string;
  change: 'join' | 'leave';
  room: string | null;
  places: readonly Place[];
}

function membersOf(session: Session): MemberChange[] {
  const changes: MemberChange[] = [];
  for (const { facts, sightings } of session.messages) {
    for (const fact of facts) {
      if (fact.kind !== 'member') continue;
      let time: EpochMs | null = null;
      for (const seen of sightings) if (seen.time !== null && (time === null || seen.time < time)) time = seen.time;
      const places = sightings[0]?.places ?? [];
      changes.push({ time, who: fact.who, change: fact.change, room: fact.room, places });
    }
  }
  return changes;
}

const OPAQUE: Readonly<Record<'encrypted' | 'truncated' | 'body-missing', string>> = {
  encrypted: 'A text that is encrypted',
  truncated: 'A text that the log cut off',
  'body-missing': 'A text that the log does not hold',
};

/** What happened, in words, but for texts. */
export function eventInWords(event: Exclude<TranscriptEvent, { kind: 'text' }>): string {
  switch (event.kind) {
    case 'presence': {
      const more = [event.activity, event.note].filter((part) => part !== null && part !== '').join(', ');
      return `${event.who} is ${event.state}${more === '' ? '' : ` (${more})`}`;
    }
    case 'file': {
      const size = event.size === null ? '' : ` (${event.size} bytes)`;
      const answer = event.accepted === null ? '' : event.accepted ? ', accepted' : ', not accepted';
      return `File offered: ${event.name}${size}${answer}`;
    }
    case 'member':
      return `${event.who} ${event.change === 'join' ? 'joins' : 'leaves'}${event.room === null ? '' : ` ${event.room}`}`;
    case 'media':
      return mediaInWords(event.use);
    case 'diagnostic': {
      const id = event.id === null ? '' : `${event.id} `;
      return `Diagnostic ${id}${event.reason}${event.source === null ? '' : ` (${event.source})`}`;
    }
    case 'opaque':
      return `${OPAQUE[event.reason]}${event.detail === '' ? '' : `: ${event.detail}`}`;
  }
}

/** `Audio offered by alice@contoso.com, lasts 2 min 5 s, ports 50010 and 50020; held by bob@example.com for 12 s`. */
function mediaInWords({ media, by, taken, start, end, ports, holds }: Omit<MediaUse, 'places'>): string {
  const name = media.charAt(0).toUpperCase() + media.slice(1);
  let words = `${name} offered${by === null || by === '' ? '' : ` by ${by}`}`;
  if (!taken) words += ', not taken';
  else
    words += start === null || end === null ? ', taken; the log does not tell how long' : `, lasts ${span(start, end)}`;
  if (ports.length > 0) words += `, ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')}`;
  for (const { by: who, start: from, end: to } of holds) {
    words += `; held${who === '' ? '' : ` by ${who}`}`;
    if (from !== null) words += to === null ? ` from ${isoTime(from) ?? ''} on` : ` for ${span(from, to)}`;
  }
  return words;
}

/** `1 h 2 min 5 s`; below a minute with tenths. */
function span(start: EpochMs, end: EpochMs): string {
  const tenths = Math.max(0, Math.round((end - start) / 100));
  if (tenths < 600) return `${tenths / 10} s`;
  const seconds = Math.floor(tenths / 10);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${seconds % 60} s`;
}

/** The session as plain text: a head, then a line for each event; further lines of a text are indented, so that none passes for another. */
export function plainTranscript(judged: JudgedSession, events: readonly TranscriptEvent[], content: boolean): string {
  let text = headLines(judged).join('\n') + '\n\n';
  for (const event of events) {
    const words = event.kind === 'text' ? saidInWords(event, content) : eventInWords(event);
    text += `[${isoTime(event.time) ?? 'no time'}] ${withoutControls(words).replace(/\r\n?|\n/g, '\n    ')}\n`;
  }
  return text;
}

function saidInWords(event: Extract<TranscriptEvent, { kind: 'text' }>, content: boolean): string {
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
