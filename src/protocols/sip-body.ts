/** What a SIP body says, as facts. Each kind of body has its own file; this one finds out which it is. */
import type { Fact, IssueCode } from '../model.ts';
import { bytesOf, find } from '../bytes/text.ts';
import { Inflate } from '../bytes/inflate.ts';
import { decodeText } from './charset.ts';
import { conferenceKeysIn, readRoster } from './conference.ts';
import { readFileTransfer, readInvitation } from './file-offer.ts';
import { readMultipart, readPart, type MimePart } from './mime-part.ts';
import { readBatch, readCategories, readPresentity } from './msrtc.ts';
import { readImdn } from './imdn.ts';
import { msrpKeysIn } from './msrp-path.ts';
import { readPidf } from './pidf.ts';
import { readSdp } from './sdp.ts';
import { addLink } from './sip-links.ts';
import { readCpim } from './cpim.ts';
import { isReadableText, readableText } from './said-text.ts';
import { readXccos } from './xccos.ts';
import { childOf, elementsNamed, parseXml, type XmlElement } from './xml-body.ts';

/** Bodies in bodies, deeper than any real one. */
const DEEPEST = 8;
/** SDP is an offer or an answer in these (RFC 3261 §13.2.1, 3311, 3262); in OPTIONS only a list of abilities. */
const OFFERING: ReadonlySet<string> = new Set(['INVITE', 'ACK', 'UPDATE', 'PRACK']);
/** A compressed body may stand for so many bytes. */
const MOST_INFLATED = 4 * 1024 * 1024;
const KEYBOARD = bytesOf('KeyboardActivity');

/** Whom presence without a name is about: the sender of a request, the asked one in an answer. */
export interface Subject {
  who: string | null;
  /** Something that was found is about him. */
  asked: boolean;
}

/** The message around a body, and what has been found in it. */
export interface BodyFindings {
  method: string;
  /** null = a request. */
  status: number | null;
  subject: Subject;
  /** The true speaker where a server speaks for others; null = the message's sender. */
  speaker: string | null;
  /** Bytes are missing: what cannot be read then is no fault of its own. */
  cut: boolean;
  facts: Fact[];
  links: string[];
  issues: IssueCode[];
  /** A part of a kind that is not read. */
  unread: boolean;
}

export function readBody(part: MimePart, found: BodyFindings, depth = 0): void {
  const { name } = part.type;
  if (depth > DEEPEST) {
    found.issues.push('sip-body-unreadable');
  } else if (part.encoding !== '' && part.encoding !== 'identity') {
    const bytes = contentOf(part);
    if (bytes !== null) readBody({ ...part, bytes, encoding: '' }, found, depth + 1);
    else if (!found.cut) {
      found.issues.push('sip-body-unreadable');
      const detail = 'Content-Encoding ' + part.encoding;
      if (isSpeech(found)) found.facts.push({ kind: 'opaque', reason: 'encrypted', detail });
    }
  } else if (name.startsWith('multipart/')) readParts(part, found, depth);
  else if (name === 'application/sdp') {
    const answers = found.status === null || found.status < 300;
    if (!answers || !OFFERING.has(found.method)) return;
    const text = textOfPart(part, found);
    found.facts.push(...readSdp(text));
    for (const key of msrpKeysIn(text)) addLink(found.links, key);
  } else if (/^application\/(x-)?pkcs7-mime$/.test(name)) {
    const kind = part.type.parameters.get('smime-type');
    const detail = name + (kind === undefined ? '' : '; smime-type=' + kind);
    found.facts.push({ kind: 'opaque', reason: 'encrypted', detail });
  } else if (name === 'text/x-msmsgsinvite') {
    const file = readInvitation(textOfPart(part, found));
    if (file !== null) found.facts.push(file);
  } else if (name === 'text/x-msmsgscontrol') found.facts.push({ kind: 'notice', notice: 'typing' });
  else if (isSpeech(found)) readSpeech(part, found, depth);
  else if (found.method === 'INFO') readInfo(part, found);
  else if (isXml(name)) readXmlBody(part, found);
}

