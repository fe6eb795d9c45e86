/** Turns a parsed stanza into a message of the model. */
import type { Fact, Message, Place, Sink, XmppStanza } from '../model.ts';
import { childElements, childText, elementsNamed, type XmlElement } from './xml-body.ts';
import type { XmppConnection } from './xmpp-connection.ts';
import { delayOf, isDelayed } from './xmpp-delay.ts';
import { bareOf, foldedOf, hasResource } from './xmpp-jid.ts';
import { bodyOf, carbonOf, errorFacts, isHistory, isOwnCarbon, messageFacts } from './xmpp-message.ts';
import { presenceFacts } from './xmpp-presence.ts';
import { XmppRooms } from './xmpp-rooms.ts';
import type { FlowSpan } from './xmpp-spans.ts';
import { PeerMarkers } from './peer-markers.ts';
import { XmppTransfers } from './xmpp-transfers.ts';
import { attributeOf, type ParsedStanza } from './xmpp-tree.ts';

const MAX_TITLE = 200;
/** How far ahead of the log another clock may be before a delay stamp is not believed, ms. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Where a stanza was found. */
export interface StanzaContext {
  flow: string;
  connection: XmppConnection;
  /** The record in which it begins. */
  span: FlowSpan;
  places: Place[];
  /** Who sent it, known from another sighting of the stanza. */
  sender?: string;
}

/** Keeps what stanzas say about later ones: nicknames of rooms, offers that wait for an answer. */
export class StanzaReader {
  #out: Sink<Message>;
  #rooms = new XmppRooms();
  #transfers = new XmppTransfers();
  #peers = new PeerMarkers();

  constructor(out: Sink<Message>) {
    this.#out = out;
  }

  /** A stanza that is damaged further on is a message all the same: someone spoke to someone. */
  read(parsed: ParsedStanza, context: StanzaContext): void {
    const { root } = parsed;
    if (root === null) return;
    const ends = context.connection.complete(context.flow, root, context.span.fromClient);
    const { to } = ends;
    const from = ends.from ?? context.sender ?? null;
    if (root.name === 'message') this.#message(root, from, to, parsed, context);
    else if (parsed.fault !== null) return;
    else if (root.name === 'presence') this.#presence(root, from, to, context);
    else if (root.name === 'iq') this.#iq(root, from, to, context);
  }

