/** Says of a payload that grows line by line when the XML element in it is whole. */
import { isWhite } from '../bytes/text.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import { WAIT, XmlElement } from './xml-element.ts';

export class WholeElement {
  readonly #element = new XmlElement();
  #at = 0;

  clear(): void {
    this.#element.clear();
    this.#at = 0;
  }

  /** Is the payload, to be looked at after each line, one or several whole elements? Its bytes so far must not change. */
  isWhole(payload: PayloadBuffer): boolean {
    const bytes = payload.bytes();
    for (;;) {
      if (this.#at === bytes.length) return true;
      const end = this.#element.end(bytes, this.#at);
      if (end === WAIT) return false;
      this.#element.clear();
      // Cut off by another stanza, which begins here.
      this.#at = afterWhite(bytes, end);
    }
  }
}

function afterWhite(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isWhite(bytes[at]!)) at += 1;
  return at;
}
