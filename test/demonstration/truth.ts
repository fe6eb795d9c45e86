/** What is known of each session that the generator has made. */
import type { ProviderId } from '../../src/model.ts';

export interface MadeSession {
  protocol: 'sip' | 'xmpp';
  /** SIP: every Call-ID of the session; XMPP: none. */
  callIds: string[];
  /** XMPP: both bare addresses, sorted, or the room alone; SIP: none. */
  pair: string[];
  kind: 'im' | 'presence' | 'av' | 'other';
  /** Of the first message, ms since 1970 UTC. */
  start: number;
  provider: ProviderId;
  /** Rules that speak (violation, warning or info), sorted. */
  rules: string[];
  /** Texts said. */
  texts: number;
}
