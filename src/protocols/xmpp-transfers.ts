/** Files and calls: what is offered in an iq and whether the other side takes it; files that messages link to. */
import type { Fact } from '../model.ts';
import { childElements, childText, textOf, type XmlElement } from './xml-body.ts';
import { remember } from './xmpp-memory.ts';
import { attributeOf, childIn, childUnder } from './xmpp-tree.ts';

type FileFact = Extract<Fact, { kind: 'file' }>;
type CallStep = Extract<Fact, { kind: 'call' }>['step'];

const JINGLE = 'urn:xmpp:jingle:1';
const JINGLE_FILES = 'urn:xmpp:jingle:apps:file-transfer:';
const JINGLE_RTP = 'urn:xmpp:jingle:apps:rtp:';
const SI = 'http://jabber.org/protocol/si';
const SI_FILES = 'http://jabber.org/protocol/si/profile/file-transfer';
const GOOGLE_SESSION = 'http://www.google.com/session';
/** Offers that wait for their answer. */
const REMEMBERED = 5_000;

/** A file that was put on a server for others to fetch (XEP-0363). */
interface Upload {
  name: string;
  size: number | null;
}

export class XmppTransfers {
  /** Transfer by the id of the iq that offered it, with the address it was offered to. */
  #asked = new Map<string, string>();
  /** Jingle sessions that carry files. */
  #fileSessions = new Set<string>();
  /** By the id of the iq that asked for room on the server, with the address that asked. */
  #slotsAsked = new Map<string, Upload>();
  /** By the link under which it is fetched. */
  #uploads = new Map<string, Upload>();

  /** `from` and `to` are bare addresses. [] = the iq is about something else. */
  read(iq: XmlElement, from: string | null, to: string | null): Fact[] {
    const type = attributeOf(iq, 'type');
    const id = attributeOf(iq, 'id') ?? '';
    if (type === 'result' || type === 'error') {
      this.#slot(iq, to + '\n' + id);
      return this.#answer(to + '\n' + id, type);
    }
    const facts: Fact[] = [];
    const asked = from + '\n' + id;
    this.#slotAsked(iq, asked);
    const si = childIn(iq, 'si', SI);
    if (si !== null) this.#offeredBySi(si, asked, facts);
    const link = childIn(iq, 'query', 'jabber:iq:oob');
    const url = link === null ? null : childText(link, 'url');
    if (url !== null) {
      facts.push(offer('oob ' + id, nameInUrl(url), null));
      this.#remember(asked, 'oob ' + id);
    }
    const jingle = childIn(iq, 'jingle', JINGLE);
    if (jingle !== null) this.#jingle(jingle, asked, facts);
    const google = childIn(iq, 'session', GOOGLE_SESSION);
    if (google !== null) googleSession(google, facts);
    const step = stepOf(jingle ?? google);
    if (step !== null) facts.push({ kind: 'call', step });
    return facts;
  }

