import { stanzaKey, transferKey } from '../model/join-keys.ts';
import type { Message } from '../model.ts';

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
 * presence, or the room; silence ends the session, so the key holds only within the idle gap. A call lasts through it.
 * @param gapMs idle time that ends a session
 */
export function joinsOf(message: Message, gapMs = IDLE_GAP_MS): Joins {
  switch (message.protocol) {
    case 'sip': {
      const keys = ['call:' + message.callId];
      if (message.conversation !== null) keys.push('conv:' + message.conversation);
      for (const link of message.links) keys.push(link);
      return { keys, gapMs: null };
    }
    case 'msrp':
    case 'archive':
      return { keys: message.links, gapMs: null };
    case 'trace-diagnostic':
      if (message.talk !== undefined) return { keys: [message.talk], gapMs };
      return message.callId === null ? NONE : { keys: ['call:' + message.callId], gapMs: null };
    case 'xmpp': {
      const key = stanzaKey(message);
      if (key === null) return NONE;
      const { call, from, to } = message;
      const keys = call === undefined ? [key] : [key, transferKey(from ?? '', to ?? '', call)];
      return { keys, gapMs };
    }
  }
}
