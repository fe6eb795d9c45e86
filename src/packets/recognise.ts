/**
 * Tells by content whether bytes are SIP (RFC 3261 §7.1, §7.2), XMPP (RFC 6120 §4), MSRP or TLS (RFC 5246 §6.2.1): ports
 * mean little in real captures. Cheap for everything else: most of a capture is something else.
 */
import { u16 } from './wire.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** RFC 3261 §25.1, `token`. */
const TOKEN = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~");
const SCHEME = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.');
/** RFC 4975 §9, `ident`. */
const IDENT = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.%=');

function byteSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) set[characters.charCodeAt(i)] = 1;
  return set;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function holdsAt(bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean {
  if (to - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

const VERSION = asciiBytes('SIP/2.0');

/**
 * The first SIP start line in `bytes[from, to)`: its position, or -1. Bytes glued before it on the same line
 * (keep-alives: NUL, `jaK`) are left out. `whole`: the bytes are a whole datagram, so that its end ends a line too.
 */
export function sipStart(bytes: Uint8Array, from: number, to: number, whole: boolean): number {
  // A view ends the native search at `to`: 8 times as fast as a loop over a packet of 1,200 bytes.
  const view = bytes.subarray(from, to);
  for (let at = view.indexOf(0x53); at !== -1; at = view.indexOf(0x53, at + 1)) {
    if (view[at + 1] !== 0x49 || !holdsAt(view, at, view.length, VERSION)) continue;
    const start = view[at + 7] === SPACE ? statusLine(view, at) : requestLine(view, at, whole);
    if (start !== -1) return from + start;
  }
  return -1;
}

/** `SIP/2.0 nnn`, at the start of a line or glued to a keep-alive. */
function statusLine(bytes: Uint8Array, version: number): number {
  if (bytes.length - version < 11) return -1;
  for (let i = version + 8; i < version + 11; i++) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return -1;
  if (version === 0) return version;
  const before = bytes[version - 1]!;
  if (before <= SPACE) return before === SPACE && !onlyBlank(bytes, version) ? -1 : version;
  return before === 0x4b && bytes[version - 2] === 0x61 && bytes[version - 3] === 0x6a ? version : -1;
}

/** Nothing but blanks and NULs stands before `to` on its line. */
function onlyBlank(bytes: Uint8Array, to: number): boolean {
  for (let i = to - 1; i >= 0 && bytes[i] !== LF; i--) if (bytes[i]! > SPACE) return false;
  return true;
}

/** `<token> <scheme>:… SIP/2.0` and the end of the line. */
function requestLine(bytes: Uint8Array, version: number, whole: boolean): number {
  const after = version + 7;
  if (after === bytes.length ? !whole : bytes[after] !== CR && bytes[after] !== LF) return -1;
  if (version === 0 || bytes[version - 1] !== SPACE) return -1;
  let line = version - 1;
  while (line > 0 && bytes[line - 1]! >= SPACE) line--;
  // Blanks and bytes that no method can hold may stand before it.
  let method = line;
  while (method < version && TOKEN[bytes[method]!] === 0) method++;
  let space = method;
  while (space < version && TOKEN[bytes[space]!] === 1) space++;
  if (space === method || bytes[space] !== SPACE) return -1;
  let target = space;
  while (bytes[target] === SPACE && target < version) target++;
  if (target >= version - 1) return -1;
  // At the very start of a datagram a request without a readable URI is still meant as one.
  if (!(whole && line === 0 && method === 0) && !hasScheme(bytes, target, version)) return -1;
  const keepAlive = bytes[method] === 0x6a && bytes[method + 1] === 0x61 && bytes[method + 2] === 0x4b;
  return keepAlive && space - method > 3 ? method + 3 : method;
}

function hasScheme(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (bytes[at] === 0x3c) at++;
  const first = at;
  while (at < to && SCHEME[bytes[at]!] === 1) at++;
  return at > first && bytes[at] === 0x3a;
}

const STREAM_NAMESPACES = [
  'http://etherx.jabber.org/streams',
  'urn:ietf:params:xml:ns:xmpp-framing', // of a stream over WebSocket (RFC 7395 §3.3.2)
].map(asciiBytes);
const STREAM_TAG = asciiBytes('<stream:');
const XML_DECLARATION = asciiBytes('<?xml');
const STANZAS = ['<message', '<presence', '<iq'].map(asciiBytes);
const ATTRIBUTES = ['to', 'from', 'type', 'id', 'xmlns', 'xml:lang'].map(asciiBytes);

/** What a connection may carry that is read. */
export type Carried = 'sip' | 'xmpp' | 'msrp';

const MSRP = asciiBytes('MSRP ');

/** The first MSRP start line in `bytes[from, to)` (RFC 4975 §9): its position, or -1. */
export function msrpStart(bytes: Uint8Array, from: number, to: number): number {
  const view = bytes.subarray(from, to);
  for (let at = view.indexOf(0x4d); at !== -1; at = view.indexOf(0x4d, at + 1)) {
    if (at > 0 && view[at - 1] !== LF) continue;
    if (holdsAt(view, at, view.length, MSRP) && isMsrpLine(view, at + MSRP.length)) return from + at;
  }
  return -1;
}

/** `transaction METHOD` or `transaction nnn comment`, and CR LF. */
function isMsrpLine(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < bytes.length && IDENT[bytes[at]!] === 1) at++;
  if (at - from < 4 || at - from > 32 || bytes[at] !== SPACE) return false;
  const word = ++at;
  const isMethod = bytes[word]! >= 0x41 && bytes[word]! <= 0x5a;
  const [least, most] = isMethod ? [0x41, 0x5a] : [0x30, 0x39];
  while (at < bytes.length && bytes[at]! >= least && bytes[at]! <= most) at++;
  if (isMethod ? at === word : at - word !== 3) return false;
  while (!isMethod && at < bytes.length && bytes[at]! >= SPACE) at++;
  return bytes[at] === CR && bytes[at + 1] === LF;
}

/**
 * The first stream header, stanza or other top-level element of XMPP in `bytes[from, to)`: its position, or -1. An
 * XML declaration right before a stream header belongs to it.
 */
export function xmppStart(bytes: Uint8Array, from: number, to: number): number {
  const view = bytes.subarray(from, to);
  const end = view.length;
  for (let at = view.indexOf(0x3c); at !== -1; at = view.indexOf(0x3c, at + 1)) {
    const found =
      holdsAt(view, at, end, STREAM_TAG) ||
      stanzaTag(view, at, end) ||
      (view[at + 1] !== 0x3f && namesStream(view, at, end));
    if (found) return from + declarationBefore(view, at);
  }
  return -1;
}

/** A stanza's tag: followed by nothing, or by an attribute that stanzas have. */
function stanzaTag(bytes: Uint8Array, at: number, to: number): boolean {
  const name = STANZAS.find((tag) => holdsAt(bytes, at, to, tag));
  if (name === undefined || isPidf(bytes, at + name.length, to)) return false;
  let next = at + name.length;
  if (next === to) return false;
  if (bytes[next] === 0x3e || (bytes[next] === 0x2f && bytes[next + 1] === 0x3e)) return true;
  if (bytes[next]! > SPACE) return false;
  while (next < to && bytes[next]! <= SPACE) next++;
  const attribute = ATTRIBUTES.find((text) => holdsAt(bytes, next, to, text));
  if (attribute === undefined) return false;
  next += attribute.length;
  while (next < to && bytes[next]! <= SPACE) next++;
  return bytes[next] === 0x3d;
}

const PIDF = asciiBytes(':pidf');

/** The root of a presence document (RFC 3863), which stands in SIP bodies, is called `presence` too. */
function isPidf(bytes: Uint8Array, from: number, to: number): boolean {
  const limit = Math.min(to, from + 512);
  for (let i = from; i < limit && bytes[i] !== 0x3e; i++) {
    if (bytes[i] === PIDF[0] && holdsAt(bytes, i, to, PIDF)) return true;
  }
  return false;
}

/** A stream header under another prefix than `stream`. */
function namesStream(bytes: Uint8Array, at: number, to: number): boolean {
  const limit = Math.min(to, at + 512);
  for (let i = at + 1; i < limit && bytes[i] !== 0x3e && bytes[i] !== 0x3c; i++) {
    if (STREAM_NAMESPACES.some((name) => bytes[i] === name[0] && holdsAt(bytes, i, to, name))) return true;
  }
  return false;
}

function declarationBefore(bytes: Uint8Array, tag: number): number {
  let at = tag;
  while (at > 0 && bytes[at - 1]! <= SPACE) at--;
  if (at < 7 || bytes[at - 1] !== 0x3e || bytes[at - 2] !== 0x3f) return tag;
  const declaration = bytes.lastIndexOf(0x3c, at - 1);
  return declaration >= 0 && holdsAt(bytes, declaration, at, XML_DECLARATION) ? declaration : tag;
}

/** Longest first line that is looked at in every segment. */
const FIRST_LINE = 4096;

/**
 * Whether a segment of a connection that carried nothing known so far begins with a message: for connections that
 * turn to SIP or XMPP late, or that were joined in the middle of something long.
 */
export function startsWithMessage(bytes: Uint8Array, from: number, to: number): Carried | null {
  if (bytes[from] === 0x3c) {
    return holdsAt(bytes, from, to, STREAM_TAG) || stanzaTag(bytes, from, to) ? 'xmpp' : null;
  }
  if (TOKEN[bytes[from]!] === 0) return null;
  const limit = Math.min(to, from + FIRST_LINE);
  let line = from + 1;
  while (line < limit && bytes[line]! >= SPACE) line++;
  if (line >= limit || (bytes[line] !== LF && bytes[line] !== CR)) return null;
  if (msrpStart(bytes, from, Math.min(to, line + 2)) === from) return 'msrp';
  return sipStart(bytes, from, line + 1, false) === from ? 'sip' : null;
}

/** Longest TLSCiphertext fragment: 2^14 + 2048 (RFC 5246 §6.2.3). */
const LONGEST_RECORD = 18_432;

/** A TLS record header: content type 20 to 23, version 3.0 to 3.4 (also of TLS 1.3), a possible length. */
export function tlsRecordAt(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < 5 || bytes[at]! < 20 || bytes[at]! > 23) return false;
  if (bytes[at + 1] !== 3 || bytes[at + 2]! > 4) return false;
  const length = u16(bytes, at + 3);
  return length > 0 && length <= LONGEST_RECORD;
}

/** As `tlsRecordAt`, for a stream of text of which fewer bytes may be there: none of its first bytes is a character of XML. */
export function tlsMayBegin(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at >= 5) return tlsRecordAt(bytes, at, to);
  return at < to && bytes[at]! >= 20 && bytes[at]! <= 23 && (to - at < 2 || bytes[at + 1] === 3);
}

/** A ClientHello in the form of SSL 2, as clients of the time began (RFC 5246 appendix E.2). */
export function sslHelloAt(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < 11 || (bytes[at]! & 0x80) === 0 || bytes[at + 2] !== 1 || bytes[at + 3] !== 3) return false;
  const ciphers = u16(bytes, at + 5);
  const rest = u16(bytes, at + 7) + u16(bytes, at + 9);
  return ciphers > 0 && ciphers % 3 === 0 && (u16(bytes, at) & 0x7fff) === 9 + ciphers + rest;
}

const HTTP = ['GET ', 'POST ', 'PUT ', 'HEAD ', 'DELETE ', 'CONNECT ', 'PROPFIND ', 'HTTP/1.'].map(asciiBytes);

/** The start of an HTTP/1 message: what it carries is not signalling, even where it looks like it. */
export function httpAt(bytes: Uint8Array, at: number, to: number): boolean {
  return HTTP.some((text) => holdsAt(bytes, at, to, text));
}