function isSpeech(found: BodyFindings): boolean {
  return found.method === 'MESSAGE' && found.status === null;
}

/** RFC 3428: the body of a MESSAGE is what is said, or a notice about it. */
function readSpeech(part: MimePart, found: BodyFindings, depth: number): void {
  const { name } = part.type;
  if (name === 'message/cpim') {
    const speaker = found.speaker;
    const { from, to, id, content } = readCpim(part.bytes);
    found.speaker ??= from;
    const before = found.facts.length;
    readBody(readPart(content), found, depth + 1);
    found.speaker = speaker;
    for (const fact of found.facts.slice(before)) {
      if (fact.kind !== 'text') continue;
      if (to !== null) fact.to = [to];
      if (id !== null) fact.names = [id];
    }
  } else if (isReadableText(name)) {
    const { text, damaged } = readableText(part);
    if (damaged) found.issues.push('text-not-utf8');
    if (/^\?OTR[:,]|^-----BEGIN PGP MESSAGE-----/.test(text)) {
      found.facts.push({ kind: 'opaque', reason: 'encrypted', detail: text.startsWith('?OTR') ? 'OTR' : 'OpenPGP' });
    } else if (text.trim() !== '') {
      found.facts.push({ kind: 'text', from: found.speaker, to: [], text, contentType: name, inInvite: false });
    }
  } else if (isXml(name)) readXmlBody(part, found);
  else if (part.bytes.length > 0) found.unread = true;
}

/** INFO carries typing notices of Communicator and Lync, file steps and Persistent Chat. */
function readInfo(part: MimePart, found: BodyFindings): void {
  const { name } = part.type;
  const { bytes } = part;
  if (name === 'application/xml' && find(bytes, KEYBOARD, 0, bytes.length) !== -1) {
    found.facts.push({ kind: 'notice', notice: 'typing' });
  } else if (isXml(name)) readXmlBody(part, found);
  else if (name === 'text/plain' || name === '') {
    const text = textOfPart(part, found);
    if (!/^\s*(<\?xml[^>]*>\s*)?<xccos[\s>]/.test(text)) return;
    const root = rootOf(text, found);
    if (root !== null) found.facts.push(...readXccos(root));
  }
}

function isXml(name: string): boolean {
  return name.endsWith('+xml') || name.endsWith('/xml') || name === 'text/xml+msrtc.pidf';
}

/** Kinds are told by the document's own root where media types differ by version. */
function readXmlBody(part: MimePart, found: BodyFindings): void {
  if (part.bytes.length === 0 || !isReadKind(part.type.name)) return;
  const root = rootOf(textOfPart(part, found), found);
  if (root !== null) readDocument(root, found);
}

const READ_KINDS: ReadonlySet<string> = new Set([
  'application/pidf+xml',
  'application/xpidf+xml',
  'text/xml+msrtc.pidf',
  'application/xml+msrtc.pidf',
  'application/msrtc-event-categories+xml',
  'application/msrtc-category-publish+xml',
  'application/msrtc-adrl-categorylist+xml',
  'application/vnd-microsoft-roaming-self+xml',
  'application/soap+xml',
  'application/im-iscomposing+xml',
  'message/imdn+xml',
  'application/ms-imdn+xml',
  'application/ms-filetransfer+xml',
  'application/ms-conf-invite+xml',
  'application/conference-info+xml',
  'application/cccp+xml',
  'application/ms-xccos+xml',
]);

function isReadKind(name: string): boolean {
  return READ_KINDS.has(name);
}

function readDocument(root: XmlElement, found: BodyFindings): void {
  const { facts } = found;
  switch (root.name) {
    case 'presence':
      addPresence(readPidf(root), found);
      break;
    case 'isComposing':
      facts.push({ kind: 'notice', notice: 'typing' });
      break;
    case 'imdn':
      facts.push(...readImdn(root));
      break;
    case 'conference-info':
      facts.push(...readRoster(root));
      addKeys(root, found);
      break;
    case 'batchSub':
      facts.push(...readBatch(root));
      break;
    case 'xccos':
      facts.push(...readXccos(root));
      break;
    case 'Conferencing': {
      addKeys(root, found);
      const im = childOf(root, 'im');
      if (im?.attributes.get('available') === 'true') facts.push({ kind: 'media', media: 'im', port: null });
      break;
    }
    default:
      for (const fact of readCategories(root)) addPresence(fact, found);
      for (const presentity of elementsNamed(root, 'presentity')) addPresence(readPresentity(presentity), found);
      facts.push(...readFileTransfer(root));
      addKeys(root, found);
  }
}

