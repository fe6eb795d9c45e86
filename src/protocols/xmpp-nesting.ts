/** Which elements of a stanza are open. Names are held as hashes: the parser that comes after is exact. */
import { bytesOf } from '../bytes/text.ts';

/** Elements nested deeper are refused: some parsers take quadratic time for them. */
export const MAX_DEPTH = 64;
/** Stanza starts inside one stanza, not forwarded ones, after which the outer is taken for cut. */
const MAX_NESTED = 8;

const NAME_SEED = 0x811c9dc5 | 0;

/** FNV-1a, 32 bits, byte by byte. */
function mixed(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 16777619);
}

export function nameHash(name: string): number {
  return bytesOf(name).reduce(mixed, NAME_SEED);
}

/** Reads an element's name; it ends at white space, `/`, `>` or a `<` that should not be there. */
export class ElementName {
  hash = NAME_SEED;

  /** Gives the index after the name; `end` = it may go on. */
  read(bytes: Uint8Array, from: number, end: number): number {
    let hash = NAME_SEED;
    let index = from;
    for (; index < end; index += 1) {
      const byte = bytes[index]!;
      if (byte === 0x3e || byte === 0x2f || byte === 0x3c || byte <= 0x20) break;
      hash = mixed(hash, byte);
    }
    this.hash = hash;
    return index;
  }
}

const FORWARDED = nameHash('forwarded');
const MESSAGE = nameHash('message');
const PRESENCE = nameHash('presence');
const IQ = nameHash('iq');

export class OpenElements {
  #names = new Int32Array(MAX_DEPTH);
  #depth = 0;
  #deep = false;
  /** First stanza start inside the stanza that nothing forwards; -1 = none. */
  #nested = -1;
  #nestedCount = 0;

  get depth(): number {
    return this.#depth;
  }

  /** Nesting went past the limit at some time. */
  get wentTooDeep(): boolean {
    return this.#deep;
  }

  /** Where a stanza begins inside this one, though nothing forwards it; -1 = nowhere. */
  get nested(): number {
    return this.#nested;
  }

  /** What comes next is inside `<forwarded>` (XEP-0297): a stanza may stand there. */
  get isForwarding(): boolean {
    return this.#depth > MAX_DEPTH || (this.#depth > 0 && this.#names[this.#depth - 1] === FORWARDED);
  }

  clear(): void {
    this.#depth = 0;
    this.#deep = false;
    this.#nested = -1;
    this.#nestedCount = 0;
  }

  /** A start tag at `at`. False = the stanza around it must have been cut: too many have begun inside it. */
  enter(hash: number, at: number): boolean {
    const isStanza = hash === MESSAGE || hash === PRESENCE || hash === IQ;
    if (isStanza && this.#depth > 0 && !this.isForwarding) {
      if (this.#nested < 0) this.#nested = at;
      this.#nestedCount += 1;
      if (this.#nestedCount > MAX_NESTED) return false;
    }
    if (this.#depth < MAX_DEPTH) this.#names[this.#depth] = hash;
    else this.#deep = true;
    this.#depth += 1;
    return true;
  }

  /** Does the end tag fit the innermost start tag? Below the limit it is not known, and taken for granted. */
  fits(hash: number): boolean {
    return this.#depth > MAX_DEPTH || this.#names[this.#depth - 1] === hash;
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Where the nested stanza began is no longer of use: so deep there may be any number. */
  forgetNested(): void {
    this.#nested = -1;
  }

  /** The buffer's first `count` bytes are gone. */
  shift(count: number): void {
    if (this.#nested >= 0) this.#nested -= count;
  }
}
