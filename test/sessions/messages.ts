/** Messages for the tests of sessions: short to write, real in shape. */
import type {
  EpochMs,
  Fact,
  Message,
  Place,
  SeenMarker,
  Session,
  SessionFragment,
  SipMessage,
  SourceId,
  XmppStanza,
} from '../../src/model.ts';
import { assemble, SessionBuilder, summarise } from '../../src/sessions/index.ts';

export const MINUTE = 60_000;

/** 2014-06-24T09:00:00Z and so many ms. */
export const at = (ms: number): EpochMs => (Date.UTC(2014, 5, 24, 9) + ms) as EpochMs;
export const place = (offset: number, source = 0): Place => ({ source: source as SourceId, offset, length: 100 });

const seen = { timeSource: 'log', direction: null, local: null, remote: null, side: null, markers: [] } as const;

let offset = 0;
/** A place that no other message has. */
export const nextPlace = (): Place => place((offset += 100));

export function sip(over: Partial<SipMessage> & { method: string }): SipMessage {
  return {
    ...seen,
    protocol: 'sip',
    places: [nextPlace()],
    time: at(0),
    from: 'alice@contoso.com',
    to: 'bob@yahoo.com',
    title: over.method,
    facts: [],
    markers: [],
    status: null,
    callId: 'call-1',
    cseq: 1,
    fromTag: 'a',
    toTag: null,
    conversation: null,
    event: null,
    links: [],
    ...over,
  };
}

export function stanza(over: Partial<XmppStanza>): XmppStanza {
  return {
    ...seen,
    protocol: 'xmpp',
    places: [nextPlace()],
    time: at(0),
    from: 'alice@contoso.com',
    to: 'bob@gmail.com',
    title: 'message',
    facts: [],
    markers: [],
    name: 'message',
    type: 'chat',
    id: null,
    fromJid: null,
    toJid: null,
    thread: null,
    payload: null,
    ...over,
  };
}

export const text = (said: string, over: Partial<Extract<Fact, { kind: 'text' }>> = {}): Fact => ({
  kind: 'text',
  from: null,
  to: [],
  text: said,
  contentType: 'text/plain',
  inInvite: false,
  ...over,
});

/** What the builder hands on, cut after each list. */
export function fragmentsOf(...lists: readonly (readonly Message[])[]): SessionFragment[] {
  const out: SessionFragment[] = [];
  for (const list of lists) {
    const builder = new SessionBuilder((fragment) => out.push(fragment));
    for (const message of list) builder.push(message);
    builder.end();
  }
  return out;
}

/** Files are ordered by number. */
export const read = (fragment: SessionFragment): Session => summarise(fragment, (source) => source);

/** The sessions of messages that came in the pieces given, by id. */
export function sessionsOf(...lists: readonly (readonly Message[])[]): Session[] {
  return readAll(fragmentsOf(...lists));
}

/** A session's markers are a set: here in one order, for comparing. */
export function readAll(fragments: readonly SessionFragment[]): Session[] {
  const spelled = (marker: SeenMarker): string => JSON.stringify(marker);
  return assemble(fragments)
    .map(({ fragment }) => read(fragment))
    .map((session) => ({ ...session, markers: session.markers.sort((a, b) => (spelled(a) < spelled(b) ? -1 : 1)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
