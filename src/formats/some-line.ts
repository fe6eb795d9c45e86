/** Looks through a file's beginning for a line of a kind. */
import { LF, decode } from '../bytes/text.ts';

export type LineTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Does `test` hold for a line of `head`? `next`: and this for the line behind it. */
export function someLine(head: Uint8Array, test: LineTest, next?: (text: string) => boolean): boolean {
  for (let line = 0; line < head.length;) {
    const newline = head.indexOf(LF, line);
    const end = textEnd(head, line, newline === -1 ? head.length : newline);
    if (end > line && test(head, line, end)) {
      if (next === undefined) return true;
      const stop = head.indexOf(LF, newline + 1);
      if (newline !== -1 && next(decode(head, newline + 1, stop === -1 ? head.length : stop))) return true;
    }
    if (newline === -1) break;
    line = newline + 1;
  }
  return false;
}

function textEnd(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
}
