/**
 * Scenes whose truth is known, beside the talks: presence, conferences, files, forked calls and chats through an XMPP gateway. Each
 * message is seen in some of four traces (client, Front End, Edge inside and outside), on the way in and out, or sent again.
 */
import { Chance } from '../../demonstration/chance.ts';
import { INVITE, chat, sdp, sip, stanza, type SipLine } from '../golden/traffic.ts';

export interface TrueScene {
  callIds: string[];
  kind: string;
  participants: string[];
  messages: number;
  /** Ms after nine o'clock, of the first sighting; as the three below. */
  start: number;
  end: number;
  texts: [time: number, from: string, text: string][];
  presence: [time: number, who: string, state: string][];
  files: [name: string, accepted: boolean | null][];
}

interface Entry {
  at: number;
  trace: number;
  content: string;
}

const DAY = 8 * 60 * 60_000;
const TRACES = 4;
const XMPP = TRACES;
/** From one trace to the next, ms; every server logs a message twice. */
const HOP = 4;
const IM = sdp('m=message 5060 sip null');
const STATES = [
  [3500, 'Available'],
  [6500, 'Busy'],
  [9500, 'Do Not Disturb'],
  [15_500, 'Away'],
  [18_500, 'Offline'],
] as const;

/** One scene: its truth, and what the traces show of it. */
class Scene {
  readonly truth: TrueScene;
  readonly chance: Chance;
  readonly #entries: Entry[];
  #now: number;

  constructor(chance: Chance, entries: Entry[], kind: string, participants: string[]) {
    this.chance = chance;
    this.#entries = entries;
    this.#now = chance.between(0, DAY);
    const empty = { messages: 0, start: Infinity, end: 0, texts: [], presence: [], files: [] };
    this.truth = { callIds: [], kind, participants: participants.sort(), ...empty };
  }

  /** A SIP message in at least one trace. Gives the time at which it was seen first. */
  sip(line: SipLine): number {
    const { chance } = this;
    this.#now += chance.between(200, 20_000);
    if (line.callId !== undefined && !this.truth.callIds.includes(line.callId)) this.truth.callIds.push(line.callId);
    const sure = chance.between(0, TRACES - 1);
    let first = Infinity;
    for (let trace = 0; trace < TRACES; trace += 1) {
      if (trace !== sure && !chance.happens(0.5)) continue;
      const at = this.#now + trace * HOP;
      first = Math.min(first, at);
      this.#write(trace, at, sip({ ...line, at, direction: 'incoming' }));
      if (trace > 0) this.#write(trace, at + 1, sip({ ...line, at: at + 1, direction: 'outgoing' }));
      if (chance.happens(0.1)) this.#write(trace, at + 500, sip({ ...line, at: at + 500, direction: 'outgoing' }));
    }
    return this.#count(first);
  }

  /** The stanza that a SIP message becomes, moments later; of its own time, which is not the text's. */
  stanza(xml: string): void {
    const at = this.#now + TRACES * HOP + this.chance.between(10, 150);
    this.#write(XMPP, at, stanza({ xml, at }));
    this.#count(at);
  }

  #write(trace: number, at: number, content: string): void {
    this.#entries.push({ at, trace, content });
  }

  #count(time: number): number {
    this.truth.messages += 1;
    this.truth.start = Math.min(this.truth.start, time);
    this.truth.end = Math.max(this.truth.end, time);
    return time;
  }
}

export function trueScenes({ seed, scenes, files }: { seed: number; scenes: number; files: number }): {
  scenes: TrueScene[];
  files: string[];
} {
  const chance = new Chance(seed);
  const entries: Entry[] = [];
  const makers = [presenceScene, conferenceScene, fileScene, forkedScene, gatewayScene];
  const made = Array.from({ length: scenes }, (_, index) => chance.pick(makers)(chance, entries, index));
  entries.sort((a, b) => a.at - b.at);
  const logs = Array.from({ length: TRACES + 1 }, (_, trace) => entries.filter((entry) => entry.trace === trace));
  const parts = logs.flatMap((log) => {
    const cuts = Array.from({ length: files - 1 }, () => chance.between(0, log.length)).sort((a, b) => a - b);
    return [...cuts, log.length].map((to, index) => log.slice(cuts[index - 1] ?? 0, to));
  });
  const contents = parts.map((part) => part.map(({ content }) => content).join(''));
  return { scenes: made, files: contents.filter((content) => content !== '') };
}

const alice = (chance: Chance): string => `alice${chance.between(1, 9)}@contoso.com`;
const bob = (chance: Chance): string => `bob${chance.between(1, 9)}@fabrikam.com`;
const end = (who: string, tag: string): string => `<sip:${who}>;tag=${tag}`;

function presenceScene(chance: Chance, entries: Entry[], index: number): TrueScene {
  const [watcher, watched] = [alice(chance), bob(chance)];
  const scene = new Scene(chance, entries, 'presence', [watcher, watched]);
  const call = { callId: `presence${index}`, headers: ['Event: presence'] };
  const ask = { ...call, from: end(watcher, 'a'), cseq: '1 SUBSCRIBE' };
  scene.sip({ ...ask, start: `SUBSCRIBE sip:${watched} SIP/2.0`, to: `<sip:${watched}>` });
  const shown = (line: SipLine): void => {
    const [availability, state] = chance.pick(STATES);
    const body = `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:${watched}"><category name="state"><state type="aggregateState"><availability>${availability}</availability></state></category></categories>`;
    const time = scene.sip({ ...line, type: 'application/msrtc-event-categories+xml', body });
    scene.truth.presence.push([time, watched, state]);
  };
  shown({ ...ask, start: 'SIP/2.0 200 OK', to: end(watched, 'b') });
  for (let cseq = 2; cseq < 2 + chance.between(0, 6); cseq += 1) {
    const method = chance.happens(0.7) ? 'BENOTIFY' : 'NOTIFY';
    const ends = { from: end(watched, 'b'), to: end(watcher, 'a') };
    shown({ ...call, ...ends, start: `${method} sip:${watcher} SIP/2.0`, cseq: `${cseq} ${method}` });
  }
  return scene.truth;
}

