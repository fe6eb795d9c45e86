/**
 * A long Edge trace for benchmarks, as a stream. A few dozen sessions are rendered once; then their records are copied
 * again and again, many sessions at a time, with their own Call-ID, conversation, time and sequence written over the
 * template's. Copying is far faster than what it is measured with, and holds no more memory than the templates.
 */
import { Chance } from './chance.ts';
import { EdgeTrace, traceText } from './edge-trace.ts';
import { CONTACTS, contact, linkTo, own, type OtherSide } from './people.ts';
import type { SipDialog } from './sip-dialog.ts';
import { SipScenes } from './sip-scenes.ts';
import { talks, type Line } from './talk.ts';

export const CHUNK_BYTES = 65_536;
const TALK_TEMPLATES = 36;
const PRESENCE_TEMPLATES = 12;
/** Sessions that run side by side. */
const AT_A_TIME = 200;
const FIRST_TIME = Date.UTC(2013, 0, 7, 6);
const USERS = ['alice', 'ben', 'carla', 'daniel', 'emma', 'felix', 'grace', 'wei'].map((name) => name + '@contoso.com');
const SIDES: readonly OtherSide[] = ['yahoo', 'aol', 'messenger', 'fabrikam', 'litware', 'proseware'];
const STAMP_LENGTH = 'MM/DD/YYYY-HH:MM:SS.mmm.00000000'.length;
/** Digits of a Call-ID and of a conversation that count the sessions. */
const COUNTED = 12;
const HEX = new TextEncoder().encode('0123456789ABCDEF');

interface Template {
  records: TemplateRecord[];
}
interface TemplateRecord {
  bytes: Uint8Array;
  /** Where the time stamp begins. */
  stamp: number;
  /** Where digits are that must differ from session to session. */
  counted: number[];
}
interface Running {
  template: Template;
  next: number;
  number: number;
}

/** What went into a trace. */
export interface BigTraceTally {
  bytes: number;
  /** Begun; those at the end may be cut short. */
  sessions: number;
  /** Records: twice the messages, once for each hop. */
  records: number;
}

/** About `bytes` of trace in chunks of 64 KiB (the last is shorter); it ends with a whole record. */
export function* bigTrace(seed: number, bytes: number): Generator<Uint8Array<ArrayBuffer>, BigTraceTally> {
  const chance = new Chance(seed);
  const templates = makeTemplates(new Chance(seed + 1));
  const longest = Math.max(...templates.flatMap(({ records }) => records.map((record) => record.bytes.length)));
  const clock = new Clock(FIRST_TIME);
  const tally: BigTraceTally = { bytes: 0, sessions: 0, records: 0 };
  const begin = (): Running => ({ template: chance.pick(templates), next: 0, number: (tally.sessions += 1) });
  const running = Array.from({ length: AT_A_TIME }, begin);
  let buffer = new Uint8Array(CHUNK_BYTES + longest);
  let length = 0;
  while (tally.bytes < bytes) {
    const index = Math.floor(chance.next() * AT_A_TIME);
    const session = running[index]!;
    const record = session.template.records[session.next]!;
    buffer.set(record.bytes, length);
    clock.tick(1 + (tally.records % 7));
    clock.write(buffer, length + record.stamp, tally.records);
    for (const at of record.counted) writeHex(buffer, length + at, session.number, COUNTED);
    length += record.bytes.length;
    tally.bytes += record.bytes.length;
    tally.records += 1;
    session.next += 1;
    if (session.next === session.template.records.length) running[index] = begin();
    if (length < CHUNK_BYTES) continue;
    const full = buffer;
    buffer = new Uint8Array(CHUNK_BYTES + longest);
    buffer.set(full.subarray(CHUNK_BYTES, length));
    length -= CHUNK_BYTES;
    yield full.subarray(0, CHUNK_BYTES);
  }
  if (length > 0) yield buffer.subarray(0, length);
  return tally;
}

function makeTemplates(chance: Chance): Template[] {
  const templates: Template[] = [];
  for (let index = 0; index < TALK_TEMPLATES + PRESENCE_TEMPLATES; index += 1) {
    const trace = new EdgeTrace(chance);
    const scenes = new SipScenes(trace, chance);
    const side = chance.pick(SIDES);
    const user = chance.pick(USERS);
    const remote = contact(side, chance.pick(CONTACTS[side]));
    const setting = { start: FIRST_TIME, own: own(user, FIRST_TIME), remote, link: linkTo(side) };
    const dialog =
      index < TALK_TEMPLATES
        ? scenes.talk(setting, { lines: longTalk(chance), first: chance.pick(['message', 'invite'] as const) })
        : scenes.presence(setting, [3500, 6500, 12_500, 3500], chance.pick(['pidf', 'categories'] as const));
    templates.push(templateOf(trace, dialog));
  }
  return templates;
}

/** About seven texts: with INVITE, ACK, BYE and the answers some twenty messages. */
function longTalk(chance: Chance): Line[] {
  const lines: Line[] = [];
  while (lines.length < 6) lines.push(...chance.pick(talks));
  return lines;
}

function templateOf(trace: EdgeTrace, { callId, conversation }: SipDialog): Template {
  const encoder = new TextEncoder();
  const records = trace.records
    .sort((a, b) => a.time - b.time)
    .map((record) => {
      const text = traceText([record]);
      const bytes = encoder.encode(text);
      // All that stands before a place to be written over is ASCII, but for the display names of some.
      const offsetOf = (index: number): number => encoder.encode(text.slice(0, index)).length;
      const counted = [...placesOf(text, callId), ...placesOf(text, conversation).map((at) => at + 2)].map(offsetOf);
      return { bytes, stamp: offsetOf(text.indexOf('::') + 2), counted };
    });
  return { records };
}

function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

/** Writes time stamps, of which only the last digits change from record to record. */
class Clock {
  #time: number;
  #minute = -1;
  #stamp = new Uint8Array(STAMP_LENGTH);

  constructor(time: number) {
    this.#time = time;
  }

  tick(ms: number): void {
    this.#time += ms;
  }

  write(buffer: Uint8Array, at: number, sequence: number): void {
    const minute = Math.floor(this.#time / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      const iso = new Date(this.#time).toISOString();
      const text = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}-${iso.slice(11, 17)}00.000.00000000`;
      this.#stamp.set(new TextEncoder().encode(text));
    }
    buffer.set(this.#stamp, at);
    const ms = this.#time - minute * 60_000;
    const seconds = Math.floor(ms / 1000);
    writeDecimal(buffer, at + 17, seconds, 2);
    writeDecimal(buffer, at + 20, ms % 1000, 3);
    writeHex(buffer, at + 24, sequence, 8);
  }
}

function writeDecimal(buffer: Uint8Array, at: number, value: number, digits: number): void {
  let rest = value;
  for (let index = digits - 1; index >= 0; index -= 1) {
    buffer[at + index] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function writeHex(buffer: Uint8Array, at: number, value: number, digits: number): void {
  let rest = value;
  for (let index = digits - 1; index >= 0; index -= 1) {
    buffer[at + index] = HEX[rest & 15]!;
    rest >>>= 4;
  }
}
