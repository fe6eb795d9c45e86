import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { archivedId, holdsByTime } from '../model/join-keys.ts';
import type { EpochMs, Message, SessionFragment, SessionId, SipMessage, XmppStanza } from '../model.ts';

/**
 * The name under which the same protocol message is known wherever it is seen: on the next hop, in another
 * server's trace, as a retransmission.
 *
 * SIP: Call-ID, CSeq, method, status and both tags (RFC 3261 §12, §17.1.3: a proxy changes none of them; the
 * From tag tells the two sides' CSeq spaces apart, the To tag the forks).
 * XMPP: kind, type, id, both bare JIDs and what is said, since some clients count their ids anew at each login. A stanza
 * without an id is named by its place too; `joinEchoes` finds its other sightings.
 */
export function identityOf(message: Message): string {
  switch (message.protocol) {
    case 'sip':
      return sipIdentity(message, dialogOf(message));
    case 'trace-diagnostic': {
      const said = message.facts.map((fact) => (fact.kind === 'diagnostic' ? fact.reason : '')).join();
      return 'diagnostic\n' + (message.callId ?? '') + '\n' + (message.cseq ?? '') + '\n' + (message.time ?? '') + said;
    }
    case 'msrp':
      // Unique within its session (RFC 4975 §7.1.1); relays change neither it nor the ends of the path.
      return 'msrp\n' + message.id + '\n' + message.links.join();
    case 'archive':
      return 'archived\n' + message.id;
    case 'xmpp':
      return xmppIdentity(message);
  }
}

/** Tags of a dialog, 'from;to'. */
export function dialogOf({ fromTag, toTag }: SipMessage): string {
  return (fromTag ?? '') + ';' + (toTag ?? '');
}

/** @param dialog its tags, as `dialogOf` gives them */
export function sipIdentity({ callId, cseq, method, status }: SipMessage, dialog: string): string {
  // Put together from the middle: short strings are copied, of long ones each step is an object that stays.
  const transaction = '\n' + (cseq ?? '') + method + (status ?? '') + '\n';
  return callId + transaction + dialog;
}

/** Ends the part of an id-less stanza's identity that its other sightings share. */
export const ECHO_MARK = '\n~';

function xmppIdentity(stanza: XmppStanza): string {
  const who = stanza.name + ' ' + (stanza.type ?? '') + '\n' + (stanza.from ?? '') + '\n' + (stanza.to ?? '') + '\n';
  if (stanza.id !== null && stanza.id !== '') return who + stanza.id + '\n' + saidIn(stanza);
  const first = stanza.places[0];
  const where = first === undefined ? '' : first.source + '.' + first.offset + '.' + (stanza.ordinal ?? 0);
  return who + saidIn(stanza) + ECHO_MARK + where;
}

function saidIn(stanza: XmppStanza): string {
  let said = '';
  for (const fact of stanza.facts) {
    if (fact.kind === 'text') said += fact.text;
    else if (fact.kind === 'presence') said += fact.state + (fact.note ?? '');
    else said += fact.kind;
    said += '\n';
  }
  return said;
}

/** As twenty hex digits. */
const ID_BYTES = 10;

/**
 * First 20 hex digits (80 bits) of the SHA-256 of the least join key that holds always; where there is none and silence
 * ends the session, of the least key, `@`, the start in ms and, where there is a thread, `#` and that. Anyone can compute
 * it again: `printf 'call:<Call-ID>' | sha256sum`. What an earlier export names keeps its name.
 */
export function sessionIdOf({ joins }: SessionFragment, start: EpochMs | null, thread: string | null): SessionId {
  const told = leastOf(joins.filter((join) => archivedId(join) !== null));
  if (told !== null) return (archivedId(told) ?? '') as SessionId;
  const lasting = leastOf(joins.filter((join) => !holdsByTime(join)));
  const named = thread === null ? '' : '#' + thread;
  const key = lasting ?? (leastOf(joins) ?? '') + '@' + (start ?? '') + named;
  return bytesToHex(sha256(utf8ToBytes(key)).subarray(0, ID_BYTES)) as SessionId;
}

function leastOf(keys: readonly string[]): string | null {
  let least: string | null = null;
  for (const key of keys) if (least === null || key < least) least = key;
  return least;
}
