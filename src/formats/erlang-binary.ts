/**
 * An Erlang string or binary as `io:format("~p")` prints it (Erlang reference, "Terms: bit strings, strings, escape
 * sequences"): `<<"text with \" and \n">>`, `<<60,109,101>>`, pieces that go on in the next line, `"text"`. Fed line by line.
 */
import { hexDigit, isDigit } from '../bytes/text.ts';
import type { PayloadBuffer } from './payload-buffer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Letters behind a backslash that mean a control character. */
const ESCAPES: Record<number, number> = {
  0x62: 0x08, // \b
  0x64: 0x7f, // \d
  0x65: 0x1b, // \e
  0x66: 0x0c, // \f
  0x6e: 0x0a, // \n
  0x72: 0x0d, // \r
  0x73: 0x20, // \s
  0x74: 0x09, // \t
  0x76: 0x0b, // \v
};

export class ErlangBinary {
  /** The term is whole. */
  done = false;
  /** An escape or a number that no byte is. */
  damaged = false;
  #angled = false;
  #quoted = false;
  /** `<<"…"/utf8>>`: what follows the last quote is a type. */
  #number = -1;

  clear(): void {
    this.done = this.damaged = this.#angled = this.#quoted = false;
    this.#number = -1;
  }

  /** Takes [start, end): the term's beginning (`<<` or `"`) or what goes on with it; gives the index behind what it used. */
  feed(bytes: Uint8Array, start: number, end: number, out: PayloadBuffer): number {
    let at = start;
    while (at < end && !this.done)
      at = this.#quoted ? this.#inQuotes(bytes, at, end, out) : this.#between(bytes, at, end, out);
    if (!this.#quoted) this.#endNumber(out);
    return at;
  }

  /** A line break inside quotes is a part of the text. */
  newline(out: PayloadBuffer): void {
    if (this.#quoted) out.push(0x0a);
  }

  #between(bytes: Uint8Array, at: number, end: number, out: PayloadBuffer): number {
    const byte = bytes[at]!;
    if (isDigit(byte)) {
      this.#number = (this.#number === -1 ? 0 : this.#number) * 10 + byte - 0x30;
      if (this.#number > 255) this.damaged = true;
      return at + 1;
    }
    this.#endNumber(out);
    if (byte === QUOTE) this.#quoted = true;
    else if (byte === LESS && bytes[at + 1] === LESS) {
      this.#angled = true;
      return at + 2;
    } else if (byte === GREATER) {
      this.done = true;
      return bytes[at + 1] === GREATER && at + 1 < end ? at + 2 : at + 1;
    } else if (byte === 0x2f) {
      // /utf8
      while (at < end && bytes[at] !== GREATER && bytes[at] !== 0x2c) at += 1;
      return at;
    }
    return at + 1;
  }

  #endNumber(out: PayloadBuffer): void {
    if (this.#number >= 0 && this.#number <= 255) out.push(this.#number);
    this.#number = -1;
  }

  #inQuotes(bytes: Uint8Array, start: number, end: number, out: PayloadBuffer): number {
    let at = start;
    while (at < end && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at += 1;
    out.append(bytes, start, at);
    if (at === end) return at;
    if (bytes[at] === BACKSLASH) return this.#escape(bytes, at + 1, end, out);
    this.#quoted = false;
    if (!this.#angled) this.done = true;
    return at + 1;
  }

  /** `at`: behind the backslash. */
  #escape(bytes: Uint8Array, at: number, end: number, out: PayloadBuffer): number {
    if (at >= end) return at;
    const byte = bytes[at]!;
    if (byte === 0x78) return this.#hex(bytes, at + 1, end, out);
    if (byte >= 0x30 && byte <= 0x37) {
      let value = 0;
      let index = at;
      while (index < end && index < at + 3 && bytes[index]! >= 0x30 && bytes[index]! <= 0x37) {
        value = value * 8 + bytes[index]! - 0x30;
        index += 1;
      }
      this.#character(value, out);
      return index;
    }
    if (byte === 0x5e && at + 1 < end) {
      out.push(bytes[at + 1]! & 31);
      return at + 2;
    }
    out.push(ESCAPES[byte] ?? byte);
    return at + 1;
  }

  /** `\xE9` or `\x{20AC}`. */
  #hex(bytes: Uint8Array, start: number, end: number, out: PayloadBuffer): number {
    const braced = bytes[start] === 0x7b;
    let at = braced ? start + 1 : start;
    const limit = Math.min(end, braced ? at + 6 : at + 2);
    let value = 0;
    let digits = 0;
    while (at < limit && hexDigit(bytes[at]!) >= 0) {
      value = value * 16 + hexDigit(bytes[at]!);
      digits += 1;
      at += 1;
    }
    if (digits === 0) this.damaged = true;
    else this.#character(value, out);
    return braced && bytes[at] === 0x7d ? at + 1 : at;
  }

  /** In a binary a number up to 255 is a byte; a larger one stands for a character. */
  #character(value: number, out: PayloadBuffer): void {
    if (value < 256) out.push(value);
    else if (value < 0x800) {
      out.push(0xc0 | (value >> 6));
      out.push(0x80 | (value & 0x3f));
    } else if (value < 0x10000) {
      out.push(0xe0 | (value >> 12));
      out.push(0x80 | ((value >> 6) & 0x3f));
      out.push(0x80 | (value & 0x3f));
    } else {
      out.push(0xf0 | (value >> 18));
      out.push(0x80 | ((value >> 12) & 0x3f));
      out.push(0x80 | ((value >> 6) & 0x3f));
      out.push(0x80 | (value & 0x3f));
    }
  }
}
