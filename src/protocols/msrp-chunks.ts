/** Messages of MSRP that come in several requests (RFC 4975 §5.1, §7.1.1). */
import type { Place } from '../model.ts';
import type { Seen } from './sip-message.ts';

/** One request, or a message put together of several. */
export interface Chunk {
  /** Message-ID. */
  id: string;
  links: [from: string, to: string];
  /** Content-Type. */
  type: string;
  /** Number of its first byte, from 1. */
  first: number;
  /** `$` the message ends here, `+` it goes on, `#` it was given up. */
  flag: string;
  bytes: Uint8Array;
  places: Place[];
  /** Of the first request. */
  seen: Seen;
  /** Bytes before the last are not there. */
  missing: boolean;
}

/** Messages of a connection that may be open at a time; the oldest gives way. */
const MOST_OPEN = 16;
/** What is longer is no text: its further bytes are left out. */
const LONGEST = 1024 * 1024;

export class MsrpChunks {
  readonly #open = new Map<string, Chunk>();

  /** The whole message if this ends it; else null. Takes over the chunk. */
  add(chunk: Chunk): Chunk | null {
    const known = this.#open.get(chunk.id);
    if (known === undefined) chunk.missing = chunk.first > 1;
    const message = known === undefined ? chunk : joined(known, chunk);
    if (chunk.flag !== '+') {
      this.#open.delete(chunk.id);
      return message;
    }
    this.#open.set(chunk.id, message);
    if (this.#open.size <= MOST_OPEN) return null;
    for (const [id, oldest] of this.#open) {
      this.#open.delete(id);
      oldest.missing = true;
      return oldest;
    }
    return null;
  }

  /** What nothing has ended. */
  end(): Chunk[] {
    const all = [...this.#open.values()];
    this.#open.clear();
    return all;
  }
}

/** A repetition overwrites what it repeats; where bytes between are not there the message lacks them. */
function joined(message: Chunk, chunk: Chunk): Chunk {
  const at = chunk.first - message.first;
  const missing = message.missing || at < 0 || at > message.bytes.length || at + chunk.bytes.length > LONGEST;
  const last = message.places.at(-1);
  // Several requests may lie in one packet.
  const places = [...message.places, ...chunk.places.filter(({ offset }) => offset !== last?.offset)];
  const result: Chunk = { ...message, flag: chunk.flag, missing, places };
  if (missing && (at < 0 || at > message.bytes.length || at + chunk.bytes.length > LONGEST)) return result;
  const bytes = new Uint8Array(Math.max(message.bytes.length, at + chunk.bytes.length));
  bytes.set(message.bytes);
  bytes.set(chunk.bytes, at);
  return { ...result, bytes };
}
