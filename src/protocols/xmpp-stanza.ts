/** Turns a parsed stanza into a message of the model. */
import type { EpochMs, Fact, Marker, Message, Place, Sink, StreamMarker, XmppStanza } from '../model.ts';
import { childElements, childText, elementsNamed, type XmlElement } from './xml-body.ts';
import type { XmppConnection } from './xmpp-connection.ts';
import { delayOf, isRoomHistory } from './xmpp-delay.ts';
import { mediatedInvitation, type MediatedInvitation } from './xmpp-invitations.ts';
import { bareOf, foldedOf, hasResource } from './xmpp-jid.ts';
import { bodyOf, carbonOf, errorFacts, eventIn, isHistory, isOwnCarbon, messageFacts } from './xmpp-message.ts';
import { presenceFacts } from './xmpp-presence.ts';
import { otherNames } from './xmpp-references.ts';
import { XmppRooms } from './xmpp-rooms.ts';
import type { FlowSpan } from './xmpp-spans.ts';
import type { StreamTalks } from './xmpp-talks.ts';
import { PeerMarkers } from './peer-markers.ts';
import { announcedCall, callIn, XmppTransfers } from './xmpp-transfers.ts';
import { attributeOf, type ParsedStanza } from './xmpp-tree.ts';

const MAX_TITLE = 200;
/** How far ahead of the log another clock may be before a delay stamp is not believed, ms. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Facts that a copy does not state again. */
const SAYINGS: ReadonlySet<Fact['kind']> = new Set(['text', 'opaque', 'topic', 'retraction', 'file']);

/** Where a stanza was found. */
export interface StanzaContext {
  flow: string;
  connection: XmppConnection;
  /** What is known of the stream that carried it; null = nothing. */
  stream: StreamMarker | null;
  /** The record in which it begins. */
  span: FlowSpan;
  places: Place[];
  /** Of the stream. */
  talks: StreamTalks;
  /** Who sent it, known from another sighting of the stanza. */
  sender?: string;
}

/** Keeps what stanzas say about later ones: nicknames of rooms, offers that wait for an answer. */
export class StanzaReader {
  #out: Sink<Message>;
  /** Told of what repeats earlier talk. */
  #repeated: (places: readonly Place[]) => void;
  #rooms = new XmppRooms();
  #transfers = new XmppTransfers();
  #peers = new PeerMarkers();

  constructor(out: Sink<Message>, repeated: (places: readonly Place[]) => void) {
    this.#out = out;
    this.#repeated = repeated;
  }

  /** A stanza that is damaged further on is a message all the same: someone spoke to someone. */
  read(parsed: ParsedStanza, context: StanzaContext): void {
    const { root } = parsed;
    if (root === null) return;
    const { flow, connection, stream, span } = context;
    const ends = connection.complete(flow, root, span.fromClient, stream?.of);
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
    // In a copy the account itself is the end that is not written.
    const account = message === outer || outerTo === null ? null : bareOf(outerTo);
    const from = message === outer ? outerFrom : (attributeOf(message, 'from') ?? account);
    const to = message === outer ? outerTo : (attributeOf(message, 'to') ?? account);
    const stanza = this.#stanza(message, 'message', from, to, context);
    stanza.thread = childText(message, 'thread');
    const repeated = stanza.type === 'groupchat' && from !== null && isRoomHistory(message, bareOf(from));
    if (!repeated) setBack(stanza, delayOf(message));
    if (isHistory(message)) {
      stanza.history = true;
      this.#repeated(context.places);
    } else if (stanza.type === 'error') stanza.facts = errorFacts(message, from);
    else if (!forged) {
      const invited = mediatedInvitation(message, from, to);
      if (invited !== null) {
        this.#invited(stanza, invited);
        this.#give(stanza, context);
        return;
      }
      const cut = parsed.fault !== null && isBodyCut(parsed, message);
      stanza.facts = cut ? [truncated(parsed.fault)] : messageFacts(message);
      if (!cut) this.#transfers.linked(message, stanza.facts);
      if (stanza.facts.length === 0) stanza.payload = eventIn(message);
      const call = announcedCall(message, stanza.facts);
      if (call !== null) stanza.call = call;
    }
    if (stanza.type === 'groupchat') this.#inRoom(stanza, message, repeated);
    else this.#privately(stanza);
    if (repeated) this.#repeated(context.places);
    this.#give(stanza, context);
  }

