/** Addresses: `local@domain/resource` (RFC 7622). */

import { withUnicodeDomain } from '../model/idn.ts';

/** Local part and domain, lower case, the domain in its own script. */
export function bareOf(jid: string): string {
  const slash = jid.indexOf('/');
  return withUnicodeDomain((slash < 0 ? jid : jid.slice(0, slash)).toLowerCase());
}

export function hasResource(jid: string): boolean {
  return jid.includes('/');
}

/** The same JID however its bare part is written; the resource (in a room: the nickname) keeps its case. */
export function foldedOf(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? bareOf(jid) : bareOf(jid) + jid.slice(slash);
}
