/** Ways to spoil a file, each as disks, networks, editors and people do it. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Chance } from '../demonstration/chance.ts';
import { tarOf, zipOf } from '../pipeline/archives.ts';

/** Bytes to put in: `chance` alone decides what is given. */
export type Mutation = (bytes: Uint8Array, chance: Chance, other: () => Uint8Array) => Uint8Array;

/** No mutated input is longer, bytes. */
export const MOST = 512 * 1024;

/** What the readers look for, where it does not belong; and what numbers become. */
const TOKENS = [
  '\r\n\r\n',
  '\n\n',
  '\0\0\0\0',
  '\xff\xff\xff\xff',
  'SIP/2.0 200 OK\r\n',
  'INVITE sip:a@b SIP/2.0\r\n',
  'Content-Length: 99999999999\r\n',
  'Content-Length: -1\r\n',
  'Content-Type: multipart/mixed;boundary=x\r\n',
  '--x\r\n',
  'Content-Encoding: gzip\r\n',
  'Call-ID: \r\n',
  ' \t',
  '"',
  '<',
  '<a>',
  "<message to='a@b' from='c@d'><body>",
  '</message>',
  '<stream:stream xmlns="jabber:client">',
  '<!DOCTYPE x [<!ENTITY y "z">]>',
  '<![CDATA[',
  '&#x10FFFF;',
  '$$begin_record',
  '$$end_record\r\n',
  'TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::06/24/2014-09:00:00.000.00000001 (SIPStack)',
  '12/31/9999 23:59:59.999',
  '-2147483648',
  '99999999999999999999',
  '#015',
  '\\u0000',
  '<<"',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
];

const tokenBytes = TOKENS.map((token) => Uint8Array.from(token, (letter) => letter.charCodeAt(0)));

function spliced(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  const next = new Uint8Array(from + put.length + (bytes.length - to));
  next.set(bytes.subarray(0, from));
  next.set(put, from);
  next.set(bytes.subarray(to), from + put.length);
  return next;
}

function slice(bytes: Uint8Array, chance: Chance, most = bytes.length): [from: number, to: number] {
  const from = chance.between(0, Math.max(0, bytes.length - 1));
  // Mostly short: half of what is possible each time.
  const length = Math.floor(Math.min(most, bytes.length - from) * chance.next() ** 3);
  return [from, from + length];
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip(bytes, chance) {
    const copy = bytes.slice();
    for (let times = chance.between(1, 12); times > 0 && copy.length > 0; times -= 1) {
      const at = chance.between(0, copy.length - 1);
      copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7));
    }
    return copy;
  },
  overwrite(bytes, chance) {
    const copy = bytes.slice();
    const put = chance.pick(tokenBytes);
    for (let times = chance.between(1, 5); times > 0; times -= 1) {
      const at = chance.between(0, Math.max(0, copy.length - put.length));
      if (at + put.length <= copy.length) copy.set(put, at);
    }
    return copy;
  },
  cut(bytes, chance) {
    const at = chance.between(0, bytes.length);
    return chance.happens(0.7) ? bytes.subarray(0, at) : bytes.subarray(at);
  },
  remove(bytes, chance) {
    const [from, to] = slice(bytes, chance);
    return spliced(bytes, from, to, new Uint8Array(0));
  },
  insert(bytes, chance) {
    const at = chance.between(0, bytes.length);
    return spliced(bytes, at, at, chance.pick(tokenBytes));
  },
  /** A token or a piece of the file again and again: depth, length and count without limit. */
  repeat(bytes, chance) {
    const [from, to] = slice(bytes, chance, 4096);
    const unit = chance.happens(0.5) ? chance.pick(tokenBytes) : bytes.subarray(from, to);
    const times = Math.min(
      Math.floor(10 ** (chance.next() * 4.5)),
      Math.floor((MOST - bytes.length) / (unit.length + 1)),
    );
    const many = new Uint8Array(Math.max(0, times) * unit.length);
    for (let at = 0; at < many.length; at += unit.length) many.set(unit, at);
    return spliced(bytes, from, from, many);
  },
  join(bytes, chance, other) {
    const more = other();
    const [from, to] = slice(more, chance);
    const at = chance.happens(0.5) ? bytes.length : chance.between(0, bytes.length);
    return spliced(bytes, at, at, chance.happens(0.5) ? more : more.subarray(from, to));
  },
  swap(bytes, chance) {
    const [from, to] = slice(bytes, chance);
    const moved = bytes.slice(from, to);
    const rest = spliced(bytes, from, to, new Uint8Array(0));
    const at = chance.between(0, rest.length);
    return spliced(rest, at, at, moved);
  },
  /** A decimal number becomes another: lengths, dates, counts. */
  number(bytes, chance) {
    let at = chance.between(0, Math.max(0, bytes.length - 1));
    const isDigit = (index: number): boolean => (bytes[index] ?? 0) >= 0x30 && (bytes[index] ?? 0) <= 0x39;
    while (at < bytes.length && !isDigit(at)) at += 1;
    let to = at;
    while (isDigit(to)) to += 1;
    const numbers = ['0', '-1', '1', '65535', '65536', '2147483648', '4294967295', '1e9', '9007199254740993', '00'];
    return spliced(bytes, at, to, new TextEncoder().encode(chance.pick(numbers)));
  },
  /** A length of a binary head. */
  field(bytes, chance) {
    const copy = bytes.slice();
    if (copy.length < 4) return copy;
    const view = new DataView(copy.buffer);
    const value = chance.pick([0, 1, 7, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0xfffffff0, 0xffffffff]);
    view.setUint32(chance.between(0, copy.length - 4), value, chance.happens(0.5));
    return copy;
  },
  encoding(bytes, chance) {
    const text = Buffer.from(bytes).toString('utf8');
    const mark = chance.happens(0.7) ? '\ufeff' : '';
    const wide = Buffer.from(mark + text, 'utf16le');
    return chance.pick([
      () => wide,
      () => wide.subarray(0, wide.length - (wide.length % 2)).swap16(),
      () => Buffer.from(mark + text, 'utf8'),
      () => Buffer.from(text, 'latin1'),
    ])();
  },
  lines(bytes, chance) {
    const text = Buffer.from(bytes).toString('latin1');
    return Buffer.from(text.replace(/\r?\n/g, chance.pick(['\n', '\r\n', '\r', '\r\r\n', '\n\n'])), 'latin1');
  },
};

export const MUTATION_NAMES = Object.keys(MUTATIONS);

/** Packed, and mostly damaged after that. */
export function packed(bytes: Uint8Array, chance: Chance): Uint8Array {
  const half = Math.floor(bytes.length / 2);
  const files = [
    { name: 'a.log', bytes: bytes.subarray(0, half) },
    { name: 'b/c.log', bytes: bytes.subarray(half) },
  ];
  const whole = chance.pick([
    () => gzipSync(bytes, { level: 1 }),
    () => Buffer.concat([gzipSync(files[0]?.bytes ?? bytes), gzipSync(files[1]?.bytes ?? bytes)]),
    () => zipOf(files),
    () => zipOf(files.map((file) => ({ ...file, streamed: true }))),
    () => tarOf(files),
    () => gzipSync(tarOf(files)),
    () => deflateRawSync(bytes),
  ])();
  const damage = chance.pick(['flip', 'cut', 'field', 'overwrite', 'remove', 'none']);
  return MUTATIONS[damage]?.(whole, chance, () => bytes) ?? whole;
}
