/**
 * What the two ends of a connection agreed on before stanzas flowed: the kind of stream, STARTTLS (RFC 6120 §5), SASL (§6)
 * and its predecessors, the handshake of components (XEP-0114) and dialback between servers (XEP-0220).
 */
import type { StreamMarker, StreamWords } from '../model.ts';
import { childElements, childText, textOf, type XmlElement } from './xml-body.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const SASL: ReadonlySet<string> = new Set(['urn:ietf:params:xml:ns:xmpp-sasl', 'urn:xmpp:sasl:2']);
const DIALBACK = 'jabber:server:dialback';
const STREAMS = 'http://etherx.jabber.org/streams';
const KINDS: ReadonlyMap<string, StreamMarker['of']> = new Map([
  ['jabber:client', 'client'],
  ['jabber:server', 'server'],
  ['jabber:component:accept', 'component'],
  ['jabber:component:connect', 'component'],
]);
/** The default namespace in the start tag of a stream. */
const DEFAULT_NAMESPACE = /\sxmlns\s*=\s*["']([^"']*)["']/;
/** Longest name of a mechanism (RFC 4422 §3.1 allows 20). */
const LONGEST_MECHANISM = 40;

/** What ends a stream (RFC 6120 §4.9). */
export function isStreamError({ name, namespace }: XmlElement): boolean {
  return name === 'error' && namespace === STREAMS;
}

/** A server hands over its key, or is told what became of it (XEP-0220). */
export function isDialbackResult({ name, namespace }: XmlElement): boolean {
  return name === 'result' && namespace === DIALBACK;
}

/** Its condition, and the words beside it. */
export function streamErrorIn(error: XmlElement): string {
  const parts = childElements(error).filter(({ namespace }) => namespace === 'urn:ietf:params:xml:ns:xmpp-streams');
  const condition = parts.find(({ name }) => name !== 'text')?.name ?? 'undefined-condition';
  const words = parts.find(({ name }) => name === 'text');
  return words === undefined ? condition : `${condition}: ${textOf(words).trim()}`;
}

/** Streams between servers whose ids are remembered; the oldest is forgotten for another. */
const MOST_STREAMS = 10_000;

/** Of one file. Values recur: one object for each. */
export class StreamMarkers {
  readonly #made = new Map<string, StreamMarker>();
  /** Streams between servers by the id that the one who was called gave them. */
  readonly #byId = new Map<string, StreamNegotiation>();

  of(of: StreamMarker['of'], tls: StreamMarker['tls'], auth: string | null, accepted: boolean | null): StreamMarker {
    const key = `${of} ${tls} ${auth} ${accepted}`;
    let known = this.#made.get(key);
    if (known === undefined) this.#made.set(key, (known = { kind: 'stream', of, tls, auth, accepted }));
    return known;
  }

  opened(id: string, stream: StreamNegotiation): void {
    this.#byId.set(id, stream);
    if (this.#byId.size <= MOST_STREAMS) return;
    for (const oldest of this.#byId.keys()) {
      this.#byId.delete(oldest);
      return;
    }
  }

  /** The server that speaks for the caller's domain was asked about its key, by another connection (XEP-0220 §2.1.2). */
  verified(id: string, valid: boolean): void {
    this.#byId.get(id)?.verified(valid);
  }
}

/** Of one connection; where records have no flow, of one after the other. */
export class StreamNegotiation {
  readonly #markers: StreamMarkers;
  #of: StreamMarker['of'] | null = null;
  #tls: StreamMarker['tls'] = null;
  #auth: string | null = null;
  #accepted: boolean | null = null;
  /** Id of the request by which a client without SASL says who it is (XEP-0078). */
  #asked: string | null = null;
  /** As long as nothing of it changes. */
  #marker: StreamMarker | null = null;
  /** Stanzas have flowed, or the stream was closed: a header that comes now begins another one. */
  #over = false;
  /** A header may come: at first, and after what makes the stream begin anew (RFC 6120 §5.4.3.3, §6.4.6). */
  #awaitsHeader = true;
  /** Streams of several connections are mixed: what belongs to which is not known. */
  #mixed = false;
  #words: StreamWords | null = null;

  constructor(markers: StreamMarkers) {
    this.#markers = markers;
  }

