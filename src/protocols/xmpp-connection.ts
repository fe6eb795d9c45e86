/**
 * Who is at the ends of a connection: completes stanzas that do not say. A client need not write its own address
 * (RFC 6120 §8.1.2.1); the server knows it, and what the server sends back names it.
 */
import type { StreamMarker } from '../model.ts';
import { bareOf, hasResource } from './xmpp-jid.ts';
import { PeerDomains, type Ends } from './xmpp-peers.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';
import { childText, type XmlElement } from './xml-body.ts';

export class XmppConnection {
  /** Full JID of the client, once the server has bound it. */
  #client: string | null = null;
  /** Records without a flow: whom the server speaks to, where no binding was seen. */
  #spokenTo: string | null = null;
  /** More than one client is on the log: the records are not told apart, so nobody is taken for the sender. */
  #mixed = false;
  /** A stream was closed, and no other client has come since. */
  #left = false;
  /** Direction in which the server speaks; null = not known. */
  #serverFlow: string | null = null;
  #clientFlow: string | null = null;
  /** Domain that the client asked for. */
  #domain: string | null = null;
  /** Whom the stanzas of a flow were addressed to last, where no binding was seen. */
  #addressed = new Map<string, string>();
  readonly peers = new PeerDomains();

  /**
   * A `<stream:stream>`: only who answers gives an id to the stream (RFC 6120 §4.7.3). The client may say in it who it
   * is, and the server then says it back (§4.7.1, §4.7.2).
   */
  header(flow: string, tag: XmlElement): void {
    this.peers.header(flow, tag);
    const answers = attributeOf(tag, 'id') !== null;
    if (answers) this.#serverFlow = flow;
    else {
      this.#clientFlow = flow;
      this.#domain = attributeOf(tag, 'to') ?? this.#domain;
    }
    const said = attributeOf(tag, answers ? 'to' : 'from');
    // Binding says it better.
    if (said?.includes('@') === true) this.told(flow, bareOf(said));
  }

  /** Several clients are on the log and its records are not told apart. */
  get isMixed(): boolean {
    return this.#mixed;
  }

  /** What the log says beside the stanzas of whose connection it is. A bare JID adds nothing to the bound one. */
  told(flow: string, jid: string): void {
    const known = this.#client;
    if (known !== null && bareOf(known) === bareOf(jid) && (hasResource(known) || !hasResource(jid))) return;
    this.#bind(flow, jid);
  }

  /** A stream was closed: where records have no flow, the next client that comes is alone, too. */
  closed(): void {
    this.#left = true;
    this.peers.closed();
  }

  /** What a stanza tells of the connection; comes before `complete`. `fromClient` as in `complete`. */
  see(flow: string, stanza: XmlElement, fromClient: boolean | null = null): void {
    const to = attributeOf(stanza, 'to');
    if (stanza.name === 'iq') this.#learn(flow, stanza, to);
    if (to === null || !hasResource(to)) return;
    if (flow === '') {
      if (fromClient === false) this.#meet(to);
    } else if (attributeOf(stanza, 'from') !== null) this.#addressed.set(flow, to);
  }

  /** Can the ends of a stanza be completed? False = a later stanza may still tell. */
  knowsClient(flow: string): boolean {
    // Another stanza may be for another client: whom the server speaks to is sure only at the end.
    return flow === '' ? this.#client !== null && !this.#mixed : this.#clientOn(flow) !== null;
  }

