/**
 * What a log says may be made to harm whoever opens an export: terminal escapes, path names, bidirectional overrides that show
 * another order of words, formulas. Each form makes its texts harmless in its own way; what several of them need stands here.
 */

/** C0 and C1 controls and DEL, but for tab, line feed and carriage return. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
/** Controls of the bidirectional algorithm (UAX #9), and marks that show nothing. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Controls as the pictures of Unicode's block “Control Pictures” (U+2400), so that they are seen and do nothing. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}

/** As part of a label: on one line, without what is not seen. */
export function onOneLine(text: string): string {
  return withoutControls(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '))
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATES, '\ufffd');
}

/** What XML 1.0 cannot hold (§2.2): controls as pictures, U+FFFE, U+FFFF and halves of pairs as U+FFFD. */
export function xmlText(text: string): string {
  return withoutControls(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;');
}

export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/"/g, '&quot;').replace(/\t/g, '&#9;').replace(/\n/g, '&#10;');
}

const HTML_MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the text of an element or the value of a quoted attribute. */
export function htmlText(text: string): string {
  return withoutControls(text)
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(/[&<>"']/g, (mark) => HTML_MARKS[mark] ?? mark);
}

/** Names that Windows gives to devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const LONGEST_NAME = 100;

/**
 * A file name of what a log says: letters, digits, `.`, `-`, `_`, `@` and `+` of ASCII; never a path, a hidden file or a device.
 * Different texts may have one name: put something of your own beside it.
 */
export function safeName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._@+-]+/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, LONGEST_NAME)
    .replace(/[._-]+$/g, '');
  if (plain === '') return 'unnamed';
  return DEVICE.test(plain) ? '_' + plain : plain;
}
