/**
 * XMPP whose truth is known: chats with corrections, retractions, receipts, refusals, files, calls, carbons and archive
 * results, presence, rooms. Each stanza is in the log of the one server, of the other, or of both; the logs are then rotated
 * at any stanza.
 */
import { Chance } from '../../demonstration/chance.ts';
import { chat, stanza } from '../golden/traffic.ts';

/** Times are ms after nine o'clock, of the first sighting. Indexes are of `texts`. */
export interface TrueText {
  time: number;
  from: string;
  text: string;
  failed?: true;
  corrects?: number;
  corrected?: number;
  retracted?: { time: number; by: string };
  receipt?: 'delivered';
}
export interface TrueStanzas {
  modalities: string[];
  participants: string[];
  thread: string | null;
  messages: number;
  texts: TrueText[];
  presence: { time: number; who: string; state: string }[];
  files: string[];
  start: number;
  end: number;
}

interface Entry {
  at: number;
  log: number;
  content: string;
}

const DAY = 8 * 60 * 60_000;
const MINUTE = 60_000;
/** So much later the other server sees a stanza. */
const HOP = 3;
const ROOMS = 'rooms.contoso.com';

export function trueStanzas({ seed, talks, files }: { seed: number; talks: number; files: number }): {
  talks: TrueStanzas[];
  files: string[];
} {
  const chance = new Chance(seed);
  const entries: Entry[] = [];
  const truths = Array.from({ length: talks }, (_, index) => {
    const [one, other] = [`carol${index}@contoso.com`, `dave${chance.between(1, 20)}@jabber.example`];
    const talk = new Talk(chance, entries, chance.between(0, DAY), [one, other]);
    const kind = chance.next();
    if (kind < 0.6) chatBetween(talk, index, one, other);
    else if (kind < 0.8) presenceBetween(talk, one, other);
    else roomOf(talk, index, [one, other, `erin${index}@contoso.com`]);
    return talk.told();
  });
  entries.sort((a, b) => a.at - b.at);
  return { talks: truths, files: [0, 1].flatMap((log) => rotated(chance, entries, log, files)) };
}

function rotated(chance: Chance, entries: readonly Entry[], log: number, files: number): string[] {
  const own = entries.filter((entry) => entry.log === log);
  const cuts = Array.from({ length: files - 1 }, () => chance.between(0, own.length)).sort((a, b) => a - b);
  const edges = [0, ...cuts, own.length];
  const parts = edges.slice(1).map((to, index) => own.slice(edges[index], to));
  return parts.map((part) => part.map(({ content }) => content).join('')).filter((content) => content !== '');
}

class Talk {
  readonly texts: TrueText[] = [];
  readonly presence: TrueStanzas['presence'] = [];
  readonly files: string[] = [];
  readonly modalities = new Set<string>();
  readonly participants: string[];
  readonly chance: Chance;
  thread: string | null = null;
  now: number;
  readonly #entries: Entry[];
  #messages = 0;
  #start = Infinity;
  #end = 0;

  constructor(chance: Chance, entries: Entry[], now: number, participants: string[]) {
    this.chance = chance;
    this.#entries = entries;
    this.now = now;
    this.participants = participants;
  }

  /** A new message, seen by one of the servers or by both. Gives the time of its first sighting. */
  send(xml: string, after: number = this.chance.between(10, 20 * MINUTE)): number {
    this.now += after;
    const [one, other] = [this.chance.happens(0.8), this.chance.happens(0.6)];
    if (one || !other) this.log(xml, this.now, 0);
    if (other) this.log(xml, this.now + HOP, 1);
    const time = one || !other ? this.now : this.now + HOP;
    this.#messages += 1;
    this.#start = Math.min(this.#start, time);
    this.#end = Math.max(this.#end, time);
    return time;
  }

  /** What is no new message. */
  log(xml: string, at: number, log: number): void {
    this.#entries.push({ at, log, content: stanza({ xml, at, sent: log === 0 }) });
  }