  #give(stanza: XmppStanza, { talks, span }: StanzaContext): void {
    this.#out(stanza);
    talks.see(stanza, span.time);
  }

  /** It is between who invites and who is invited, whichever leg of its way through the room this is. */
  #invited(stanza: XmppStanza, { inviter, invitee, room, fact }: MediatedInvitation): void {
    this.#rooms.know(room);
    if (inviter !== null) stanza.from = this.#partyOf(inviter) ?? bareOf(inviter);
    if (invitee !== null) stanza.to = this.#partyOf(invitee) ?? bareOf(invitee);
    stanza.facts = [fact];
  }

  /** XEP-0045 §7.4: what is said goes to the room, the room sends it to each occupant. */
  #inRoom(stanza: XmppStanza, message: XmlElement, repeated: boolean): void {
    const text = bodyOf(message) ?? '';
    const { fromJid, toJid, time } = stanza;
    if (fromJid === null || !isFromRoom(fromJid, toJid)) {
      if (toJid !== null) stanza.room = bareOf(toJid);
      if (fromJid !== null && toJid !== null) this.#rooms.sent(fromJid, toJid, stanza.id, text, time);
      return;
    }
    const room = bareOf(fromJid);
    stanza.room = room;
    this.#rooms.know(room);
    stanza.from = room;
    // Without a nickname it is the room itself that speaks.
    if (hasResource(fromJid)) {
      const names = otherNames(message);
      stanza.id = this.#rooms.sentId({ occupant: fromJid, id: stanza.id, names, text, heardBy: toJid, time });
      stanza.from = this.#rooms.saidBy(fromJid, stanza.id, text);
    }
    const isCopy = stanza.id === null && this.#rooms.isCopy(stanza.from, room, text, toJid, time);
    if (repeated || isCopy) stanza.facts = stanza.facts.filter(({ kind }) => !SAYINGS.has(kind));
    stanza.to = room;
    if (toJid !== null) stanza.heardBy = this.#rooms.personBehind(toJid) ?? bareOf(toJid);
    // The copies for all occupants are one message to the room.
    stanza.toJid = room;
  }

  /**
   * A private message in a room (XEP-0045 §7.5) is one between the persons, where the room tells who they are, else between
   * those whom the nicknames name. What the room itself answers belongs to what goes on in it.
   */
  #privately(stanza: XmppStanza): void {
    const { fromJid, toJid } = stanza;
    const isRoom = fromJid !== null && this.#rooms.isRoom(bareOf(fromJid));
    if (isRoom && !hasResource(fromJid) && stanza.type === 'error') stanza.room = bareOf(fromJid);
    if (fromJid !== null) stanza.from = this.#partyOf(fromJid) ?? stanza.from;
    if (toJid !== null) stanza.to = this.#partyOf(toJid) ?? stanza.to;
  }

  #partyOf(jid: string): string | null {
    if (!hasResource(jid)) return null;
    return this.#rooms.personBehind(jid) ?? (this.#rooms.isRoom(bareOf(jid)) ? foldedOf(jid) : null);
  }

  #presence(presence: XmlElement, from: string | null, to: string | null, context: StanzaContext): void {
    const stanza = this.#stanza(presence, 'presence', from, to, context);
    const inRoom = this.#rooms.presence(presence, from, to);
    if (stanza.type === 'error') stanza.facts = errorFacts(presence, from);
    else stanza.facts = inRoom.length > 0 ? inRoom : presenceFacts(presence);
    const room = [from, to].find((jid) => jid !== null && this.#rooms.isRoom(bareOf(jid))) ?? null;
    if (room !== null) stanza.room = bareOf(room);
    this.#give(stanza, context);
  }

  #iq(iq: XmlElement, from: string | null, to: string | null, context: StanzaContext): void {
    const stanza = this.#stanza(iq, 'iq', from, to, context);
    stanza.payload = childElements(iq).find((child) => child.name !== 'error')?.namespace ?? null;
    stanza.facts = this.#transfers.read(iq, stanza.from, stanza.to);
    const call = callIn(iq);
    if (call !== null) stanza.call = call;
    const refused = stanza.type === 'error' && stanza.facts.length > 0;
    if (refused) stanza.facts.push(...errorFacts(iq, from));
    this.#give(stanza, context);
  }

  #stanza(
    element: XmlElement,
    name: XmppStanza['name'],
    fromJid: string | null,
    toJid: string | null,
    { stream, span, places }: StanzaContext,
  ): XmppStanza {
    const type = attributeOf(element, 'type');
    const id = attributeOf(element, 'id');
    const markers: Marker[] = span.remote === null ? [] : [this.#peers.of(span.remote, span.side, span.direction)];
    if (stream !== null) markers.push(stream);
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
      markers,
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

/** What was kept for someone who was away belongs where it was said (XEP-0203). */
function setBack(stanza: XmppStanza, delay: EpochMs | null): void {
  if (delay === null || (stanza.time !== null && delay > stanza.time + CLOCK_SKEW_MS)) return;
  stanza.time = delay;
  stanza.timeSource = 'log';
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
