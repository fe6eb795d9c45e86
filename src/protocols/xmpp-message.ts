/** What a `<message>` says (RFC 6121 §5 and the extensions named at each step). */
import type { Fact } from '../model.ts';
import { childElements, childText, textOf, type XmlElement } from './xml-body.ts';
import { bareOf, hasResource } from './xmpp-jid.ts';
import { directInvitation } from './xmpp-invitations.ts';
import { correctedBy, otherNames, reactionIn, retractionIn, standsForOthers } from './xmpp-references.ts';
import { sharedFiles } from './xmpp-transfers.ts';
import { attributeOf, childIn, childUnder } from './xmpp-tree.ts';

type Opaque = Extract<Fact, { kind: 'opaque' }>;
type TextFact = Extract<Fact, { kind: 'text' }>;

/** XEP-0085. `active` stands beside texts, `paused`, `inactive` and `gone` say that nothing is typed. */
const CHAT_STATES = 'http://jabber.org/protocol/chatstates';
/** Elements that hold the text in a form that is no longer plain, by namespace. */
const ENCRYPTED_ELEMENTS: readonly { name: string; namespace: string; method: string }[] = [
  { name: 'encrypted', namespace: 'eu.siacs.conversations.axolotl', method: 'OMEMO' },
  { name: 'encrypted', namespace: 'urn:xmpp:omemo:', method: 'OMEMO' },
  { name: 'openpgp', namespace: 'urn:xmpp:openpgp:', method: 'OpenPGP (XEP-0373)' },
  { name: 'x', namespace: 'jabber:x:encrypted', method: 'OpenPGP (XEP-0027)' },
  { name: 'e2e', namespace: 'urn:ietf:params:xml:ns:xmpp-e2e', method: 'S/MIME (RFC 3923)' },
];

/** The facts of a message that is no error, no history and no copy of another. */
export function messageFacts(message: XmlElement): Fact[] {
  const facts: Fact[] = [];
  const encrypted = encryption(message);
  if (encrypted !== null) facts.push(encrypted);
  else sayings(message, facts);
  sharedFiles(message, facts);
  callProposal(message, facts);
  if (facts.length === 0) notices(message, facts);
  return facts;
}

/** What is said, or taken back: then the body is only for clients that do not know how (XEP-0428). */
function sayings(message: XmlElement, facts: Fact[]): void {
  const retraction = retractionIn(message);
  if (retraction !== null) {
    facts.push(retraction);
    return;
  }
  const reaction = reactionIn(message);
  if (reaction !== null) facts.push(reaction);
  const invitation = directInvitation(message);
  if (invitation !== null) facts.push(invitation);
  if (reaction !== null && standsForOthers(message)) return;
  const topic = topicIn(message);
  if (topic !== null) facts.push({ kind: 'topic', topic });
  const said = bodyOf(message);
  if (said === null) return;
  const text = textFact(said);
  const replaces = correctedBy(message);
  if (replaces !== null) text.replaces = replaces;
  const names = otherNames(message);
  if (names.length > 0) text.names = names;
  const subject = subjectOf(message);
  if (subject !== null && subject !== said) text.subject = subject;
  facts.push(text);
}

export function textFact(text: string): TextFact {
  return { kind: 'text', from: null, to: [], text, contentType: 'text/plain', inInvite: false };
}

/** The text, not trimmed; null = there is none. */
export function bodyOf(message: XmlElement): string | null {
  const body = inNoLanguage(message, 'body') ?? subjectOf(message);
  if (body !== null) return body;
  const html = childIn(message, 'html', 'http://jabber.org/protocol/xhtml-im');
  const rich = html === null ? '' : xhtmlText(html).trim();
  return rich === '' ? null : rich;
}

/**
 * Of several languages (RFC 6121 §5.2.3) the one that is not marked or marked with the stanza's own, else the first.
 * Empty is none.
 */
export function inNoLanguage(element: XmlElement, name: string): string | null {
  const own = attributeOf(element, 'lang');
  let first: string | null = null;
  let same: string | null = null;
  for (const child of childElements(element)) {
    if (child.name !== name || child.namespace !== element.namespace) continue;
    const text = textOf(child);
    if (text === '') continue;
    const language = attributeOf(child, 'lang');
    if (language === null) return text;
    if (language === own) same ??= text;
    first ??= text;
  }
  return same ?? first;
}

/** A subject alone is what a headline or a single message says; in a room it sets the topic (XEP-0045 §8.1). */
function subjectOf(message: XmlElement): string | null {
  return attributeOf(message, 'type') === 'groupchat' ? null : inNoLanguage(message, 'subject');
}

/** XEP-0045 §8.1: a room's subject is set by a message with a subject and no body. */
function topicIn(message: XmlElement): string | null {
  if (attributeOf(message, 'type') !== 'groupchat') return null;
  const parts = childElements(message).filter(({ namespace }) => namespace === message.namespace);
  if (parts.some(({ name }) => name === 'body') || !parts.some(({ name }) => name === 'subject')) return null;
  return inNoLanguage(message, 'subject') ?? '';
}

/** Namespace of an event in a message without a text (XEP-0060, XEP-0163): avatars, keys, moods; null = none. */
export function eventIn(message: XmlElement): string | null {
  const event = childUnder(message, 'event', 'http://jabber.org/protocol/pubsub#event');
  return event === null ? null : event.namespace;
}

