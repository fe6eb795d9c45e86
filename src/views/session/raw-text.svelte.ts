/** The bytes of places as lines, asked for by whoever shows them. */
import type { Place } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Asked } from '../asked.svelte.ts';
import { hexLines, isBinary, linesOf, textOf, type RawLine } from '../parts/raw-lines.ts';

export class RawText {
  readonly #asked = new Asked<(Uint8Array | null)[]>();

  get failure(): string | null {
    return this.#asked.failure;
  }
  /** Of all places, one after the other; null = they have not come, or are not in the archive. */
  get lines(): RawLine[] | null {
    const all = this.#asked.value;
    if (all === null || all.some((bytes) => bytes === null)) return null;
    return all.flatMap((bytes) => (bytes === null ? [] : rawLinesOf(bytes)));
  }
  get isMissing(): boolean {
    return this.#asked.value?.includes(null) ?? false;
  }
  ask(places: Place[]): void {
    this.#asked.ask(() => archive.ask((worker) => worker.bytes(places)));
  }
}

const rawLinesOf = (bytes: Uint8Array): RawLine[] => (isBinary(bytes) ? hexLines(bytes) : linesOf(textOf(bytes)));
export const plainOf = ({ parts }: RawLine): string => parts.map(({ text }) => text).join('');
