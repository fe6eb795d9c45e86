/**
 * Talks whose truth is known: hundreds at once, interleaved, each message seen on one hop, on two, or sent again; SIP in the
 * traces of both sides of an Edge, XMPP in the logs of both clients. The logs are then rotated at any message.
 */
import { Chance } from '../../demonstration/chance.ts';
import { INVITE, base64, chat, sdp, sip, stanza, type SipLine } from '../golden/traffic.ts';

export interface TrueTalk {
  protocol: 'sip' | 'xmpp';
  callIds: string[];
  modalities: string[];
  participants: string[];
  messages: number;
  /** Ms after nine o'clock, of the first hop that was seen. */
  texts: { time: number; from: string; text: string }[];
  start: number;
  end: number;
}

export interface TrueLogs {
  talks: TrueTalk[];
  files: string[];
}

interface Entry {
  at: number;
  log: number;
  content: string;
}

const DAY = 8 * 60 * 60_000;
/** So much later the outer trace, or the other client, sees a message. */
const HOP = 3;

export function trueLogs({ seed, talks, files }: { seed: number; talks: number; files: number }): TrueLogs {
  const chance = new Chance(seed);
  const entries: Entry[] = [];
  const truths: TrueTalk[] = [];
  for (let index = 0; index < talks; index += 1) {
    const talk = chance.happens(0.6) ? sipTalk(chance, index, entries) : xmppTalk(chance, index, entries);
    truths.push(talk);
  }
  entries.sort((a, b) => a.at - b.at);
  return { talks: truths, files: [0, 1, 2, 3].flatMap((log) => rotated(chance, entries, log, files)) };
}

function rotated(chance: Chance, entries: readonly Entry[], log: number, files: number): string[] {
  const own = entries.filter((entry) => entry.log === log);
  const cuts = Array.from({ length: files - 1 }, () => chance.between(0, own.length)).sort((a, b) => a - b);
  const edges = [0, ...cuts, own.length];
  const parts = edges.slice(1).map((to, index) => own.slice(edges[index], to));
  return parts.map((part) => part.map(({ content }) => content).join('')).filter((content) => content !== '');
}

/** What of the hops is seen: the inner, the outer, both, or one of them twice. Gives the time of the first. */
function seen(chance: Chance, entries: Entry[], at: number, first: number, write: (at: number) => string): number {
  const [inner, outer, again] = [chance.happens(0.8), chance.happens(0.6), chance.happens(0.1)];
  if (inner || !outer) entries.push({ at, log: first, content: write(at) });
  if (outer) entries.push({ at: at + HOP, log: first + 1, content: write(at + HOP) });
  if (again) entries.push({ at: at + 500, log: first + 1, content: write(at + 500) });
  return inner || !outer ? at : at + HOP;
}

function emptyTalk(protocol: TrueTalk['protocol'], participants: string[]): TrueTalk {
  const modalities = ['im'];
  return {
    protocol,
    callIds: [],
    modalities,
    participants: participants.sort(),
    messages: 0,
    texts: [],
    start: Infinity,
    end: 0,
  };
}

/** Only the first sighting counts for the start and the end. */
function count(talk: TrueTalk, time: number): number {
  talk.messages += 1;
  talk.start = Math.min(talk.start, time);
  talk.end = Math.max(talk.end, time);
  return time;
}

function sipTalk(chance: Chance, index: number, entries: Entry[]): TrueTalk {
  const alice = `alice${chance.between(1, 20)}@contoso.com`;
  const bob = `bob${chance.between(1, 20)}@fabrikam.com`;
  const talk = emptyTalk('sip', [alice, bob]);
  const legs = chance.happens(0.3) ? 2 : 1;
  const conversation = legs > 1 || chance.happens(0.3) ? [`Ms-Conversation-ID: conv${index}`] : [];
  let at = chance.between(0, DAY);
  for (let leg = 0; leg < legs; leg += 1) {
    const callId = `talk${index}.${leg}`;
    talk.callIds.push(callId);
    at = sipLeg({ chance, talk, entries, callId, conversation, alice, bob, at }) + chance.between(50, 90_000);
  }
  talk.modalities.sort();
  return talk;
}

