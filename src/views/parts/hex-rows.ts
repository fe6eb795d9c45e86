/** A place in a file with what stands around it, sixteen bytes a row, as hexdump writes it. */

/** Bytes shown before and behind a place. */
export const AROUND = 64;
/** Of a longer place only the beginning and the end are shown, with so many bytes of it at each. */
const INSIDE = 128;
const ROW = 16;

/** Bytes of the file from one offset up to another. */
export interface ByteRange {
  from: number;
  to: number;
}

export interface HexRow {
  /** Offset of the first byte, hexadecimal. */
  address: string;
  /** What lies in the place and what beside it, in turn. */
  parts: { hex: string; text: string; isInside: boolean }[];
}

/** What is to be shown of a place in a file of that size: one range, or two with a gap. */
export function rangesAround(place: { offset: number; length: number }, size: number): ByteRange[] {
  const end = place.offset + place.length;
  const range = (from: number, to: number): ByteRange => ({ from: Math.max(0, from), to: Math.min(size, to) });
  const ranges =
    place.length <= 2 * INSIDE
      ? [range(place.offset - AROUND, end + AROUND)]
      : [range(place.offset - AROUND, place.offset + INSIDE), range(end - INSIDE, end + AROUND)];
  return ranges.filter(({ from, to }) => to > from);
}

/** `bytes` lie at `from` in the file; rows begin at multiples of sixteen, as in every other viewer. */
export function hexRows(bytes: Uint8Array, from: number, place: { offset: number; length: number }): HexRow[] {
  const rows: HexRow[] = [];
  const first = from - (from % ROW);
  for (let start = first; start < from + bytes.length; start += ROW) {
    const parts: HexRow['parts'] = [];
    if (start < from) parts.push({ hex: '   '.repeat(from - start), text: ' '.repeat(from - start), isInside: false });
    for (let at = Math.max(start, from); at < Math.min(start + ROW, from + bytes.length); at++) {
      const isInside = at >= place.offset && at < place.offset + place.length;
      const byte = bytes[at - from] ?? 0;
      const last = parts.at(-1);
      const part = last?.isInside === isInside ? last : { hex: '', text: '', isInside };
      if (part !== last) parts.push(part);
      part.hex += byte.toString(16).padStart(2, '0') + ' ';
      part.text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·';
    }
    rows.push({ address: start.toString(16).padStart(8, '0'), parts });
  }
  return rows;
}