  told(): TrueStanzas {
    return {
      modalities: [...this.modalities].sort(),
      participants: this.participants.sort(),
      thread: this.thread,
      messages: this.#messages,
      texts: this.texts,
      presence: this.presence,
      files: this.files,
      start: this.#start,
      end: this.#end,
    };
  }
}

/** A text that may still be corrected, taken back or received, with its id. */
interface Open {
  id: string;
  index: number;
}

function chatBetween(talk: Talk, index: number, carol: string, dave: string): void {
  const { chance, texts } = talk;
  const thread = chance.happens(0.5) ? `t${index}` : null;
  talk.thread = thread;
  talk.modalities.add('im');
  const open = new Map<string, Open[]>([
    [carol, []],
    [dave, []],
  ]);
  const named = (): string => (thread !== null && chance.happens(0.6) ? `<thread>${thread}</thread>` : '');
  const say = (from: string, inner: string, id: string, more = named()): string =>
    chat(`${from}/x`, `${from === carol ? dave : carol}/y`, inner + more, `id="${id}"`);
  const text = (from: string, words: string, inner = '', more = named()): TrueText => {
    const id = chance.hex(12);
    const xml = say(from, `<body>${words}</body>${inner}`, id, more);
    const said: TrueText = { time: talk.send(xml), from, text: words };
    open.get(from)!.push({ id, index: texts.push(said) - 1 });
    if (chance.happens(0.2)) talk.log(carbonOf(xml, carol, from === carol), talk.now + 50, 0);
    if (chance.happens(0.1)) talk.log(archived(xml, carol), talk.now + 5 * MINUTE, 0);
    return said;
  };
  text(carol, `first ${index}`, '', thread === null ? '' : `<thread>${thread}</thread>`);
  for (let left = chance.between(1, 12); left > 0; left -= 1) {
    const [from, other] = chance.happens(0.5) ? [carol, dave] : [dave, carol];
    const what = chance.next();
    const mine = open.get(from)!;
    if (what < 0.4) text(from, chance.happens(0.2) ? 'ok' : `${chance.hex(6)} grüße ${index}`);
    else if (what < 0.5)
      talk.send(say(from, '<composing xmlns="http://jabber.org/protocol/chatstates"/>', chance.hex(12)));
    else if (what < 0.6) {
      const url = `https://files.contoso.com/${chance.hex(4)}/${chance.hex(4)}.pdf`;
      text(from, url, `<x xmlns="jabber:x:oob"><url>${url}</url></x>`);
      talk.files.push(url.slice(url.lastIndexOf('/') + 1));
      talk.modalities.add('file');
    } else if (what < 0.7) call(talk, from, other);
    else if (mine.length > 0)
      answered(talk, say, what, mine.splice(chance.between(0, mine.length - 1), 1)[0]!, from, other);
  }
}

/** What becomes of a text. */
function answered(
  talk: Talk,
  say: (from: string, inner: string, id: string) => string,
  what: number,
  { id, index }: Open,
  from: string,
  other: string,
): void {
  const { chance, texts } = talk;
  const meant = texts[index]!;
  const own = chance.hex(12);
  if (what < 0.8) {
    const replace = `<replace xmlns="urn:xmpp:message-correct:0" id="${id}"/>`;
    const time = talk.send(say(from, `<body>better ${own}</body>${replace}`, own));
    meant.corrected = texts.push({ time, from, text: `better ${own}`, corrects: index }) - 1;
  } else if (what < 0.87) {
    const time = talk.send(say(from, `<retract xmlns="urn:xmpp:message-retract:1" id="${id}"/>`, own));
    meant.retracted = { time, by: from };
  } else if (what < 0.94) {
    talk.send(say(other, `<received xmlns="urn:xmpp:receipts" id="${id}"/>`, own));
    meant.receipt = 'delivered';
  } else {
    const refusal = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
    talk.send(say(other, refusal, id).replace('type="chat"', 'type="error"'));
    meant.failed = true;
  }
}