interface Leg {
  chance: Chance;
  talk: TrueTalk;
  entries: Entry[];
  callId: string;
  conversation: string[];
  alice: string;
  bob: string;
  at: number;
}

function sipLeg({ chance, talk, entries, callId, conversation, alice, bob, at }: Leg): number {
  let now = at;
  const ends = { alice: `<sip:${alice}>;tag=a`, bob: `<sip:${bob}>;tag=b` };
  const send = (line: SipLine): number => {
    now += chance.between(10, 20_000);
    return count(
      talk,
      seen(chance, entries, now, 0, (time) => sip({ ...line, callId, at: time })),
    );
  };
  const early = chance.happens(0.3) ? `first of ${callId}` : null;
  const format = early === null ? [] : [`ms-text-format: text/plain; charset=UTF-8;ms-body=${base64(early)}`];
  const im = sdp('m=message 5060 sip null');
  const opening = {
    from: ends.alice,
    to: `<sip:${bob}>`,
    cseq: '1 INVITE',
    headers: [...conversation, ...format],
    ...im,
  };
  const opened = send({ start: INVITE, ...opening });
  if (early !== null) talk.texts.push({ time: opened, from: alice, text: early });
  send({ start: 'SIP/2.0 200 OK', from: ends.alice, to: ends.bob, cseq: '1 INVITE', ...im });
  let cseq = 1;
  if (early !== null && chance.happens(0.5)) {
    cseq += 1;
    send({ ...textLine(ends.alice, ends.bob, cseq), body: early });
  }
  for (let left = chance.between(1, 8); left > 0; left -= 1) {
    cseq += 1;
    const [from, to, who] = chance.happens(0.5) ? [ends.alice, ends.bob, alice] : [ends.bob, ends.alice, bob];
    const text = chance.happens(0.2) ? 'ok' : `${chance.hex(6)} grüße ${callId}`;
    const time = send({ ...textLine(from, to, cseq), body: text });
    talk.texts.push({ time, from: who, text });
    send({ start: 'SIP/2.0 200 OK', from, to, cseq: `${cseq} MESSAGE` });
  }
  if (chance.happens(0.2)) {
    cseq += 1;
    const audio = sdp('m=audio 50000 RTP/AVP 0');
    send({ start: INVITE, from: ends.alice, to: ends.bob, cseq: `${cseq} INVITE`, ...audio });
    if (!talk.modalities.includes('audio')) talk.modalities.push('audio');
  }
  send({ start: 'BYE sip:x@fabrikam.com SIP/2.0', from: ends.bob, to: ends.alice, cseq: '99 BYE' });
  return now;
}

function textLine(from: string, to: string, cseq: number): SipLine {
  return {
    start: 'MESSAGE sip:x@fabrikam.com SIP/2.0',
    from,
    to,
    cseq: `${cseq} MESSAGE`,
    type: 'text/plain; charset=UTF-8',
  };
}

/** Each talk has a pair of its own, so that no silence between two talks is needed. */
function xmppTalk(chance: Chance, index: number, entries: Entry[]): TrueTalk {
  const carol = `carol${index}@contoso.com`;
  const dave = `dave${chance.between(1, 20)}@jabber.example`;
  const talk = emptyTalk('xmpp', [carol, dave]);
  let now = chance.between(0, DAY);
  for (let left = chance.between(1, 12); left > 0; left -= 1) {
    now += chance.between(10, 20 * 60_000);
    const out = chance.happens(0.5);
    const [from, to] = out ? [carol, dave] : [dave, carol];
    const text = chance.happens(0.2) ? 'ok' : `${chance.hex(6)} grüße ${index}`;
    const id = chance.hex(12);
    const xml = chat(`${from}/x`, `${to}/y`, `<body>${text}</body>`, `id="${id}"`);
    const time = count(
      talk,
      seen(chance, entries, now, 2, (at) => stanza({ xml, at, sent: out })),
    );
    talk.texts.push({ time, from, text });
  }
  return talk;
}
