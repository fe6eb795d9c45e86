import type {
  Diagnostic,
  Fact,
  OfferedFile,
  OpaqueText,
  Place,
  PresenceChange,
  SaidText,
  SessionMessage,
} from '../model.ts';
import { isStanza, spelled, withoutOtherLeg } from './legs.ts';
import type { Timed } from './order.ts';
import { isChallenge } from './outcome.ts';
import { withoutBroadcasts } from './posts.ts';
import { requestOf } from './requests.ts';
import { sameFacts } from './merge.ts';
import { linkReferences } from './references.ts';

/** What was said, shown, offered and complained of, in order. */
export interface Content {
  texts: SaidText[];
  presence: PresenceChange[];
  files: OfferedFile[];
  diagnostics: Diagnostic[];
  opaque: OpaqueText[];
}

/** `stanza`: of the XMPP leg. */
interface Said extends SaidText {
  fact: Fact;
  inInvite: boolean;
  callId: string | null;
  stanza: boolean;
  /** Said by who sent the message, not by a server for him. */
  own: boolean;
}

interface Found {
  said: Said[];
  shown: (PresenceChange & { stanza: boolean })[];
  files: (OfferedFile & { transfer: string | null; /** Transaction of the offer. */ request: string })[];
}

export function contentOf(messages: readonly Timed[]): Content {
  const content: Content = { texts: [], presence: [], files: [], diagnostics: [], opaque: [] };
  const found: Found = { said: [], shown: [], files: [] };
  const repeated = repeatedRequests(messages);
  const refused = refusedRequests(messages);
  for (const { message, time } of messages) {
    if (message.facts.length === 0) continue;
    const places = message.sightings[0]?.places ?? [];
    const again = repeated.size > 0 && repeated.has(requestOf(message));
    for (const fact of message.facts) {
      switch (fact.kind) {
        case 'text': {
          if (again) break;
          const { text, contentType, inInvite } = fact;
          // To a conference one speaks by its organiser's address: he does not speak to himself.
          const to =
            fact.to.length > 0 || message.to === null || message.to === (fact.from ?? message.from)
              ? fact.to
              : [message.to];
          const from = fact.from ?? message.from ?? '';
          const { callId } = message;
          const stanza = isStanza(message);
          const own = from === message.from;
          const said: Said = { time, from, to, text, contentType, places, fact, inInvite, callId, stanza, own };
          if (fact.subject !== undefined) said.subject = fact.subject;
          if (fact.told !== undefined) Object.assign(said, fact.told);
          if (refused.size > 0 && refused.has(requestOf(message))) said.failed = true;
          found.said.push(said);
          break;
        }
        case 'presence': {
          const { kind: _, who, ...change } = fact;
          found.shown.push({ time, who: who ?? message.from ?? '', ...change, places, stanza: isStanza(message) });
          break;
        }
        case 'file':
          if (!again) addFile(found, fact, time, places, requestOf(message));
          break;
        case 'diagnostic':
          content.diagnostics.push({ time, id: fact.id, reason: fact.reason, source: fact.source, places });
          break;
        case 'opaque':
          if (!again) content.opaque.push({ time, reason: fact.reason, detail: fact.detail, places });
          break;
        case 'media':
        case 'call':
        case 'invitation':
        case 'member':
        case 'named':
        case 'notice':
        case 'reaction':
        case 'retraction':
        case 'subscription':
        case 'topic':
        case 'undelivered':
          break;
      }
    }
  }
  const said = withoutOtherLeg(withoutRepeatedFirst(withoutBroadcasts(found.said)), sameText);
  content.texts = said.map(saidText);
  linkReferences(
    messages,
    content.texts,
    said.map(({ fact }) => fact),
  );
  content.presence = withoutOtherLeg(found.shown, sameChange).map(({ stanza: _, ...change }) => change);
  for (const file of found.files) if (refused.has(file.request)) file.accepted ??= false;
  // An answer whose offer is not in the log names no file; games and cameras are invited to in the same form.
  takeAnswered(found.files, messages);
  content.files = found.files.filter(({ name }) => name !== '').map(({ transfer: _, request: __, ...file }) => file);
  return content;
}

/**
 * A file that a session description offers (RFC 5547 §6) is taken by the answer that takes its media line. Offers of Lync, and
 * files that are attached, have ids or answers of their own.
 */