function addPresence(fact: Extract<Fact, { kind: 'presence' }> | null, found: BodyFindings): void {
  if (fact === null) return;
  if (fact.who === null) {
    fact.who = found.subject.who;
    found.subject.asked = true;
  }
  found.facts.push(fact);
}

function addKeys(root: XmlElement, found: BodyFindings): void {
  for (const key of conferenceKeysIn(root)) addLink(found.links, key);
}

function rootOf(text: string, found: BodyFindings): XmlElement | null {
  const document = parseXml(text);
  if (document.ok) return document.root;
  if (!found.cut) found.issues.push(document.code === 'xml-damaged' ? 'sip-body-unreadable' : document.code);
  return null;
}

function textOfPart(part: MimePart, found: BodyFindings): string {
  const { text, damaged } = decodeText(part.bytes, part.type.parameters.get('charset'));
  if (damaged) found.issues.push('text-not-utf8');
  return text;
}

/** RFC 2046 §5.1. */
function readParts(part: MimePart, found: BodyFindings, depth: number): void {
  const { name } = part.type;
  if (name === 'multipart/encrypted') {
    found.facts.push({ kind: 'opaque', reason: 'encrypted', detail: name });
    return;
  }
  const { parts } = readMultipart(part.bytes, part.type);
  if (parts.length === 0) {
    if (!found.cut) found.issues.push('sip-body-unreadable');
    return;
  }
  if (name === 'multipart/alternative') {
    readBest(parts, found, depth);
    return;
  }
  // Of signed content the second part is the signature (RFC 1847 §2.1).
  const content = name === 'multipart/signed' ? parts.slice(0, 1) : parts;
  for (const inner of content) {
    const file = attachedFile(inner);
    if (file === null) readBody(inner, found, depth + 1);
    else found.facts.push(file);
  }
}

/** `Content-Disposition: attachment; filename=…` (RFC 2183). */
function attachedFile({ disposition, bytes }: MimePart): Fact | null {
  const name = disposition.parameters.get('filename');
  if (disposition.name !== 'attachment' || name === undefined) return null;
  return { kind: 'file', transfer: null, name, size: bytes.length, accepted: null };
}

/**
 * The same thing in several forms: plain text where it says something, else the last form that says something, which is
 * the richest (RFC 2046 §5.1.4); Lync puts the offer for old clients first.
 */
function readBest(parts: readonly MimePart[], found: BodyFindings, depth: number): void {
  let best: BodyFindings | null = null;
  for (const part of parts) {
    const own: BodyFindings = { ...found, facts: [], links: [], issues: [], unread: false };
    readBody(part, own, depth + 1);
    if (own.facts.length === 0 && best !== null) continue;
    best = own;
    if (own.facts.some((fact) => fact.kind === 'text' && fact.contentType === 'text/plain')) break;
  }
  if (best === null) return;
  found.facts.push(...best.facts);
  found.issues.push(...best.issues);
  found.unread ||= best.unread;
  for (const link of best.links) addLink(found.links, link);
}

/** The body behind its Content-Encoding (RFC 3261 §20.12); null = it cannot be opened. Logs may show it opened already. */
function contentOf(part: MimePart): Uint8Array | null {
  if (!/^(x-)?(gzip|deflate)$/.test(part.encoding)) return null;
  const [first = 0, second = 0] = part.bytes;
  // Heads of gzip (RFC 1952 §2.3.1) and zlib (RFC 1950 §2.2: deflate, and a check by 31).
  const packed = (first === 0x1f && second === 0x8b) || ((first & 0x0f) === 8 && (first * 256 + second) % 31 === 0);
  return packed ? new Inflate('headed').read(part.bytes, MOST_INFLATED) : part.bytes;
}
