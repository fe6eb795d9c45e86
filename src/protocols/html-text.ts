/** The readable text of an HTML message: what a reviewer would see, without markup. Never inserted anywhere as HTML. */

/** Elements whose content is never shown. */
const HIDDEN = /^(head|script|style|title|xml|template|noscript)$/;
/** Elements that begin a new line and end with one. */
const BLOCK = /^(address|article|blockquote|div|dl|dd|dt|fieldset|form|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul)$/;

// prettier-ignore
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', reg: '®', trade: '™', hellip: '…', ndash: '–',
  mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', laquo: '«', raquo: '»', bull: '•',
  middot: '·', euro: '€', pound: '£', yen: '¥', cent: '¢', sect: '§', para: '¶', deg: '°', plusmn: '±', times: '×',
  divide: '÷', micro: 'µ', frac12: '½', frac14: '¼', frac34: '¾', sup2: '²', sup3: '³', iexcl: '¡', iquest: '¿',
  agrave: 'à', aacute: 'á', acirc: 'â', atilde: 'ã', auml: 'ä', aring: 'å', aelig: 'æ', ccedil: 'ç', egrave: 'è',
  eacute: 'é', ecirc: 'ê', euml: 'ë', igrave: 'ì', iacute: 'í', icirc: 'î', iuml: 'ï', ntilde: 'ñ', ograve: 'ò',
  oacute: 'ó', ocirc: 'ô', otilde: 'õ', ouml: 'ö', oslash: 'ø', ugrave: 'ù', uacute: 'ú', ucirc: 'û', uuml: 'ü',
  yacute: 'ý', yuml: 'ÿ', szlig: 'ß', thorn: 'þ', eth: 'ð', oelig: 'œ', scaron: 'š',
};

/** Line breaks come from `br` and block elements alone; runs of white space are one space. Never throws. */
export function htmlToText(html: string): string {
  let out = '';
  let at = 0;
  let hidden: string | null = null;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1 || open > at) {
      if (hidden === null) out += shown(html.slice(at, open === -1 ? html.length : open));
      if (open === -1) break;
    }
    if (!/[A-Za-z/!?]/.test(html[open + 1] ?? '')) {
      // A bare `<` is text.
      if (hidden === null) out += '<';
      at = open + 1;
      continue;
    }
    const close = tagEnd(html, open);
    const tag = /^<(\/?)([A-Za-z][A-Za-z0-9:-]*)/.exec(html.slice(open, Math.min(close, open + 40)));
    if (tag === null) {
      at = close;
      continue;
    }
    const name = tag[2]!.toLowerCase();
    const ends = tag[1] === '/';
    if (hidden !== null) {
      if (ends && name === hidden) hidden = null;
    } else if (!ends && HIDDEN.test(name) && html[close - 2] !== '/') hidden = name;
    else if (name === 'br') out += '\n';
    else if (BLOCK.test(name)) out += BREAK;
    else if (name === 'img') out += shown(/\salt\s*=\s*"([^"]*)"/i.exec(html.slice(open, close))?.[1] ?? '');
    at = close;
  }
  return tidy(out);
}

/** Stands for "a new line, if there is not one already". */
const BREAK = '\uE000';

/** Index after the tag or comment that opens at `open`; quoted attribute values may hold `>`. */
function tagEnd(html: string, open: number): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return end === -1 ? html.length : end + 3;
  }
  let quote = '';
  for (let index = open + 1; index < html.length; index += 1) {
    const letter = html[index]!;
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if ((letter === '"' || letter === "'") && html[index - 1] === '=') quote = letter;
    else if (letter === '>') return index + 1;
  }
  return html.length;
}

function shown(text: string): string {
  return text
    .replace(/[\s\uE000]+/g, ' ')
    .replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,7});?/gi, (whole, name: string) =>
      entity(whole, name),
    );
}

function entity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\uFFFD';
  }
  const exact = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  if (!Object.hasOwn(NAMED, lower)) return whole;
  return /^[A-Z][a-z]/.test(name) ? NAMED[lower]!.toUpperCase() : NAMED[lower]!;
}

/** Runs of blanks first: the patterns after it would take quadratic time over them. */
function tidy(text: string): string {
  return text
    .replace(/[ \u00A0]+/g, ' ')
    .replace(/ ?\uE000[ \uE000]*/g, BREAK)
    .replace(/\n\uE000|\uE000/g, '\n')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}