  /** What the log says beside the stanzas; comes with each record. */
  told(words: StreamWords): void {
    if (words === this.#words) return;
    this.#words = words;
    this.#marker = null;
    this.#of ??= words.of;
    if (words.encrypted) this.#tls = 'used';
  }

  /** The caller's key was found to be right, or not. */
  verified(valid: boolean): void {
    if (this.#auth !== null && this.#auth !== 'dialback') return;
    this.#auth = 'dialback';
    this.#accepted ??= valid;
    this.#marker = null;
  }

  /** `text` = the start tag as written, `tag` the same parsed. `flow` '' = connections are not told apart. */
  header(flow: string, tag: XmlElement, text: string): void {
    const id = attributeOf(tag, 'id');
    const opens = id === null;
    if (this.#over) this.#forget();
    else if (opens && flow === '' && !this.#awaitsHeader) this.#mixed = true;
    if (opens) this.#awaitsHeader = false;
    const kind = KINDS.get(DEFAULT_NAMESPACE.exec(text)?.[1] ?? '');
    if (kind !== undefined) this.#of = kind;
    if (kind === 'server' && id !== null) this.#markers.opened(id, this);
    this.#marker = null;
  }

  /** A whole element that is no stanza, at the top level of the stream. */
  step(element: XmlElement): void {
    const { name, namespace } = element;
    this.#marker = null;
    if (name === 'features' && namespace === STREAMS) this.#features(element);
    else if (name === 'proceed' && namespace === TLS) {
      this.#tls = 'used';
      this.#awaitsHeader = true;
    } else if (SASL.has(namespace)) this.#sasl(element);
    else if (namespace === DIALBACK) this.#dialback(element);
    else if (name === 'handshake') this.#handshake(element);
    else if (isStreamError(element)) this.closed();
  }

  closed(): void {
    this.#over = true;
    this.#awaitsHeader = true;
  }

  /** What is known of the stream that carries `stanza`; null = nothing, or not for certain. Comes once for each stanza. */
  carrying(flow: string, stanza: XmlElement): StreamMarker | null {
    if (this.#of === null || this.#mixed) return null;
    const isLetIn = this.#of !== 'client' || this.#accepted === true;
    if (!isLetIn && !this.#over && stanza.name === 'iq') this.#legacy(stanza);
    // Before it is let in a client says nothing: where connections are not told apart, another one speaks.
    else if (isLetIn || flow !== '') {
      this.#over = this.#awaitsHeader = true;
      if (!isLetIn && this.#accepted === false) this.#unseen();
    } else return null;
    return (this.#marker ??= this.#markers.of(this.#of, this.#tls, this.#auth, this.#accepted));
  }

  /** Who was refused and speaks all the same tried again, which the log does not show. */
  #unseen(): void {
    this.#auth = this.#accepted = this.#marker = null;
  }

  #forget(): void {
    this.#of = this.#tls = this.#auth = this.#accepted = this.#asked = null;
    this.#over = false;
    this.#awaitsHeader = true;
    this.#words = null;
  }

  #features(features: XmlElement): void {
    const starttls = childIn(features, 'starttls', TLS);
    // It is not offered once it is used (RFC 6120 §5.4.3.3).
    if (starttls !== null) this.#tls = childIn(starttls, 'required', TLS) === null ? 'offered' : 'required';
    else this.#tls ??= 'absent';
  }

  #sasl(element: XmlElement): void {
    if (element.name === 'auth' || element.name === 'authenticate') {
      this.#auth = attributeOf(element, 'mechanism')?.slice(0, LONGEST_MECHANISM) ?? null;
      this.#accepted = null;
    } else if (element.name === 'success') {
      this.#accepted = true;
      this.#awaitsHeader = true;
    } else if (element.name === 'failure') this.#accepted = false;
  }

  /** The key is asked about with, and answered with, an element of the same name; one connection may serve several domains. */
  #dialback(result: XmlElement): void {
    const type = attributeOf(result, 'type');
    if (result.name === 'verify') {
      const id = attributeOf(result, 'id');
      if (id !== null && type !== null) this.#markers.verified(id, type === 'valid');
      return;
    }
    if (result.name !== 'result') return;
    if (this.#auth !== null && this.#auth !== 'dialback') return;
    this.#auth = 'dialback';
    if (type === 'valid') this.#accepted = true;
    else if (type !== null) this.#accepted ??= false;
  }

  /** A component hands over a hash; the server's answer is empty. */
  #handshake(element: XmlElement): void {
    this.#auth = 'handshake';
    if (element.children.length === 0) this.#accepted = true;
  }

  #legacy(iq: XmlElement): void {
    const type = attributeOf(iq, 'type');
    const id = attributeOf(iq, 'id');
    if (type === 'set') {
      const query = childElements(iq).find(({ namespace }) => namespace === 'jabber:iq:auth');
      if (query === undefined || childText(query, 'username') === null) return;
      this.#asked = id;
      this.#auth = 'jabber:iq:auth';
      this.#accepted = null;
      this.#marker = null;
    } else if (this.#asked !== null && id === this.#asked && (type === 'result' || type === 'error')) {
      this.#accepted = type === 'result';
      this.#asked = null;
      this.#marker = null;
    }
  }
}