  /**
   * Both ends of a stanza, as written or, where they are missing, as the stream tells.
   * @param fromClient does the client speak? null = the log does not say
   */
  complete(
    flow: string,
    stanza: XmlElement,
    fromClient: boolean | null = null,
    of: StreamMarker['of'] = 'client',
  ): Ends {
    const from = attributeOf(stanza, 'from');
    const to = attributeOf(stanza, 'to');
    if (from !== null && to !== null) return { from, to };
    // Servers and components speak for many: one that does not say for whom speaks for itself.
    if (of !== 'client') return this.peers.complete(of, flow, { from, to });
    const client = this.#clientOn(flow);
    if (client === null) return { from, to };
    if (fromClient ?? this.#isFromClient(flow, stanza, from, to, client)) {
      // A message to nobody is one to the own account (RFC 6120 §10.3.1); presence to nobody is for all who subscribed.
      return { from: from ?? client, to: to ?? (stanza.name === 'message' ? bareOf(client) : null) };
    }
    // Presence of one's own account that the server sends back is for all who subscribed, as it was when it came.
    if (stanza.name === 'presence' && from !== null && bareOf(from) === bareOf(client)) return { from, to };
    // What has no sender comes from the account itself (RFC 6120 §8.1.2.1).
    return { from: from ?? bareOf(client), to: to ?? client };
  }

  #isFromClient(flow: string, stanza: XmlElement, from: string | null, to: string | null, client: string): boolean {
    if (flow !== '' && this.#serverFlow !== null) return flow !== this.#serverFlow;
    if (flow !== '' && this.#clientFlow !== null) return flow === this.#clientFlow;
    if (from !== null) return bareOf(from) === bareOf(client);
    if (to !== null) return bareOf(to) !== bareOf(client);
    const type = attributeOf(stanza, 'type');
    return stanza.name !== 'iq' || type === 'get' || type === 'set';
  }

  #clientOn(flow: string): string | null {
    if (this.#mixed) return null;
    if (this.#client !== null) return this.#client;
    if (flow === '') return this.#spokenTo;
    for (const [other, jid] of this.#addressed) if (other !== flow) return jid;
    return null;
  }

  /** The server speaks to `jid` in records without a flow. */
  #meet(jid: string): void {
    const known = this.#client ?? this.#spokenTo;
    if (known !== null && bareOf(known) !== bareOf(jid)) this.#come(jid);
    else this.#spokenTo ??= jid;
  }

  /** Another client than the known one, where records have no flow. */
  #come(jid: string): void {
    if (!this.#left) this.#mixed = true;
    this.#left = false;
    this.#client = null;
    this.#spokenTo = jid;
  }

  /** Resource binding (RFC 6120 §7), and what came before it (XEP-0078). */
  #learn(flow: string, iq: XmlElement, to: string | null): void {
    const type = attributeOf(iq, 'type');
    if (type === 'result') {
      const bind = childIn(iq, 'bind', 'urn:ietf:params:xml:ns:xmpp-bind');
      const jid = bind === null ? null : childText(bind, 'jid');
      if (jid !== null) {
        if (flow !== '') this.#serverFlow = flow;
        this.#bind(flow, jid);
      }
    } else if (type === 'set') {
      const query = childIn(iq, 'query', 'jabber:iq:auth');
      const user = query === null ? null : childText(query, 'username');
      const domain = to ?? this.#domain;
      if (query === null || user === null || domain === null) return;
      if (flow !== '') this.#clientFlow = flow;
      this.#bind(flow, user + '@' + domain + '/' + (childText(query, 'resource') ?? ''));
    }
  }

  #bind(flow: string, jid: string): void {
    // A connection is bound anew when its number is used again; records without a flow may be of several clients.
    if (flow === '') this.#meet(jid);
    this.#client = jid;
  }
}

/**
 * Both directions of a connection have the same name: `<0.562.0> in` and `<0.562.0> out` of a server's log,
 * `10.0.0.1:5222>10.0.0.9:40000#1` and its reverse of a capture.
 */
export function connectionOf(flow: string): string {
  const space = flow.lastIndexOf(' ');
  if (space >= 0) return flow.slice(0, space);
  const arrow = flow.indexOf('>');
  if (arrow < 0) return flow;
  const hash = flow.lastIndexOf('#');
  const end = hash < arrow ? flow.length : hash;
  const one = flow.slice(0, arrow);
  const other = flow.slice(arrow + 1, end);
  return (one < other ? one + '>' + other : other + '>' + one) + flow.slice(end);
}
