/** Content-Type and its like (RFC 3261 §20.15, RFC 2045 §5.1): `text/plain; charset=UTF-8;msgr=…`. */
import { splitOutsideQuotes, unquoted } from './sip-address.ts';

export interface MediaType {
  /** `type/subtype`, lower case; '' = not given. */
  name: string;
  /** Names lower case, values without their quotes. */
  parameters: ReadonlyMap<string, string>;
}

/** Reads a value of the form `word; name=value; …`. Never throws. */
export function readMediaType(value: string): MediaType {
  const [first = '', ...rest] = splitOutsideQuotes(value, ';');
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name !== '' && !parameters.has(name)) {
      parameters.set(name, equals === -1 ? '' : unquoted(part.slice(equals + 1).trim()));
    }
  }
  return { name: first.trim().toLowerCase(), parameters };
}