  /** To an offer by stream initiation (XEP-0095) or link (XEP-0066) the iq's own answer is the answer. */
  #answer(asked: string, type: 'result' | 'error'): Fact[] {
    const transfer = this.#asked.get(asked);
    if (transfer === undefined) return [];
    this.#asked.delete(asked);
    // A Jingle offer is taken by a session-accept; the iq only says that it arrived (XEP-0166 §6.3).
    if (type === 'result' && transfer.startsWith('jingle ')) return [];
    return [answer(transfer, type === 'result')];
  }

  /** Older versions name the file in elements (XEP-0363 §4). */
  #slotAsked(iq: XmlElement, asked: string): void {
    const request = childUnder(iq, 'request', 'urn:xmpp:http:upload');
    if (request === null) return;
    const name = attributeOf(request, 'filename') ?? childText(request, 'filename');
    if (name === null) return;
    remember(this.#slotsAsked, asked, {
      name,
      size: sizeOf(attributeOf(request, 'size') ?? childText(request, 'size')),
    });
  }

  #slot(iq: XmlElement, asked: string): void {
    const upload = this.#slotsAsked.get(asked);
    if (upload === undefined) return;
    this.#slotsAsked.delete(asked);
    const slot = childUnder(iq, 'slot', 'urn:xmpp:http:upload');
    const get = slot === null ? undefined : childElements(slot).find(({ name }) => name === 'get');
    if (get !== undefined) remember(this.#uploads, attributeOf(get, 'url') ?? textOf(get).trim(), upload);
  }

  /** Gives the files that a message links to the names and sizes under which they were put on the server. */
  linked(message: XmlElement, facts: Fact[]): void {
    if (this.#uploads.size === 0) return;
    const links = facts.flatMap((fact) => (fact.kind === 'file' && fact.link !== undefined ? [fact.link] : []));
    for (const fact of facts) {
      const upload = fact.kind === 'file' && fact.link !== undefined ? this.#uploads.get(fact.link) : undefined;
      if (fact.kind !== 'file' || upload === undefined) continue;
      fact.name = upload.name;
      fact.size ??= upload.size;
    }
    // Some clients send nothing but the link.
    const said = childText(message, 'body')?.trim() ?? '';
    const upload = links.includes(said) ? undefined : this.#uploads.get(said);
    if (upload !== undefined) facts.push({ ...offer(null, upload.name, upload.size), link: said });
  }

  #offeredBySi(si: XmlElement, asked: string, facts: Fact[]): void {
    const file = childIn(si, 'file', SI_FILES);
    const name = file === null ? null : attributeOf(file, 'name');
    if (file === null || name === null) return;
    const transfer = 'si ' + (attributeOf(si, 'id') ?? asked);
    facts.push(offer(transfer, name, sizeOf(attributeOf(file, 'size'))));
    this.#remember(asked, transfer);
  }

  #jingle(jingle: XmlElement, asked: string, facts: Fact[]): void {
    const action = attributeOf(jingle, 'action') ?? '';
    const transfer = 'jingle ' + (attributeOf(jingle, 'sid') ?? '');
    if (action === 'session-terminate' || action === 'session-reject') {
      const reason = childUnder(jingle, 'reason', 'urn:xmpp:jingle:');
      const refused = reason !== null && ['decline', 'cancel', 'busy'].some((word) => has(reason, word));
      if (refused && this.#fileSessions.has(transfer)) facts.push(answer(transfer, false));
      this.#fileSessions.delete(transfer);
      return;
    }
    const offers = action === 'session-initiate' || action === 'content-add';
    if (!offers && action !== 'session-accept' && action !== 'content-accept') return;
    for (const content of childElements(jingle)) {
      if (content.name !== 'content') continue;
      for (const description of childElements(content)) {
        const { namespace } = description;
        if (namespace.startsWith(JINGLE_RTP)) mediaOf(attributeOf(description, 'media'), facts);
        else if (namespace.startsWith(JINGLE_FILES)) this.#jingleFile(description, transfer, offers, asked, facts);
      }
    }
  }

  #jingleFile(description: XmlElement, transfer: string, offers: boolean, asked: string, facts: Fact[]): void {
    if (!offers) {
      facts.push(answer(transfer, true));
      return;
    }
    const file = fileIn(description);
    if (file === null) return;
    facts.push(offer(transfer, childText(file, 'name') ?? attributeOf(file, 'name') ?? '', fileSize(file)));
    this.#fileSessions.add(transfer);
    if (this.#fileSessions.size > REMEMBERED) this.#fileSessions.clear();
    this.#remember(asked, transfer);
  }

  #remember(asked: string, transfer: string): void {
    if (this.#asked.size >= REMEMBERED) this.#asked.clear();
    this.#asked.set(asked, transfer);
  }
}

/** Files that a message links to: XEP-0066, and with name and size XEP-0447 and XEP-0385. */
export function sharedFiles(message: XmlElement, facts: Fact[]): void {
  const sharing = childUnder(message, 'file-sharing', 'urn:xmpp:sfs:') ?? mediaSharing(message);
  const file = sharing === null ? null : fileIn(sharing);
  if (file !== null) {
    facts.push(offer(null, childText(file, 'name') ?? 'unnamed', fileSize(file)));
    return;
  }
  for (const link of childElements(message)) {
    const url = link.namespace === 'jabber:x:oob' ? childText(link, 'url') : null;
    if (url !== null) facts.push({ ...offer(null, nameInUrl(url), null), link: url.trim() });
  }
}

/** By the action of Jingle, the type of Google Talk, or the element that announces a call; others change nothing that lasts. */
const STEPS: ReadonlyMap<string, CallStep> = new Map([
  ['session-initiate', 'offered'],
  ['session-accept', 'taken'],
  ['session-terminate', 'ended'],
  ['initiate', 'offered'],
  ['accept', 'taken'],
  ['reject', 'ended'],
  ['terminate', 'ended'],
  ['propose', 'offered'],
  ['retract', 'ended'],
  ['finish', 'ended'],
]);