function conferenceScene(chance: Chance, entries: Entry[], index: number): TrueScene {
  const [organiser, guest] = [alice(chance), bob(chance)];
  const scene = new Scene(chance, entries, 'im', [organiser, guest]);
  const uri = (kind: string): string => `sip:${organiser};gruu;opaque=app:conf:${kind}:id:C${index}X`;
  const join = (kind: string, who: string, tag: string): void => {
    const callId = `${kind}${index}.${tag}`;
    scene.sip({ start: `INVITE ${uri(kind)} SIP/2.0`, callId, from: end(who, tag), to: `<${uri(kind)}>`, ...IM });
  };
  join('focus', organiser, 'o');
  join('chat', organiser, 'o');
  join('chat', guest, 'g');
  for (let cseq = 2; cseq < 3 + chance.between(0, 6); cseq += 1) {
    const speaker = chance.happens(0.5) ? organiser : guest;
    const [other, tag] = speaker === organiser ? [guest, 'g'] : [organiser, 'o'];
    const text = `${chance.hex(6)} in conference ${index}`;
    const time = scene.sip({
      start: `MESSAGE sip:${other} SIP/2.0`,
      callId: `chat${index}.${tag}`,
      from: `<${uri('chat')}>;tag=m`,
      to: end(other, tag),
      cseq: `${cseq} MESSAGE`,
      headers: [`Ms-Sender: <sip:${speaker}>`],
      type: 'text/plain',
      body: text,
    });
    scene.truth.texts.push([time, speaker, text]);
  }
  return scene.truth;
}

function fileScene(chance: Chance, entries: Entry[], index: number): TrueScene {
  const [giver, taker] = [alice(chance), bob(chance)];
  const scene = new Scene(chance, entries, 'other', [giver, taker]);
  const callId = `file${index}`;
  const name = `plan ${index}.xlsx`;
  const form = (step: string): Pick<SipLine, 'type' | 'body'> => ({
    type: 'application/ms-filetransfer+xml',
    body: `<request xmlns="http://schemas.microsoft.com/rtc/2009/05/filetransfer" requestId="1"><${step}><fileInfo><id>{${index}}</id><name>${name}</name><size>9</size></fileInfo></${step}></request>`,
  });
  scene.sip({ start: INVITE, callId, from: end(giver, 'a'), to: `<sip:${taker}>`, ...form('publishFile') });
  const accepted = chance.pick([true, false, null]);
  scene.truth.files.push([name, accepted]);
  if (accepted === null) return scene.truth;
  const step = accepted ? 'downloadFile' : 'cancelTransfer';
  const back = { from: end(taker, 'b'), to: end(giver, 'a') };
  scene.sip({ start: `INFO sip:${giver} SIP/2.0`, callId, ...back, cseq: '1 INFO', ...form(step) });
  return scene.truth;
}

function forkedScene(chance: Chance, entries: Entry[], index: number): TrueScene {
  const [caller, called] = [alice(chance), bob(chance)];
  const scene = new Scene(chance, entries, 'im', [caller, called]);
  const call = { callId: `fork${index}`, from: end(caller, 'a') };
  scene.sip({ ...call, start: INVITE, to: `<sip:${called}>`, ...IM });
  const devices = Array.from({ length: chance.between(2, 4) }, (_, device) => `d${device}`);
  const rings = (start: string, tag: string): void =>
    void scene.sip({ ...call, start, to: end(called, tag), cseq: '1 INVITE' });
  for (const tag of devices) rings('SIP/2.0 180 Ringing', tag);
  const taken = chance.pick(devices);
  rings('SIP/2.0 200 OK', taken);
  for (const tag of devices) if (tag !== taken) rings('SIP/2.0 487 Request Terminated', tag);
  const text = `to one of ${devices.length}`;
  const said = { to: end(called, taken), cseq: '2 MESSAGE', type: 'text/plain', body: text };
  scene.truth.texts.push([scene.sip({ ...call, start: `MESSAGE sip:${called} SIP/2.0`, ...said }), caller, text]);
  return scene.truth;
}

/** Each scene has a pair of its own: chats of one pair near in time are one. */
function gatewayScene(chance: Chance, entries: Entry[], index: number): TrueScene {
  const [caller, called] = [alice(chance), `dana${index}@gmail.com`];
  const scene = new Scene(chance, entries, 'im', [caller, called]);
  const callId = `gateway${index}`;
  for (let cseq = 2; cseq < 3 + chance.between(0, 6); cseq += 1) {
    const out = chance.happens(0.5);
    const [from, to] = out ? [caller, called] : [called, caller];
    const text = chance.happens(0.3) ? 'ok' : `${chance.hex(6)} through the gateway`;
    const ends = { from: end(from, out ? 'a' : 'b'), to: end(to, out ? 'b' : 'a') };
    const said = { cseq: `${cseq} MESSAGE`, type: 'text/plain', body: text };
    const time = scene.sip({ start: `MESSAGE sip:${to} SIP/2.0`, callId, ...ends, ...said });
    scene.truth.texts.push([time, from, text]);
    scene.stanza(chat(`${from}/x`, `${to}/y`, `<body>${text}</body>`, `id="${chance.hex(12)}"`));
  }
  return scene.truth;
}
