/** What a room sends back of what was sent to it, where it gives ids of its own (XEP-0045 §7.4 lets it). */
import type { EpochMs } from '../model.ts';
import { bareOf } from './xmpp-jid.ts';
import { remember } from './xmpp-memory.ts';

/** A copy leaves the room within this time, ms. */
const REFLECTION_MS = 5_000;

/** A message that a room sends out. `names`: other ids that it bears; `heardBy`: full JID of who gets it. */
export interface RoomCopy {
  occupant: string;
  id: string | null;
  names: readonly string[];
  text: string;
  heardBy: string | null;
  time: EpochMs | null;
}

interface Sent {
  sender: string;
  id: string;
  time: EpochMs | null;
}

export class RoomReflections {
  /** Messages whose copy has not been seen, by room and text. */
  readonly #waiting = new Map<string, Sent[]>();
  /** The sender's id by room and the room's id. */
  readonly #given = new Map<string, string>();
  /** Rooms that leave the ids as they are. */
  readonly #keeping = new Map<string, true>();

  sent(sent: Sent, room: string, text: string): void {
    if (this.#keeping.has(room)) return;
    const waiting = this.#waiting.get(room + '\n' + text) ?? [];
    remember(this.#waiting, room + '\n' + text, [...waiting.filter((known) => isNear(known, sent.time)), sent]);
  }

  keptId(room: string, id: string, text: string): void {
    if (!this.#keeping.has(room)) remember(this.#keeping, room, true);
    this.#waiting.delete(room + '\n' + text);
    this.#given.delete(room + '\n' + id);
  }

  /** @param person who is behind the nickname; null = not known: then a copy that its sender hears is taken for his */
  originalOf({ id, text, heardBy, time }: RoomCopy, room: string, person: string | null): string | null {
    if (id === null) return null;
    const known = this.#given.get(room + '\n' + id);
    if (known !== undefined) return known;
    if (this.#keeping.has(room)) return null;
    const waiting = this.#waiting.get(room + '\n' + text);
    if (waiting === undefined) return null;
    const speaker = person ?? (heardBy === null ? null : bareOf(heardBy));
    const at = waiting.findIndex((sent) => sent.sender === speaker && isNear(sent, time));
    const [found] = at < 0 ? [] : waiting.splice(at, 1);
    if (found === undefined) return null;
    remember(this.#given, room + '\n' + id, found.id);
    return found.id;
  }
}

function isNear(sent: Sent, time: EpochMs | null): boolean {
  return sent.time === null || time === null || Math.abs(time - sent.time) <= REFLECTION_MS;
}
