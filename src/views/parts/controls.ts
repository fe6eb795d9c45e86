/**
 * Characters that are not seen and change how others are read: a text that is shown as evidence names them instead.
 * Abbreviations as Unicode gives them (NameAliases.txt).
 */

const C0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const NAMES: Readonly<Record<number, string>> = {
  ...C0,
  0x7f: 'DEL',
  0x85: 'NEL',
  0xad: 'SHY',
  0x061c: 'ALM',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LS',
  0x2029: 'PS',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
};

/**
 * Tab and line breaks are text. The joiners U+200C and U+200D are letters' business in Persian and in emoji; the tags
 * of U+E0000 are shown where they do not make a flag.
 */
const CONTROL =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0000}-\u{e007f}]/gu;

export interface TextPiece {
  text: string;
  /** Null = to be shown as it is. */
  control: { name: string; code: string } | null;
}

export const hasControls = (text: string): boolean => text.search(CONTROL) >= 0;

/** Plain pieces and controls, in order; together they are the text. */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(CONTROL)) {
    if (index > from) pieces.push({ text: text.slice(from, index), control: null });
    const point = found.codePointAt(0) ?? 0;
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
    pieces.push({ text: found, control: { name: NAMES[point] ?? code, code } });
    from = index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), control: null });
  return pieces;
}