function takeAnswered(files: Found['files'], messages: readonly Timed[]): void {
  if (!files.some(({ transfer, accepted }) => transfer === null && accepted === null)) return;
  const described = new Set<string>();
  for (const { message } of messages) {
    if (message.method !== 'INVITE' || !message.facts.some(({ kind }) => kind === 'media')) continue;
    if (message.status === null) described.add(requestOf(message));
    else if (message.status >= 200 && message.status < 300) settle(files, requestOf(message), true);
  }
  for (const { message } of messages) {
    const answers =
      message.method === 'INVITE' && message.status !== null && message.status >= 200 && message.status < 300;
    if (answers && described.has(requestOf(message))) settle(files, requestOf(message), false);
  }
}

function settle(files: Found['files'], request: string, accepted: boolean): void {
  for (const file of files) if (file.transfer === null && file.request === request) file.accepted ??= accepted;
}

/** An offer is a file; an answer with the same transfer id settles it. */
function addFile(
  found: Found,
  fact: { transfer: string | null; name: string; size: number | null; accepted: boolean | null },
  time: OfferedFile['time'],
  places: Place[],
  request: string,
): void {
  const { transfer, name, size, accepted } = fact;
  const known = found.files.find((file) =>
    transfer === null ? file.transfer === null && file.name === name : file.transfer === transfer,
  );
  if (known === undefined) {
    found.files.push({ time, name, size, accepted, places, transfer, request });
    return;
  }
  if (known.name === '') known.name = name;
  known.size ??= size;
  known.accepted = accepted ?? known.accepted;
}

/**
 * The first IM may ride in the INVITE (ms-text-format) and be sent again as the first MESSAGE: keep one. Seen in
 * Lync and Communicator traces; the INVITE's one stands, since it came first. What is said again later is said again.
 */
function withoutRepeatedFirst(said: readonly Said[]): Said[] {
  const first = new Map<string, string>();
  const kept: Said[] = [];
  for (const each of said) {
    const { inInvite, callId } = each;
    const text = comparable(each);
    const speaker = callId + '\n' + each.from;
    const before = first.get(speaker);
    if (inInvite) first.set(speaker, text);
    else first.delete(speaker);
    if (inInvite || before === undefined || !isSameText(before, text)) kept.push(each);
  }
  return kept;
}

/** A text that is not archived is known by its mark. */
const comparable = ({ fact, text }: Said): string => (fact.kind === 'text' ? (fact.mark ?? text) : text);

function isSameText(a: string, b: string): boolean {
  return a === b || spelled(a) === spelled(b);
}

function sameText(a: Said, b: Said): boolean {
  if (a.from !== b.from || !isSameText(comparable(a), comparable(b))) return false;
  if (b.failed === true) a.failed = true;
  return true;
}

function sameChange(a: PresenceChange, b: PresenceChange): boolean {
  return a.who === b.who && a.state === b.state;
}

function saidText({ fact: _, inInvite: __, callId: ___, stanza: ____, own: _____, ...text }: Said): SaidText {
  return text;
}

/** Requests that were refused for good: 4xx to 6xx, but for challenges; one that any branch took was not. */
function refusedRequests(messages: readonly Timed[]): Set<string> {
  const refused = new Set<string>();
  for (const { message } of messages) {
    if (message.status !== null && message.status >= 400 && !isChallenge(message.status))
      refused.add(requestOf(message));
  }
  if (refused.size === 0) return refused;
  for (const { message } of messages) {
    if (message.status !== null && message.status >= 200 && message.status < 300) refused.delete(requestOf(message));
  }
  return refused;
}

/** Requests that were answered 401, 407 or 3xx, and then the same was sent again (RFC 3261 §22.1, §8.1.3.4). */
function repeatedRequests(messages: readonly Timed[]): Set<string> {
  const turned = new Set<string>();
  for (const { message } of messages) {
    const { status } = message;
    if (isChallenge(status) || (status !== null && status >= 300 && status < 400)) turned.add(requestOf(message));
  }
  const repeated = new Set<string>();
  if (turned.size === 0) return repeated;
  const requests = messages.filter(({ message }) => message.status === null && message.facts.length > 0);
  requests.forEach(({ message }, index) => {
    if (!turned.has(requestOf(message))) return;
    if (requests.slice(index + 1).some((later) => isSentAgain(message, later.message)))
      repeated.add(requestOf(message));
  });
  return repeated;
}

function isSentAgain(first: SessionMessage, later: SessionMessage): boolean {
  return (
    later.callId === first.callId &&
    later.method === first.method &&
    (later.cseq ?? 0) > (first.cseq ?? 0) &&
    later.dialog.split(';', 1)[0] === first.dialog.split(';', 1)[0] &&
    sameFacts(first.facts, later.facts)
  );
}
