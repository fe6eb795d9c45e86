/** The readable text of an RTF message (Rich Text Format Specification 1.9), as Communicator and Lync send it. */

// Groups whose content is not the message.
// prettier-ignore
const DESTINATIONS = new Set([
  'fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'listtable', 'listoverridetable',
  'generator', 'themedata', 'datastore', 'xmlnstbl', 'filetbl', 'revtbl', 'rsidtbl', 'fldinst', 'latentstyles',
]);

// prettier-ignore
const SIGNS: Readonly<Record<string, string>> = {
  par: '\n', line: '\n', sect: '\n', page: '\n', row: '\n', tab: '\t', cell: '\t', emdash: '—', endash: '–', bullet: '•',
  lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ', qmspace: ' ',
};

interface Group {
  skipped: boolean;
  /** How many characters stand in for a \u sign (\uc). */
  standIns: number;
}

/** Never throws; an unbalanced group ends with the text. */
export function rtfToText(rtf: string): string {
  const control = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)/gi;
  let out = '';
  let pending: number[] = [];
  let codePage = 'windows-1252';
  let group: Group = { skipped: false, standIns: 1 };
  const outer: Group[] = [];
  let skip = 0;
  const flush = (): void => {
    if (pending.length > 0) out += decodePage(pending, codePage);
    pending = [];
  };
  for (const [, word, number, hex, symbol, brace, , plain] of rtf.matchAll(control)) {
    if (hex === undefined) flush();
    if (brace === '{') {
      outer.push(group);
      group = { ...group };
    } else if (brace === '}') group = outer.pop() ?? group;
    else if (symbol === '*') group.skipped = true;
    else if (word !== undefined && DESTINATIONS.has(word)) group.skipped = true;
    else if (word === 'ansicpg') codePage = 'windows-' + number;
    else if (word === 'uc') group.standIns = Number(number ?? 1);
    else if (group.skipped) continue;
    else if (word === 'u') {
      out += String.fromCharCode(Number(number ?? 0) & 0xffff);
      skip = group.standIns;
    } else if (hex !== undefined) {
      if (skip > 0) skip -= 1;
      else pending.push(parseInt(hex, 16));
    } else if (word !== undefined) out += Object.hasOwn(SIGNS, word) ? SIGNS[word]! : '';
    else if (symbol !== undefined) out += symbolText(symbol);
    else if (plain !== undefined) {
      out += plain.slice(Math.min(skip, plain.length));
      skip = Math.max(0, skip - plain.length);
    }
  }
  flush();
  return out
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function symbolText(symbol: string): string {
  if (symbol === '~') return ' ';
  if (symbol === '_') return '-';
  if (symbol === '\n' || symbol === '\r') return '\n';
  return symbol === '\\' || symbol === '{' || symbol === '}' ? symbol : '';
}

// prettier-ignore
const DOUBLE_BYTE: Readonly<Record<string, string>> = {
  'windows-932': 'shift_jis', 'windows-936': 'gbk', 'windows-949': 'euc-kr', 'windows-950': 'big5', 'windows-65001': 'utf-8',
};

function decodePage(bytes: number[], codePage: string): string {
  try {
    return new TextDecoder(DOUBLE_BYTE[codePage] ?? codePage).decode(Uint8Array.from(bytes));
  } catch {
    // A code page that browsers do not know: Western letters are the most likely.
    return new TextDecoder('windows-1252').decode(Uint8Array.from(bytes));
  }
}