/** XEP-0071: paragraphs and breaks are new lines, pictures stand by their description. */
function xhtmlText(element: XmlElement): string {
  let text = '';
  for (const child of element.children) {
    if (typeof child === 'string') text += child;
    else if (child.name === 'br') text += '\n';
    else if (child.name === 'img') text += attributeOf(child, 'alt') ?? '';
    else {
      if ((child.name === 'p' || child.name === 'li') && text !== '' && !text.endsWith('\n')) text += '\n';
      text += xhtmlText(child);
    }
  }
  return text;
}

/** A fallback body ("this message is encrypted") is not what was said. */
function encryption(message: XmlElement): Opaque | null {
  for (const { name, namespace, method } of ENCRYPTED_ELEMENTS) {
    const found = childUnder(message, name, namespace);
    if (found === null) continue;
    // OMEMO without a payload only hands over a key (XEP-0384 §4.6).
    if (method === 'OMEMO' && childText(found, 'payload') === null) continue;
    return encryptedBy(method);
  }
  const named = childIn(message, 'encryption', 'urn:xmpp:eme:0');
  const keyOnly = childUnder(message, 'encrypted', '') !== null;
  if (named !== null && !keyOnly)
    return encryptedBy(attributeOf(named, 'name') ?? attributeOf(named, 'namespace') ?? '');
  const body = inNoLanguage(message, 'body');
  // Off-the-Record: a coded message or a piece of one; `?OTRv2?` asks for it in words and is text.
  return body !== null && /^\?OTR[:|,]/.test(body) ? encryptedBy('OTR') : null;
}

function encryptedBy(method: string): Opaque {
  return { kind: 'opaque', reason: 'encrypted', detail: method };
}

/** XEP-0353: a call is announced by message. */
function callProposal(message: XmlElement, facts: Fact[]): void {
  const proposal = childUnder(message, 'propose', 'urn:xmpp:jingle-message:');
  if (proposal === null) return;
  for (const description of childElements(proposal)) {
    const media = attributeOf(description, 'media');
    if (media === 'audio' || media === 'video') facts.push({ kind: 'media', media, port: null });
  }
}

/** Typing (XEP-0085, XEP-0022), receipts (XEP-0184) and chat markers (XEP-0333). */
function notices(message: XmlElement, facts: Fact[]): void {
  for (const child of childElements(message)) {
    const { name, namespace } = child;
    if (namespace === CHAT_STATES || namespace === 'jabber:x:event') {
      if (name === 'composing') facts.push({ kind: 'notice', notice: 'typing' });
      else if (name === 'x') noticeOfEvent(message, facts);
    } else if (namespace === 'urn:xmpp:receipts' && name === 'received') {
      facts.push(receipt('delivered', child));
    } else if (namespace.startsWith('urn:xmpp:chat-markers:')) {
      if (name === 'received') facts.push(receipt('delivered', child));
      else if (name === 'displayed' || name === 'acknowledged') facts.push(receipt('displayed', child));
    }
  }
}

/** What it answers stands in an attribute; XEP-0184 before 1.1 had none. */
function receipt(notice: 'delivered' | 'displayed', element: XmlElement, of = attributeOf(element, 'id')): Fact {
  return of === null || of === '' ? { kind: 'notice', notice } : { kind: 'notice', notice, of };
}

/** Without a text an event tells what happens; with one it asks to be told (XEP-0022 §3). */
function noticeOfEvent(message: XmlElement, facts: Fact[]): void {
  const event = childIn(message, 'x', 'jabber:x:event');
  if (event === null) return;
  const of = childText(event, 'id');
  for (const child of childElements(event)) {
    if (child.name === 'composing') facts.push({ kind: 'notice', notice: 'typing' });
    else if (child.name === 'delivered' || child.name === 'displayed') facts.push(receipt(child.name, child, of));
  }
}

/** What `type='error'` complains of (RFC 6120 §8.3): the condition and the words beside it. */
export function errorFacts(stanza: XmlElement, from: string | null): Fact[] {
  const error = childElements(stanza).find((child) => child.name === 'error');
  if (error === undefined) return [{ kind: 'diagnostic', id: null, reason: 'error', source: from }];
  const parts = childElements(error).filter((part) => part.namespace === 'urn:ietf:params:xml:ns:xmpp-stanzas');
  const condition = parts.find((part) => part.name !== 'text')?.name ?? attributeOf(error, 'code') ?? 'error';
  const words = parts.find((part) => part.name === 'text');
  const reason = words === undefined ? condition : condition + ': ' + textOf(words).trim();
  const by = attributeOf(error, 'by') ?? from;
  return [{ kind: 'diagnostic', id: null, reason, source: by === null ? null : bareOf(by) }];
}

/** The message inside a carbon copy (XEP-0280), and whether the outer one is only there for it. */
export function carbonOf(message: XmlElement): XmlElement | null {
  for (const name of ['received', 'sent']) {
    const carbon = childUnder(message, name, 'urn:xmpp:carbons:');
    const forwarded = carbon === null ? null : childUnder(carbon, 'forwarded', 'urn:xmpp:forward:');
    const inner = forwarded === null ? undefined : childElements(forwarded).find((child) => child.name === 'message');
    if (inner !== undefined) return inner;
  }
  return null;
}

/** Only the account itself, by its bare JID, sends carbons of its messages; from anyone else they are forged (XEP-0280 §11). */
export function isOwnCarbon(from: string | null, to: string | null): boolean {
  return from === null || to === null || (bareOf(from) === bareOf(to) && !hasResource(from));
}

/** A result of a message archive (XEP-0313) or of its predecessor: history, not traffic. */
export function isHistory(message: XmlElement): boolean {
  return childUnder(message, 'result', 'urn:xmpp:mam:') !== null;
}
