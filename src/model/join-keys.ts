/**
 * Keys that join pieces of a session, and how each kind holds. `call:`, `conv:`, `conference:`, `msrp:`, `jingle:` and
 * their like hold always. `chat:`, `presence:` and `room:` (XMPP) hold until silence ends the session. `leg:` joins nothing by itself: by
 * it a SIP session is found that may be one leg of what passes an XMPP gateway, of which the other leg has the key behind it.
 */
import type { XmppStanza } from './messages.ts';

const BY_TIME = ['chat:', 'presence:', 'room:', 'leg:'];
const LEG = 'leg:';
const ARCHIVED = 'archived:';

/** Key of a session that an earlier export names by its id. */
export function archivedKey(id: string): string {
  return ARCHIVED + id;
}

/** A stored session shares the key that an export names it by, whether that was ever read or not. */
export function namedAsAsked<T extends { id: string; fragment: { joins: string[] } }>(
  stored: T,
  asked: ReadonlySet<string>,
): T {
  const key = archivedKey(stored.id);
  if (!asked.has(key) || stored.fragment.joins.includes(key)) return stored;
  return { ...stored, fragment: { ...stored.fragment, joins: [...stored.fragment.joins, key].sort() } };
}

/** The id that such a key names; null = it is another kind of key. */
export function archivedId(join: string): string | null {
  return join.startsWith(ARCHIVED) ? join.slice(ARCHIVED.length) : null;
}

/** Does the key hold only near in time? Then it is looked up by the day. */
export function holdsByTime(join: string): boolean {
  for (const kind of BY_TIME) if (join.startsWith(kind)) return true;
  return false;
}

export function isLegKey(join: string): boolean {
  return join.startsWith(LEG);
}

/** Key of an XMPP session between two bare addresses, whichever speaks. */
export function pairKey(purpose: 'chat' | 'presence', one: string, other: string): string {
  return purpose + ':' + (one < other ? one + '|' + other : other + '|' + one);
}

/** Key of a call or file transfer between two: unlike their talk it lasts through silence. `id` = of the Jingle session. */
export function transferKey(one: string, other: string, id: string): string {
  return 'jingle:' + (one < other ? one + '|' + other : other + '|' + one) + '|' + id;
}

/** The key under which the SIP leg is found by who has the XMPP leg's key. */
export function legKey(key: string): string {
  return LEG + key;
}

/** The key that the other leg has: what is looked up beside a session's own keys. null = such a session has one leg. */
export function otherLegOf(join: string): string | null {
  if (join.startsWith(LEG)) return join.slice(LEG.length);
  return join.startsWith('chat:') || join.startsWith('presence:') ? legKey(join) : null;
}

/** Key of the talk that a stanza is part of. null = plumbing (rosters, discovery, pings, events of nodes) or history: part of none. */
export function stanzaKey(stanza: XmppStanza): string | null {
  if (stanza.history === true) return null;
  if (stanza.room !== undefined) return 'room:' + stanza.room;
  const purpose = purposeOf(stanza);
  return purpose === null ? null : pairKey(purpose, stanza.from ?? '', stanza.to ?? '');
}

/** Chats and presence between the same two do not keep each other alive. */
function purposeOf(stanza: XmppStanza): 'chat' | 'presence' | null {
  if (stanza.name === 'presence') return 'presence';
  if (stanza.name === 'message') return stanza.payload === null ? 'chat' : null;
  const says = stanza.call !== undefined || stanza.facts.some(({ kind }) => kind === 'media' || kind === 'file');
  return says ? 'chat' : null;
}