  #message(
    outer: XmlElement,
    outerFrom: string | null,
    outerTo: string | null,
    parsed: ParsedStanza,
    context: StanzaContext,
  ): void {
    const carbon = carbonOf(outer);
    const forged = carbon !== null && !isOwnCarbon(outerFrom, outerTo);
    const message = carbon === null || forged ? outer : carbon;
    const from = message === outer ? outerFrom : attributeOf(message, 'from');
    const to = message === outer ? outerTo : attributeOf(message, 'to');
    const stanza = this.#stanza(message, 'message', from, to, context);
    stanza.thread = childText(message, 'thread');
    const delay = delayOf(message);
    if (delay !== null && (stanza.time === null || delay <= stanza.time + CLOCK_SKEW_MS)) {
      if (stanza.type !== 'groupchat') {
        stanza.time = delay;
        stanza.timeSource = 'log';
      }
    }
    if (stanza.type === 'error') stanza.facts = errorFacts(message, from);
    else if (!forged && !isHistory(message)) {
      const cut = parsed.fault !== null && isBodyCut(parsed, message);
      stanza.facts = cut ? [truncated(parsed.fault)] : messageFacts(message);
    }
    if (stanza.type === 'groupchat') this.#inRoom(stanza, message);
    else this.#privately(stanza);
    this.#out(stanza);
  }

  /** XEP-0045 §7.4: what is said goes to the room, the room sends it to each occupant. */
  #inRoom(stanza: XmppStanza, message: XmlElement): void {
    const said = bodyOf(message) ?? '';
    const { fromJid, toJid } = stanza;
    if (fromJid === null || !isFromRoom(fromJid, toJid)) {
      if (fromJid !== null && toJid !== null) this.#rooms.sent(fromJid, toJid, stanza.id, said);
      return;
    }
    const room = bareOf(fromJid);
    // Without a nickname it is the room itself that speaks.
    const speaker = hasResource(fromJid) ? this.#rooms.saidBy(fromJid, stanza.id, said) : room;
    const isOld = isDelayed(message);
    const isCopy = stanza.id === null && this.#rooms.isCopy(speaker, room, said, toJid, stanza.time);
    if (isOld || isCopy) stanza.facts = stanza.facts.filter(({ kind }) => kind !== 'text' && kind !== 'opaque');
    stanza.from = speaker;
    stanza.to = room;
    if (toJid !== null) stanza.heardBy = this.#rooms.personBehind(toJid) ?? bareOf(toJid);
    // The copies for all occupants are one message to the room.
    stanza.toJid = room;
  }

  /** A private message in a room (XEP-0045 §7.5) is one between the persons, where the room tells who they are. */
  #privately(stanza: XmppStanza): void {
    if (stanza.fromJid !== null) stanza.from = this.#rooms.personBehind(stanza.fromJid) ?? stanza.from;
    if (stanza.toJid !== null) stanza.to = this.#rooms.personBehind(stanza.toJid) ?? stanza.to;
  }

  #presence(presence: XmlElement, from: string | null, to: string | null, context: StanzaContext): void {
    const stanza = this.#stanza(presence, 'presence', from, to, context);
    if (stanza.type === 'error') stanza.facts = errorFacts(presence, from);
    else {
      const inRoom = this.#rooms.presence(presence, from, to);
      stanza.facts = inRoom.length > 0 ? inRoom : presenceFacts(presence);
    }
    this.#out(stanza);
  }

  #iq(iq: XmlElement, from: string | null, to: string | null, context: StanzaContext): void {
    const stanza = this.#stanza(iq, 'iq', from, to, context);
    stanza.payload = childElements(iq).find((child) => child.name !== 'error')?.namespace ?? null;
    stanza.facts = this.#transfers.read(iq, stanza.from, stanza.to);
    const refused = stanza.type === 'error' && stanza.facts.length > 0;
    if (refused) stanza.facts.push(...errorFacts(iq, from));
    this.#out(stanza);
  }

  #stanza(
    element: XmlElement,
    name: XmppStanza['name'],
    fromJid: string | null,
    toJid: string | null,
    { span, places }: StanzaContext,
  ): XmppStanza {
    const type = attributeOf(element, 'type');
    const id = attributeOf(element, 'id');
    return {
      protocol: 'xmpp',
      name,
      type,
      id,
      fromJid,
      toJid,
      thread: null,
      payload: null,
      from: fromJid === null || fromJid === '' ? null : bareOf(fromJid),
      to: toJid === null || toJid === '' ? null : bareOf(toJid),
      title: titleOf(name, type, id),
      facts: [],
      markers: span.remote === null ? [] : [this.#peers.of(span.remote, span.side, span.direction)],
      places,
      time: span.time,
      timeSource: span.timeSource,
      direction: span.direction,
      local: span.local,
      remote: span.remote,
      side: span.side,
    };
  }
}

function titleOf(name: string, type: string | null, id: string | null): string {
  const title = name + (type === null ? '' : ' ' + type) + (id === null ? '' : ' ' + id);
  return title.length > MAX_TITLE ? title.slice(0, MAX_TITLE) : title;
}

/** From `room/nickname`, or from the room to someone's full JID; what goes to the room has the room as receiver. */
function isFromRoom(fromJid: string, toJid: string | null): boolean {
  return toJid === null || hasResource(toJid) || foldedOf(toJid) === bareOf(fromJid);
}

/** Was the text itself still open where the damage is? */
function isBodyCut({ open, fault }: ParsedStanza, message: XmlElement): boolean {
  if (fault === null) return false;
  const bodies = elementsNamed(message, 'body');
  return bodies.length > 0 ? bodies.some((body) => open.includes(body)) : open.some(isTextHolder);
}

/** Elements that hold text which is not in a body. */
function isTextHolder(element: XmlElement): boolean {
  return element.name === 'encrypted' || element.name === 'html' || element.name === 'subject';
}

function truncated(detail: string | null): Fact {
  return { kind: 'opaque', reason: 'truncated', detail: detail ?? '' };
}