function stepOf(session: XmlElement | null): CallStep | null {
  if (session === null) return null;
  const action = attributeOf(session, 'action') ?? attributeOf(session, 'type') ?? '';
  // XEP-0167 §9: one side stops what it sends, and goes on.
  if (action === 'session-info' && has(session, 'hold')) return 'held';
  if (action === 'session-info' && (has(session, 'unhold') || has(session, 'active'))) return 'resumed';
  return STEPS.get(action) ?? null;
}

/** Id of the call or file transfer that an iq is a step of; null = of none. */
export function callIn(iq: XmlElement): string | null {
  const jingle = childIn(iq, 'jingle', JINGLE);
  if (jingle !== null) return attributeOf(jingle, 'sid');
  const google = childIn(iq, 'session', GOOGLE_SESSION);
  return google === null ? null : attributeOf(google, 'id');
}

/** The same of a message: its call is announced, taken or refused on the way to a Jingle session (XEP-0353). */
export function announcedCall(message: XmlElement, facts: Fact[]): string | null {
  for (const { name, namespace, attributes } of childElements(message)) {
    if (!namespace.startsWith('urn:xmpp:jingle-message:')) continue;
    // Who takes it here still has to accept the Jingle session.
    const step = name === 'accept' ? null : (STEPS.get(name) ?? null);
    if (step !== null) facts.push({ kind: 'call', step });
    return attributes.get('id') ?? null;
  }
  return null;
}

function mediaSharing(message: XmlElement): XmlElement | null {
  const reference = childUnder(message, 'reference', 'urn:xmpp:reference:');
  return reference === null ? null : childUnder(reference, 'media-sharing', 'urn:xmpp:sims:');
}

/** The first `<file>`, also inside the `<offer>` of older versions of XEP-0234. */
function fileIn(element: XmlElement): XmlElement | null {
  for (const child of childElements(element)) {
    if (child.name === 'file') return child;
    if (child.name === 'offer') return fileIn(child);
  }
  return null;
}

function fileSize(file: XmlElement): number | null {
  return sizeOf(childText(file, 'size') ?? attributeOf(file, 'size'));
}

function sizeOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Google Talk's calls before Jingle (version 0.3). */
function googleSession(session: XmlElement, facts: Fact[]): void {
  const type = attributeOf(session, 'type');
  if (type !== 'initiate' && type !== 'accept') return;
  for (const description of childElements(session)) {
    if (description.name !== 'description') continue;
    const { namespace } = description;
    if (namespace.endsWith('/session/phone')) mediaOf('audio', facts);
    else if (namespace.endsWith('/session/video')) mediaOf('video', facts);
    else if (namespace.endsWith('/session/share')) googleShare(description, session, type, facts);
  }
}

function googleShare(description: XmlElement, session: XmlElement, type: string, facts: Fact[]): void {
  const transfer = 'google ' + (attributeOf(session, 'id') ?? '');
  if (type === 'accept') {
    facts.push(answer(transfer, true));
    return;
  }
  const manifest = childElements(description).find((child) => child.name === 'manifest') ?? description;
  const file = fileIn(manifest);
  const name = file === null ? null : childElements(file).find((child) => child.name === 'name');
  if (file !== null)
    facts.push(offer(transfer, name === undefined || name === null ? '' : textOf(name), fileSize(file)));
}

function mediaOf(media: string | null, facts: Fact[]): void {
  if (media === 'audio' || media === 'video') facts.push({ kind: 'media', media, port: null });
}

function has(element: XmlElement, name: string): boolean {
  return childElements(element).some((child) => child.name === name);
}

function offer(transfer: string | null, name: string, size: number | null): FileFact {
  return { kind: 'file', transfer, name, size, accepted: null };
}

function answer(transfer: string, accepted: boolean): Fact {
  return { kind: 'file', transfer, name: '', size: null, accepted };
}

/** Last part of the path, unescaped; a link without a path is its own name. */
function nameInUrl(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '') return url;
  try {
    return decodeURIComponent(name);
  } catch {
    // Not every link escapes its percent signs.
    return name;
  }
}