/** It may last longer than the silence that would end the talk. */
function call(talk: Talk, from: string, other: string): void {
  const sid = talk.chance.hex(8);
  const audio = '<content name="a"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></content>';
  const step = (who: string, whom: string, action: string, inner: string): string =>
    `<iq xmlns="jabber:client" type="set" id="${talk.chance.hex(12)}" from="${who}/x" to="${whom}/y"><jingle xmlns="urn:xmpp:jingle:1" action="${action}" sid="${sid}">${inner}</jingle></iq>`;
  talk.send(step(from, other, 'session-initiate', audio));
  talk.send(step(other, from, 'session-accept', audio), 5_000);
  talk.send(step(from, other, 'session-terminate', '<reason><success/></reason>'), talk.chance.between(1, 90) * MINUTE);
  talk.modalities.add('audio');
}

function carbonOf(xml: string, account: string, isSent: boolean): string {
  const name = isSent ? 'sent' : 'received';
  return `<message xmlns="jabber:client" from="${account}" to="${account}/phone" type="chat"><${name} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${xml}</forwarded></${name}></message>`;
}

function archived(xml: string, account: string): string {
  return `<message xmlns="jabber:client" from="${account}" to="${account}/phone"><result xmlns="urn:xmpp:mam:2" id="a"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2014-06-24T09:00:00Z"/>${xml}</forwarded></result></message>`;
}

const STATES = [
  ['', 'Available'],
  ['<show>away</show>', 'Away'],
  ['<show>dnd</show><status>busy</status>', 'Busy'],
  ['<show>xa</show><priority>-1</priority>', 'Away'],
] as const;

function presenceBetween(talk: Talk, carol: string, dave: string): void {
  const { chance } = talk;
  talk.modalities.add('presence');
  const presence = (from: string, to: string, type: string, inner: string): string =>
    `<presence xmlns="jabber:client" from="${from}" to="${to}" id="${chance.hex(12)}"${type}>${inner}</presence>`;
  talk.send(presence(carol, dave, ' type="subscribe"', ''));
  talk.send(presence(dave, carol, ' type="subscribed"', ''));
  for (let left = chance.between(1, 8); left > 0; left -= 1) {
    const [who, whom] = chance.happens(0.5) ? [carol, dave] : [dave, carol];
    const gone = chance.happens(0.2);
    const [inner, state] = gone ? ['', 'Offline'] : chance.pick(STATES);
    const time = talk.send(presence(`${who}/x`, whom, gone ? ' type="unavailable"' : '', inner));
    talk.presence.push({ time, who, state });
  }
}

/** The room is on the first server: it sees all; the second sees what goes to and from its own people. */
function roomOf(talk: Talk, index: number, people: readonly string[]): void {
  const { chance } = talk;
  const room = `r${index}@${ROOMS}`;
  talk.participants.splice(0, Infinity, room, ...people);
  for (const modality of ['im', 'multiparty', 'presence']) talk.modalities.add(modality);
  const nick = (who: string): string => `${room}/N${people.indexOf(who)}`;
  const isAway = (who: string): boolean => who.endsWith('@jabber.example');
  for (const who of people) {
    for (const whom of people) {
      talk.send(
        `<presence xmlns="jabber:client" from="${nick(who)}" to="${whom}/x" id="${chance.hex(12)}"><x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="member" role="participant" jid="${who}/x"/></x></presence>`,
        chance.between(10, 1_000),
      );
    }
  }
  for (let left = chance.between(1, 8); left > 0; left -= 1) {
    const from = chance.pick(people);
    const [id, words] = [chance.hex(12), chance.happens(0.3) ? 'ok' : `${chance.hex(6)} in ${index}`];
    const said = (one: string, to: string): string =>
      chat(one, to, `<body>${words}</body>`, `id="${id}"`).replace('type="chat"', 'type="groupchat"');
    const time = talk.send(said(`${from}/x`, room));
    for (const whom of people) {
      const copy = said(nick(from), `${whom}/x`);
      if (chance.happens(0.9)) talk.log(copy, talk.now + 5, 0);
      if (isAway(whom) && chance.happens(0.9)) talk.log(copy, talk.now + 5 + HOP, 1);
    }
    talk.texts.push({ time, from, text: words });
  }
}
