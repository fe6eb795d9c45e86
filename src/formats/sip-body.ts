/**
 * Where a body ends that a log closes with a mark of its own. Content-Length is a hint: it is often wrong in logs, but
 * where it fits it says which of the line breaks before the mark belong to the body, and whether a mark lies inside.
 */
import { CR, LF } from '../bytes/text.ts';

/** `exact`: the bytes are the body. `restored`: they are once each bare LF is made CR LF again. `unlike`: the length fits nothing. */
export type Fit = 'exact' | 'restored' | 'unlike';

export class BodyFit {
  fit: Fit = 'unlike';
  /** Where the body ends. */
  end = 0;

  /** The body is in [start, mark), `mark` being the beginning of the mark's line; `length` = Content-Length or null. */
  measure(bytes: Uint8Array, start: number, mark: number, length: number | null): void {
    const oneLess = withoutBreak(bytes, start, mark);
    if (length !== null) {
      if (this.#is('exact', oneLess, oneLess - start === length)) return;
      if (this.#is('exact', mark, mark - start === length)) return;
      if (length < mark - start) {
        if (this.#is('exact', start + length, onlyBreaks(bytes, start + length, mark))) return;
      } else if (this.#restores(bytes, start, oneLess, mark, length)) return;
    }
    this.fit = 'unlike';
    this.end = mark;
    while (this.end > start && isBreak(bytes[this.end - 1]!)) this.end -= 1;
  }

  #is(fit: Fit, end: number, holds: boolean): boolean {
    if (!holds) return false;
    this.fit = fit;
    this.end = end;
    return true;
  }

  /** CR LF was turned into LF: the body was longer by one byte for each. */
  #restores(bytes: Uint8Array, start: number, oneLess: number, mark: number, length: number): boolean {
    const breaks = bareBreaks(bytes, start, oneLess);
    const last = mark > oneLess && bytes[mark - 2] !== CR ? 1 : 0;
    if (this.#is('restored', mark, mark - start + breaks + last === length)) return true;
    let end = oneLess;
    let restored = oneLess - start + breaks;
    while (restored > length && end > start && bytes[end - 1] === LF) {
      restored -= 2;
      end -= 1;
    }
    return this.#is('restored', end, restored === length);
  }
}

/** How many bytes the range would have if every bare LF in it were CR LF. */
export function restoredLength(bytes: Uint8Array, start: number, end: number): number {
  return end - start + bareBreaks(bytes, start, end);
}

/** Copies the range to `out` at `to` with every bare LF as CR LF; gives the index behind it. */
export function copyRestored(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to: number): number {
  let at = to;
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index]!;
    if (byte === LF && (index === start || bytes[index - 1] !== CR)) {
      out[at] = CR;
      at += 1;
    }
    out[at] = byte;
    at += 1;
  }
  return at;
}

function bareBreaks(bytes: Uint8Array, start: number, end: number): number {
  let breaks = 0;
  for (let at = bytes.indexOf(LF, start); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) {
    if (at === start || bytes[at - 1] !== CR) breaks += 1;
  }
  return breaks;
}

function withoutBreak(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || bytes[end - 1] !== LF) return end;
  return end - 1 > start && bytes[end - 2] === CR ? end - 2 : end - 1;
}

function onlyBreaks(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isBreak(bytes[at]!)) return false;
  return true;
}

function isBreak(byte: number): boolean {
  return byte === CR || byte === LF;
}
