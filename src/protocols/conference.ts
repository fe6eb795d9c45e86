/** Conferences: who is in them (RFC 4575 `conference-info+xml`), and what names them (Lync's focus URIs). */
import type { Fact } from '../model.ts';
import { bareOf } from './sip-address.ts';
import { childElements, childOf, childText, elementsNamed, type XmlElement } from './xml-body.ts';

/**
 * Join key of the conference that a URI of its focus or one of its media servers names:
 * `sip:alice@contoso.com;gruu;opaque=app:conf:focus:id:4F2A` and `…;opaque=app:conf:chat:id:4F2A` are one conference.
 * null = no such URI.
 */
export function conferenceKeyOf(uri: string): string | null {
  const opaque = /;opaque=app:conf:[a-z-]+:id:([^;?>,\s"]+)/i.exec(uri);
  if (opaque === null) return null;
  return 'conference:' + (bareOf(uri) ?? '') + ';' + opaque[1]!.toLowerCase();
}

/** Keys of the conferences that an invitation (`ms-conf-invite+xml`) or a control document (CCCP) names. */
export function conferenceKeysIn(root: XmlElement): string[] {
  const uris = [childText(root, 'focus-uri')];
  for (const keys of elementsNamed(root, 'conferenceKeys')) uris.push(keys.attributes.get('confEntity') ?? null);
  if (root.name === 'conference-info') uris.push(root.attributes.get('entity') ?? null);
  const found: string[] = [];
  for (const uri of uris) {
    const key = uri === null ? null : conferenceKeyOf(uri);
    if (key !== null && !found.includes(key)) found.push(key);
  }
  return found;
}

/** Joins and leaves: a user is in while one of its endpoints is connected. Users of whom nothing is told give no fact. */
export function readRoster(root: XmlElement): Fact[] {
  const facts: Fact[] = [];
  for (const list of elementsNamed(root, 'users')) {
    for (const user of childElements(list)) {
      if (user.name !== 'user') continue;
      const who = bareOf(user.attributes.get('entity') ?? '');
      const change = changeOf(user);
      if (who !== null && change !== null) facts.push({ kind: 'member', who, change, room: null });
    }
  }
  return facts;
}

function changeOf(user: XmlElement): 'join' | 'leave' | null {
  if (user.attributes.get('state') === 'deleted') return 'leave';
  let left = false;
  for (const endpoint of childElements(user)) {
    if (endpoint.name !== 'endpoint') continue;
    const status = childOf(endpoint, 'status') === null ? null : childText(endpoint, 'status');
    if (status === 'connected' || status === 'on-hold') return 'join';
    left ||= status === 'disconnected' || endpoint.attributes.get('state') === 'deleted';
  }
  return left ? 'leave' : null;
}
