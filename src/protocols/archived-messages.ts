/** Turns what an archive tells of a session into messages: an opening, one for each thing said or done, and an end. */
import type {
  ArchivedMessage,
  EpochMs,
  Fact,
  LogRecord,
  Marker,
  Message,
  Modality,
  Sink,
  TimeSource,
  ToldSession,
} from '../model.ts';

/** Something said or done. */
export interface ArchivedEvent {
  time: EpochMs | null;
  from: string | null;
  fact: Fact;
  /** How many equal ones were told before, where the archive is in pieces. */
  nth?: number;
}

export interface ArchivedSession {
  of: 'sip' | 'xmpp';
  /** Keys that hold always; at least one. */
  links: string[];
  callIds: string[];
  conversation: string | null;
  thread: string | null;
  start: EpochMs | null;
  end: EpochMs | null;
  timeSource: TimeSource;
  told: ToldSession;
  opener: string | null;
  other: string | null;
  /** Everyone else who took part. */
  participants: readonly string[];
  modalities: readonly Modality[];
  provider: Extract<Marker, { kind: 'archived' }> | null;
  events: readonly ArchivedEvent[];
  /** For lists, at most 200 characters. */
  title: string;
}

const MOST_TITLE = 200;

/** Gives the messages in the order of their times; those without one first. */
export function giveArchived(session: ArchivedSession, record: LogRecord, out: Sink<Message>): void {
  const given: ArchivedMessage[] = [];
  const add = (id: string, time: EpochMs | null, from: string | null, to: string | null, facts: Fact[]) => {
    const message = messageOf(session, record, { id, time, from, to, facts });
    given.push(message);
    return message;
  };
  const modalities = session.modalities.map((media): Fact => ({ kind: 'media', media, port: null }));
  const opening = add('opening', session.start, session.opener, session.other, modalities);
  opening.told = session.told;
  for (const callId of session.callIds.slice(1)) add('call ' + callId, session.start, null, null, []).callId = callId;
  const known = new Set([session.opener, session.other, ...session.told.rooms]);
  for (const who of session.participants) {
    if (!known.has(who)) add('party ' + who, session.start, who, null, []);
  }
  const met = new Map<string, number>();
  for (const { time, from, fact, nth } of session.events) {
    const name = JSON.stringify([time, from, fact]);
    const before = nth ?? met.get(name) ?? 0;
    met.set(name, before + 1);
    add(`${name} ${before}`, time, from, null, [fact]);
  }
  if (session.end !== null) add('end', session.end, null, null, []);
  const byTime = given.sort((a, b) => (a.time === b.time ? 0 : (a.time ?? -Infinity) - (b.time ?? -Infinity)));
  for (const message of byTime) out(message);
}

type Told = Pick<ArchivedMessage, 'id' | 'time' | 'from' | 'to' | 'facts'>;

function messageOf(session: ArchivedSession, { place, further }: LogRecord, told: Told): ArchivedMessage {
  return {
    protocol: 'archive',
    of: session.of,
    links: session.links,
    callId: session.callIds[0] ?? null,
    conversation: session.conversation,
    thread: session.thread,
    places: further === undefined ? [place] : [place, ...further],
    timeSource: told.time === null ? 'none' : session.timeSource,
    direction: null,
    local: null,
    remote: null,
    side: null,
    title: session.title.slice(0, MOST_TITLE),
    markers: session.provider === null ? [] : [session.provider],
    ...told,
  };
}
