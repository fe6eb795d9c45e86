/** Many values as one, end to end, with where each ends. */

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function endsOf(lengths: readonly number[]): Uint32Array {
  const ends = new Uint32Array(lengths.length);
  let end = 0;
  lengths.forEach((length, index) => (ends[index] = end += length));
  return ends;
}

export const startOf = (ends: Uint32Array, slot: number): number => (slot === 0 ? 0 : (ends[slot - 1] ?? 0));

export const partOf = (text: string, ends: Uint32Array, slot: number): string =>
  text.slice(startOf(ends, slot), ends[slot]);
