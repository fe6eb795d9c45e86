import type { Message, XmppStanza } from '../model.ts';

/** Idle time that ends a chat between two people, ms (30 minutes). SIP sessions end by their dialog, not by silence. */
export const IDLE_GAP_MS = 30 * 60_000;

/** Which running session a message belongs to. */
export interface Joins {
  /** Any of these ties it to a session that has the same key. Empty = it belongs to none. */
  keys: string[];
  gapMs: number | null;
}

const NONE: Joins = { keys: [], gapMs: null };

/**
 * SIP: the Call-ID, the conversation that spans modalities (Ms-Conversation-ID) and whatever else the
 * message names (conference focus, Replaces). XMPP: the pair of bare JIDs, one key each for chats and for
 * presence, or the room; silence ends the session, so the key holds only within the idle gap.
 */
export function joinsOf(message: Message): Joins {
  switch (message.protocol) {
    case 'sip': {
      const keys = ['call:' + message.callId];
      if (message.conversation !== null) keys.push('conv:' + message.conversation);
      for (const link of message.links) keys.push(link);
      return { keys, gapMs: null };
    }
    case 'msrp':
      return { keys: message.links, gapMs: null };
    case 'trace-diagnostic':
      return message.callId === null ? NONE : { keys: ['call:' + message.callId], gapMs: null };
    case 'xmpp': {
      const key = xmppKey(message);
      return key === null ? NONE : { keys: [key], gapMs: IDLE_GAP_MS };
    }
  }
}

/** null = plumbing (rosters, discovery, pings): counted in the file's report, part of no session. */
function xmppKey(stanza: XmppStanza): string | null {
  const room = roomOf(stanza);
  if (room !== null) return 'room:' + room;
  const purpose = xmppPurpose(stanza);
  if (purpose === null) return null;
  const from = stanza.from ?? '';
  const to = stanza.to ?? '';
  const pair = from < to ? from + '|' + to : to + '|' + from;
  return purpose + ':' + pair;
}

/** Chats and presence between the same two do not keep each other alive. */
function xmppPurpose(stanza: XmppStanza): 'chat' | 'presence' | null {
  if (stanza.name === 'presence') return 'presence';
  if (stanza.name === 'message') return 'chat';
  const says = stanza.facts.some((fact) => fact.kind === 'media' || fact.kind === 'file');
  return says ? 'chat' : null;
}

/** The room of a groupchat message or of a room's presence (XEP-0045), else null. */
function roomOf(stanza: XmppStanza): string | null {
  if (stanza.name === 'message' && stanza.type === 'groupchat') {
    // To the room a stanza goes `to` its bare JID; from the room it comes from room/nick.
    return stanza.toJid !== null && !stanza.toJid.includes('/') ? stanza.to : stanza.from;
  }
  for (const fact of stanza.facts) if (fact.kind === 'member' && fact.room !== null) return fact.room;
  return null;
}
