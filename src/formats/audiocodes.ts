/**
 * Lines that AudioCodes session border controllers send to syslog (seen). A message longer than a line goes on in further
 * ones, each with the next number of the device; lines of other sessions, or of other devices, may stand between.
 *
 *     <133>[S=1718476] [SID=b9027c:24:198173]  (N  6891753) ---- Incoming SIP Message from … ---- #012SIP/2.0 200 OK … [Time:29-08@17:52:50.123]
 *     <133>[S=1718477] [SID=b9027c:24:198173] …rest of it [Time:29-08@17:52:50.123]
 *
 * `SID` is device, restarts and session; older versions write `[SID:1034099026]` (recalled). The device may be told to leave
 * either tag out: then a part is known by the other one.
 */
import { SPACE, bytesOf, decode, find } from '../bytes/text.ts';
import { breakAt } from './escaped-line.ts';
import { findStamp, type Stamp } from './stamps.ts';
import type { StreamReads } from './stream-reads.ts';

const TAGS_WITHIN = 500;
const NUMBER = bytesOf('[S=');
const SESSION = bytesOf('[SID');
const MESSAGE = bytesOf(' SIP Message ');
const RULE = bytesOf(' ---- ');
const TIME = bytesOf('[Time:');
const HEAD =
  /---- (Incoming|Outgoing) SIP Message (?:from|to) (\S+) (?:to|from) \S+(?: #\S+)?(?: \([^)]*\))?(?: ([A-Z]+))?/;
const TAGS = /^(.*?)(?:\[S=(\d+)\](?:[^[]{0,60}\[([SB])ID[=:]([^\]]*)\])?|\[(S)ID[=:]([^\]]*)\])(?:\s*\(N\s+\d+\))?/;
/** What differs between the lines of a device: priority, level and clock. */
const CHANGING = /^<\d{1,3}>|\d{1,2}:\d\d:\d\d(?:[.,]\d+)?|\b(?:ERROR|WARNING|NOTICE|INFO|DEBUG)\b/g;
/** What the device writes of other things: the part of it that speaks, and a number. */
const OTHER = /^\s*\(\s*\w+\s*\)\s*\(/;
/** Day, month, clock. */
const DEVICE_TIME = /^ ?\[Time:(\d\d)-(\d\d)@(\d\d:\d\d:\d\d\.\d+)\]/;
/** A message is not broken into more. */
const MOST_PARTS = 64;

export interface DeviceTags {
  /** Of the line, counted by the device; null = it does not say. */
  number: number | null;
  /** '' = it does not say. */
  session: string;
  /** The line belongs to no session, and says so. */
  ofDevice: boolean;
  /** What the syslog wrote in front, without what differs from line to line. */
  writer: string;
  /** Index of the text behind the tags. */
  text: number;
}

/** The tags of the line [start, end); null = it has none. */
export function deviceTags(bytes: Uint8Array, start: number, end: number): DeviceTags | null {
  const limit = Math.min(end, start + TAGS_WITHIN);
  if (find(bytes, NUMBER, start, limit) === -1 && find(bytes, SESSION, start, limit) === -1) return null;
  const match = TAGS.exec(decode(bytes, start, limit));
  if (match === null) return null;
  const [all, before = '', number, kind, name = '', , alone = ''] = match;
  // One blank ends the log's own head.
  const behind = start + bytesOf(all).length;
  return {
    number: number === undefined ? null : Number(number),
    session: kind === 'B' ? '' : name || alone,
    ofDevice: kind === 'B',
    writer: before.replace(CHANGING, '').trim(),
    text: bytes[behind] === SPACE ? behind + 1 : behind,
  };
}

/** `---- Incoming SIP Message from …`: which way, peer, transport. */
export function deviceHead(text: string): RegExpExecArray | null {
  return HEAD.exec(text);
}

/** Index behind the head that a line begins with, where a message's first line was cut before its end; -1 = there is none. */
export function behindDeviceHead(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + TAGS_WITHIN);
  if (find(bytes, MESSAGE, start, limit) === -1) return -1;
  let at = find(bytes, RULE, find(bytes, MESSAGE, start, limit), limit);
  if (at === -1) return -1;
  at += RULE.length;
  // Without an escape the message stands in lines of its own.
  if (breakAt(bytes, at, end) === 0) return -1;
  for (let length = breakAt(bytes, at, end); length > 0; length = breakAt(bytes, at, end)) at += length;
  return at;
}

/** Index of `[Time:…]` at the end of a line and the blank before it, or `end`. */
export function deviceTimeAt(bytes: Uint8Array, start: number, end: number): number {
  const at = find(bytes, TIME, Math.max(start, end - 40), end);
  if (at === -1) return end;
  return at > start && bytes[at - 1] === SPACE ? at - 1 : at;
}

export function deviceTime(tail: string): Stamp | null {
  const match = DEVICE_TIME.exec(tail);
  const stamp = match === null ? null : findStamp(match[3]!);
  return stamp === null ? null : { ...stamp, month: Number(match![2]), day: Number(match![1]) };
}

interface Awaited {
  /** Number of its next part; null = lines are not numbered. */
  number: number | null;
  writer: string;
  parts: number;
}

/** Tells which line goes on with which message, of those that `reads` has unfinished. */
export class DeviceParts {
  readonly #reads: StreamReads;
  readonly #awaited = new Map<string, Awaited>();

  constructor(reads: StreamReads) {
    this.#reads = reads;
  }

  /** A message begins in the line. @returns the name by which its parts are known; null = nothing would tell them */
  begin(tags: DeviceTags): string | null {
    const { number, session, writer } = tags;
    this.#count(tags);
    if (session === '' && number === null) return null;
    const name = session === '' ? `writer ${writer}` : session;
    // What is left of the one before will not come.
    this.#reads.cut(name);
    this.#awaited.set(name, { number: after(number), writer, parts: 1 });
    return name;
  }

  /** The name of the message that a line without a head of its own goes on with, or null. */
  goesOn(tags: DeviceTags, bytes: Uint8Array, end: number): string | null {
    for (const name of this.#awaited.keys()) if (!this.#reads.isUnfinished(name)) this.#awaited.delete(name);
    const name = this.#nameOf(tags);
    const awaited = name === null ? undefined : this.#awaited.get(name);
    this.#count(tags);
    if (name === null || awaited === undefined) return null;
    if (awaited.parts === MOST_PARTS || OTHER.test(decode(bytes, tags.text, Math.min(end, tags.text + 60)))) {
      this.#reads.cut(name);
      return null;
    }
    awaited.parts += 1;
    awaited.number = after(tags.number);
    return name;
  }

  /** Between the parts of a message the device numbers lines of others too. */
  #count({ number, writer }: DeviceTags): void {
    if (number === null) return;
    for (const each of this.#awaited.values()) if (each.number === number && each.writer === writer) each.number += 1;
  }

  #nameOf({ number, session, ofDevice, writer }: DeviceTags): string | null {
    if (session !== '') return this.#awaited.get(session)?.number === number ? session : null;
    if (number === null || ofDevice) return null;
    for (const [name, each] of this.#awaited) if (each.number === number && each.writer === writer) return name;
    return null;
  }
}

function after(number: number | null): number | null {
  return number === null ? null : number + 1;
}
