/** Files and calls: what is offered in an iq and whether the other side takes it; files that messages link to. */
import type { Fact } from '../model.ts';
import { childElements, childText, textOf, type XmlElement } from './xml-body.ts';
import { attributeOf, childIn, childUnder } from './xmpp-tree.ts';

const JINGLE = 'urn:xmpp:jingle:1';
const JINGLE_FILES = 'urn:xmpp:jingle:apps:file-transfer:';
const JINGLE_RTP = 'urn:xmpp:jingle:apps:rtp:';
const SI = 'http://jabber.org/protocol/si';
const SI_FILES = 'http://jabber.org/protocol/si/profile/file-transfer';
const GOOGLE_SESSION = 'http://www.google.com/session';
/** Offers that wait for their answer. */
const REMEMBERED = 5_000;

export class XmppTransfers {
  /** Transfer by the id of the iq that offered it, with the address it was offered to. */
  #asked = new Map<string, string>();
  /** Jingle sessions that carry files. */
  #fileSessions = new Set<string>();

  /** `from` and `to` are bare addresses. [] = the iq is about something else. */
  read(iq: XmlElement, from: string | null, to: string | null): Fact[] {
    const type = attributeOf(iq, 'type');
    const id = attributeOf(iq, 'id') ?? '';
    if (type === 'result' || type === 'error') return this.#answer(to + '\n' + id, type);
    const facts: Fact[] = [];
    const asked = from + '\n' + id;
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
    if (url !== null) facts.push(offer(null, nameInUrl(url), null));
  }
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

function offer(transfer: string | null, name: string, size: number | null): Fact {
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
