/**
 * Rooms (XEP-0045): who is behind a nickname, and which stanzas are copies of one message. A room sends what was said
 * to every occupant: one message with many sightings, so each copy is given as the speaker's message to the room.
 */
import type { EpochMs, Fact } from '../model.ts';
import { childElements, childText, type XmlElement } from './xml-body.ts';
import { bareOf, foldedOf, hasResource } from './xmpp-jid.ts';
import { remember } from './xmpp-memory.ts';
import { RoomReflections, type RoomCopy } from './xmpp-reflections.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

type Member = Extract<Fact, { kind: 'member' }>;

const MUC = 'http://jabber.org/protocol/muc';
const MUC_USER = 'http://jabber.org/protocol/muc#user';
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
  /** Present nickname of someone of whom the first is all that is known, by that. */
  #renamedTo = new Map<string, string>();
  /** Bare address of the sender by room, stanza id and text. */
  #sent = new Map<string, string>();
  #lastSaid = new Map<string, LastSaid>();
  readonly #reflections = new RoomReflections();
  /** Bare addresses that are known for rooms. */
  #rooms = new Map<string, true>();

  /** Is the bare address that of a room? */
  isRoom(bare: string): boolean {
    return this.#rooms.has(bare);
  }

  /** A stanza shows that the bare address is a room's. */
  know(room: string): void {
    if (!this.#rooms.has(room)) remember(this.#rooms, room, true);
  }

  /** What a presence says of a room; [] = it is not about one. */
  presence(stanza: XmlElement, from: string | null, to: string | null): Fact[] {
    const type = attributeOf(stanza, 'type');
    const asks = childIn(stanza, 'x', MUC);
    if (type === 'error' && asks !== null && from !== null) this.know(bareOf(from));
    if (type !== null && type !== 'unavailable') return [];
    const told = childIn(stanza, 'x', MUC_USER);
    if (told !== null && from !== null && hasResource(from)) return this.#occupant(told, type, from, to);
    if (told === null && asks === null && from !== null && hasResource(from) && this.isRoom(bareOf(from))) {
      // Older services say no more than that an occupant comes or goes.
      const who = this.speakerOf(from);
      return [known({ kind: 'member', who, change: type === null ? 'join' : 'leave', room: bareOf(from) }, from)];
    }
    const named = to === null ? false : hasResource(to);
    if (from === null || to === null || !named) return [];
    if (asks === null && !(type === 'unavailable' && this.#occupants.has(foldedOf(to)))) return [];
    this.know(bareOf(to));
    remember(this.#occupants, foldedOf(to), bareOf(from));
    const [change, as] = [type === null ? ('join' as const) : ('leave' as const), foldedOf(to)];
    return [{ kind: 'member', who: bareOf(from), change, room: bareOf(to), as }];
  }

  #occupant(told: XmlElement, type: string | null, from: string, to: string | null): Fact[] {
    const room = bareOf(from);
    this.know(room);
    const item = childElements(told).find((child) => child.name === 'item') ?? null;
    const real = (item === null ? null : attributeOf(item, 'jid')) ?? (hasStatus(told, '110') ? to : null);
    if (real !== null) remember(this.#occupants, foldedOf(from), bareOf(real));
    const anew = type === null && this.#isFreed(foldedOf(from));
    const who = this.speakerOf(from);
    if (anew) return [{ kind: 'member', who, change: 'join', room, as: foldedOf(from) }];
    if (type === null) return [known({ kind: 'member', who, change: 'join', room }, from)];
    if (hasStatus(told, '303')) return [this.#renamed(item, from, who)];
    const left = known({ kind: 'member', who, change: 'leave', room }, from);
    if (hasStatus(told, '307')) left.how = 'kicked';
    else if (hasStatus(told, '301')) left.how = 'banned';
    if (left.how === undefined || item === null) return [left];
    const actor = childElements(item).find((child) => child.name === 'actor');
    const by = actor === undefined ? null : (attributeOf(actor, 'jid') ?? attributeOf(actor, 'nick'));
    if (by !== null) left.by = by;
    const reason = childText(item, 'reason')?.trim() ?? '';
    if (reason !== '') left.detail = reason;
    return [left];
  }

  /** XEP-0045 §7.6: who goes on under another nickname stays in the room. */
  #renamed(item: XmlElement | null, from: string, who: string): Member {
    const room = bareOf(from);
    const renamed: Member = { kind: 'member', who, change: 'join', room, how: 'renamed' };
    const nick = item === null ? null : attributeOf(item, 'nick');
    if (nick === null) return renamed;
    const now = foldedOf(room + '/' + nick);
    // Of somebody unknown the first nickname stands for the person: another one is nobody new.
    if (now === who) this.#renamedTo.delete(who);
    else if (who === foldedOf(from) || this.#renamedTo.has(who)) remember(this.#renamedTo, who, now);
    remember(this.#occupants, now, who);
    renamed.detail = nick;
    return renamed;
  }

  /** The first nickname of someone who goes by another now is taken again: whose that other is cannot be told any more. */
  #isFreed(occupant: string): boolean {
    const other = this.#renamedTo.get(occupant);
    if (other === undefined) return false;
    this.#renamedTo.delete(occupant);
    if (other === occupant || this.#occupants.get(other) !== occupant) return false;
    this.#occupants.delete(other);
    return true;
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
  sent(from: string, room: string, id: string | null, text: string, time: EpochMs | null): void {
    this.know(bareOf(room));
    if (id === null) return;
    remember(this.#sent, sentKey(room, id, text), bareOf(from));
    this.#reflections.sent({ sender: bareOf(from), id, time }, bareOf(room), text);
  }

  /**
   * Under which id the copy that the room sends out as `occupant` was sent to it. Some rooms give ids of their own.
   * @param names other ids that the copy bears (XEP-0359)
   */
  sentId(copy: RoomCopy): string | null {
    const { occupant, id, names, text } = copy;
    const room = bareOf(occupant);
    if (id !== null && this.#sent.has(sentKey(room, id, text))) {
      this.#reflections.keptId(room, id, text);
      return id;
    }
    const named = names.find((name) => this.#sent.has(sentKey(room, name, text)));
    return named ?? this.#reflections.originalOf(copy, room, this.personBehind(occupant)) ?? id;
  }

  /** Who said the copy that the room sends out as `occupant`; `id` as `sentId` gives it. */
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

/** Where the room tells who is behind the nickname. */
function known(member: Member, occupant: string): Member {
  const as = foldedOf(occupant);
  if (as !== member.who) member.as = as;
  return member;
}

function hasStatus(told: XmlElement, code: string): boolean {
  return childElements(told).some((child) => child.name === 'status' && attributeOf(child, 'code') === code);
}

function sentKey(room: string, id: string, text: string): string {
  return bareOf(room) + '\n' + id + '\n' + text;
}
