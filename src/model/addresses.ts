/**
 * Addresses as they stand in a log: bare, lower case. A Microsoft account whose own domain is not one of Messenger's
 * travels decorated, `user(contoso.com)@msn.com` for user@contoso.com [domain facts §1, doc].
 */

/** Domains that carry other domains' accounts in decorated form. */
const CARRIERS: ReadonlySet<string> = new Set(['msn.com']);

/** Local part, own domain in parentheses (two labels at least), carrier. */
const DECORATED = /^([^()@\s]+)\(([a-z0-9-]+(?:\.[a-z0-9-]+)+)\)@([a-z0-9.-]+)$/i;

/** The address without its decoration. What is not exactly of that form stays as it is written. */
export function undecorate(address: string): string {
  if (!address.includes('(')) return address;
  const match = DECORATED.exec(address);
  return match === null || !CARRIERS.has((match[3] ?? '').toLowerCase()) ? address : `${match[1]}@${match[2]}`;
}

export function isDecorated(address: string): boolean {
  return address.includes('(') && undecorate(address) !== address;
}

/** Begins the address of a room of Persistent Chat. */
export const CHAT_ROOM = 'ma-chan:';

/**
 * The domain that the wire leads to: of a decorated address the carrier (`msn.com`), of any other its own. An address
 * without `@` is a domain itself (an XMPP server or component). Whom a room does not name is known by `room@domain/nickname`.
 * A room of Persistent Chat is a URI (`ma-chan://domain/…`, [MS-XCCOSIP]).
 */
export function domainOf(address: string): string {
  if (address.startsWith(CHAT_ROOM)) return address.slice(CHAT_ROOM.length).replace(/^\/\//, '').split('/', 1)[0] ?? '';
  const slash = address.indexOf('/');
  const bare = slash < 0 ? address : address.slice(0, slash);
  return bare.slice(bare.lastIndexOf('@') + 1);
}
