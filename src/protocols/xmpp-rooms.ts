/**
 * Rooms (XEP-0045): who is behind a nickname, and which stanzas are copies of one message. A room sends what was said
 * to every occupant: one message with many sightings, so each copy is given as the speaker's message to the room.
 */
import type { EpochMs, Fact } from '../model.ts';
import { childElements, type XmlElement } from './xml-body.ts';
import { bareOf, foldedOf, hasResource } from './xmpp-jid.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

const MUC = 'http://jabber.org/protocol/muc';
const MUC_USER = 'http://jabber.org/protocol/muc#user';
/** Occupants and messages that are remembered, for a file of any length. */
const REMEMBERED = 20_000;
/** Copies of one message leave the room within this time, ms. */
const COPY_MS = 5_000;

interface LastSaid {
  text: string;
  time: EpochMs | null;
  heardBy: Set<string>;
}

export class XmppRooms {
  /** Bare address by `room/nickname`. */
  #occupants = new Map<string, string>();
  /** Bare address of the sender by room, stanza id and text. */
  #sent = new Map<string, string>();
  #lastSaid = new Map<string, LastSaid>();

  /** What a presence says of a room; [] = it is not about one. */
  presence(stanza: XmlElement, from: string | null, to: string | null): Fact[] {
    const type = attributeOf(stanza, 'type');
    if (type !== null && type !== 'unavailable') return [];
    const told = childIn(stanza, 'x', MUC_USER);
    if (told !== null && from !== null && hasResource(from)) return this.#occupant(told, type, from, to);
    const asks = childIn(stanza, 'x', MUC);
    const named = to === null ? false : hasResource(to);
    if (from === null || to === null || !named) return [];
    if (asks === null && !(type === 'unavailable' && this.#occupants.has(foldedOf(to)))) return [];
    remember(this.#occupants, foldedOf(to), bareOf(from));
    return [{ kind: 'member', who: bareOf(from), change: type === null ? 'join' : 'leave', room: bareOf(to) }];
  }

  #occupant(told: XmlElement, type: string | null, from: string, to: string | null): Fact[] {
    const own = told.children.some((child) => typeof child !== 'string' && isStatus(child, '110'));
    const renamed = told.children.some((child) => typeof child !== 'string' && isStatus(child, '303'));
    const item = childElements(told).find((child) => child.name === 'item');
    const real = (item === undefined ? null : attributeOf(item, 'jid')) ?? (own ? to : null);
    if (real !== null) remember(this.#occupants, foldedOf(from), bareOf(real));
    const change = type === null || renamed ? 'join' : 'leave';
    return [{ kind: 'member', who: this.speakerOf(from), change, room: bareOf(from) }];
  }

  /** Bare address of whoever is behind `room/nickname`, or that itself where the room does not tell. */
  speakerOf(occupant: string): string {
    const folded = foldedOf(occupant);
    return this.#occupants.get(folded) ?? folded;
  }

  /** Behind a known nickname (private messages in a room): the person; null = not an occupant that is known. */
  personBehind(jid: string): string | null {
    return hasResource(jid) ? (this.#occupants.get(foldedOf(jid)) ?? null) : null;
  }

  /** Someone says `text` to the room: the copies that follow tell the nickname. */
  sent(from: string, room: string, id: string | null, text: string): void {
    if (id !== null) remember(this.#sent, sentKey(room, id, text), bareOf(from));
  }

  /** Who said the copy that the room sends out as `occupant`. */
  saidBy(occupant: string, id: string | null, text: string): string {
    const folded = foldedOf(occupant);
    const known = this.#occupants.get(folded);
    if (known !== undefined) return known;
    const sender = id === null ? undefined : this.#sent.get(sentKey(bareOf(occupant), id, text));
    if (sender === undefined) return folded;
    remember(this.#occupants, folded, sender);
    return sender;
  }

  /** Copies with an id are known by it; of those without, all but the first to leave the room add nothing. */
  isCopy(speaker: string, room: string, text: string, heardBy: string | null, time: EpochMs | null): boolean {
    const said = speaker + '\n' + text;
    const last = this.#lastSaid.get(room);
    const near = last !== undefined && (time === null || last.time === null || time - last.time <= COPY_MS);
    const again = near && last.text === said && heardBy !== null && !last.heardBy.has(heardBy);
    if (again) last.heardBy.add(heardBy);
    else remember(this.#lastSaid, room, { text: said, time, heardBy: new Set(heardBy === null ? [] : [heardBy]) });
    return again;
  }
}

function isStatus(element: XmlElement, code: string): boolean {
  return element.name === 'status' && attributeOf(element, 'code') === code;
}

function sentKey(room: string, id: string, text: string): string {
  return bareOf(room) + '\n' + id + '\n' + text;
}

/** Forgets the oldest when there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
