/**
 * From, To, Contact and their like (RFC 3261 §20.10, §25.1): `"Bob, Jr." <sip:bob@contoso.com;gruu>;tag=x` or the bare
 * `sip:bob@contoso.com;tag=x`, in which everything after the first semicolon belongs to the header.
 */

export interface SipAddress {
  /**
   * user@host, lower case, without scheme, password, port and parameters; `host` alone where there is no user. A tel:
   * number as written without its parameters, any other scheme whole. null = nothing that could be an address.
   */
  bare: string | null;
  tag: string | null;
  /** The URI as written. */
  uri: string;
}

/** The first address of a header value. Never throws; what is missing is null. */
export function readAddress(written: string): SipAddress {
  const value = withoutEntities(written);
  const open = openBracket(value);
  if (open === -1) {
    const cut = indexOfAny(value, ';?,', 0);
    const uri = value.slice(0, cut === -1 ? value.length : cut).trim();
    return { bare: bareOf(uri), tag: cut === -1 ? null : parameterOf(value, 'tag', cut), uri };
  }
  const close = closingBracket(value, open);
  const uri = value.slice(open + 1, close).trim();
  return { bare: bareOf(withoutBreaks(uri)), tag: parameterOf(value, 'tag', close), uri };
}

/** All addresses of a comma-joined value. */
export function readAddresses(value: string): SipAddress[] {
  return splitOutsideQuotes(withoutEntities(value), ',').map(readAddress);
}

/** In a log that was copied from a web page the brackets are entities of HTML, and with them quotes and ampersands. */
function withoutEntities(value: string): string {
  if (value.includes('<') || !/&lt;\s*[a-z]+:/i.test(value)) return value;
  return value.replace(/&(lt|gt|quot|amp|apos|#34|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  amp: '&',
  apos: "'",
  '#34': '"',
  '#39': "'",
};

/** Index of the `<` that opens the URI: not one inside the quoted display name; an open quote is taken as no quote. */
function openBracket(value: string): number {
  let bracket = value.indexOf('<');
  let quote = value.indexOf('"');
  // Some write a quote inside a quoted name as two.
  while (quote !== -1 && bracket > quote) {
    const closing = closingQuote(value, quote);
    if (closing === -1) return bracket;
    bracket = value.indexOf('<', closing + 1);
    quote = value.indexOf('"', closing + 1);
  }
  return bracket;
}

/** Redaction leaves brackets inside brackets: the last `>` before the parameters counts. */
function closingBracket(value: string, open: number): number {
  let close = value.indexOf('>', open);
  if (close === -1) return value.length;
  while (value[close + 1] === '>') close += 1;
  return close;
}

/**
 * A URI has neither blanks nor brackets (RFC 3261 §25.1): what there is of them came in by wrapping and redaction. The
 * words that publishing on the web puts in an address's place stay as they are.
 */
function withoutBreaks(uri: string): string {
  return /[\s<]/.test(uri) ? uri.replace(/(\[email protected\])|[\s<>]/g, '$1') : uri;
}

function closingQuote(value: string, quote: number): number {
  for (let index = quote + 1; index < value.length; index += 1) {
    if (value[index] === '\\') index += 1;
    else if (value[index] === '"') return index;
  }
  return -1;
}

/**
 * Value of the parameter `name` (lower case) among `;name=value` from `from` on, without its quotes; null = not there or
 * empty. Quoted values may hold semicolons.
 */
export function parameterOf(value: string, name: string, from: number): string | null {
  for (const part of splitOutsideQuotes(value.slice(from), ';')) {
    const equals = part.indexOf('=');
    if (equals === -1 || part.slice(0, equals).trim().toLowerCase() !== name) continue;
    const found = unquoted(part.slice(equals + 1).trim());
    return found === '' ? null : found;
  }
  return null;
}

/** The quoted-string's text (RFC 3261 §25.1), or the value itself. */
export function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  const closing = closingQuote(value, 0);
  return value.slice(1, closing === -1 ? value.length : closing).replace(/\\(.)/g, '$1');
}

/** Parts of a list; separators inside quotes or angle brackets do not count. */
export function splitOutsideQuotes(value: string, separator: ',' | ';'): string[] {
  if (!value.includes(separator)) return [value];
  const parts: string[] = [];
  let start = 0;
  let inBrackets = false;
  let closed = true;
  for (let index = 0; index < value.length; index += 1) {
    const letter = value[index];
    if (letter === '"' && !inBrackets && closed) {
      const closing = closingQuote(value, index);
      closed = closing !== -1;
      if (closed) index = closing;
    } else if (letter === '<') inBrackets = true;
    else if (letter === '>') inBrackets = false;
    else if (letter === separator && !inBrackets) {
      parts.push(value.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

/** The address in a URI, as `SipAddress.bare`. `im:` and `pres:` (RFC 3860, 3859) name the same people as `sip:`. */
export function bareOf(uri: string): string | null {
  const scheme = /^\s*([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri);
  // In `user:5060` or `host:5060` the word before the colon is no scheme.
  const name = scheme !== null && !/^\d{1,5}$/.test(uri.slice(scheme[0].length)) ? scheme[1]!.toLowerCase() : '';
  const rest = name === '' ? uri.trim() : uri.slice(scheme![0].length).trim();
  switch (name) {
    case 'sip':
    case 'sips':
    case 'im':
    case 'pres':
    case '':
      return userAtHost(rest);
    case 'tel':
      return beforeAny(rest, ';?').trim() || null;
    default:
      return name + ':' + rest;
  }
}

function userAtHost(address: string): string | null {
  const at = address.indexOf('@');
  const host = hostOf(address.slice(at + 1));
  if (at === -1) return host === '' ? null : host;
  const user = unescaped(beforeAny(address.slice(0, at), ':')).toLowerCase();
  if (host === '') return user === '' ? null : user;
  return user === '' ? host : user + '@' + host;
}

/** Without port and parameters; an IPv6 address keeps its brackets. */
function hostOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) {
    const close = trimmed.indexOf(']');
    if (close !== -1) return trimmed.slice(0, close + 1).toLowerCase();
  }
  return beforeAny(trimmed, ':;?>').trim().toLowerCase();
}

/**
 * Escapes of characters that may stand in a user part unescaped name the same user (RFC 3261 §19.1.4); the others
 * (`@`, blanks, controls) stay escaped, so that the address keeps its shape.
 */
function unescaped(user: string): string {
  if (!user.includes('%')) return user;
  return user.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
    const letter = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9\-_.!~*'()&=+$,;?/]/.test(letter) ? letter : escape;
  });
}

function beforeAny(text: string, marks: string): string {
  const cut = indexOfAny(text, marks, 0);
  return cut === -1 ? text : text.slice(0, cut);
}

function indexOfAny(text: string, marks: string, from: number): number {
  for (let index = from; index < text.length; index += 1) if (marks.includes(text[index]!)) return index;
  return -1;
}
