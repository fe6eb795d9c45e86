import type { Session, SessionMessage } from '../model.ts';
import { ARCHIVED, isArchived } from './archived.ts';
import type { Timed } from './order.ts';

type Result = Pick<Session, 'outcome' | 'status' | 'initiator' | 'responder'>;

/** Answers that ask the client to try again: authentication (RFC 3261 §22). */
const CHALLENGES: ReadonlySet<number> = new Set([401, 407]);

export function isChallenge(status: number | null): boolean {
  return status !== null && CHALLENGES.has(status);
}

/** How the session began and what became of it. `messages` in order. */
export function outcomeOf(protocol: Session['protocol'], messages: readonly Timed[]): Result {
  const first = messages.find(({ message }) => opens(message))?.message ?? messages[0]?.message;
  if (first === undefined) return { outcome: 'open', status: null, initiator: null, responder: null };
  if (isArchived(first)) return toldResult(messages);
  const parties = { initiator: first.from, responder: first.to };
  if (protocol === 'xmpp') return { ...xmppResult(messages), ...parties };
  // What passes a gateway may begin with a stanza.
  const opening = messages.find(({ message }) => opens(message) && message.callId !== null)?.message ?? first;
  return { ...sipResult(opening, messages), ...parties };
}

/** There is nothing but what an archive tells: its first word on the outcome holds. */
function toldResult(messages: readonly Timed[]): Result {
  const opening = messages.find(({ message }) => message.told !== undefined)?.message ?? messages[0]?.message;
  const { outcome = 'open', status = null } = opening?.told ?? {};
  return { outcome, status, initiator: opening?.from ?? null, responder: opening?.to ?? null };
}

function opens(message: SessionMessage): boolean {
  return (
    message.method !== ARCHIVED &&
    message.method !== 'diagnostic' &&
    message.method !== 'ACK' &&
    message.method !== 'CANCEL'
  );
}

/**
 * Of the opening's own Call-ID the first 2xx to its method decides; without one the last final answer: authentication
 * rounds and redirects are tried again, a re-INVITE that fails leaves the dialog as it was (RFC 3261 §14.1). A session
 * of several Call-IDs is established when any of them is.
 */
function sipResult(opening: SessionMessage, messages: readonly Timed[]): Pick<Result, 'outcome' | 'status'> {
  const own = callResult(opening, messages);
  if (own.outcome === 'established') return own;
  const opened = new Set([opening.callId]);
  for (const { message } of messages) {
    if (opened.has(message.callId) || !opens(message)) continue;
    opened.add(message.callId);
    if (callResult(message, messages).outcome === 'established') return { outcome: 'established', status: own.status };
  }
  return own;
}

function callResult(opening: SessionMessage, messages: readonly Timed[]): Pick<Result, 'outcome' | 'status'> {
  let final: number | null = null;
  let confirmed = false;
  for (const { message } of messages) {
    if (message.method === 'diagnostic' || message.callId !== opening.callId) continue;
    if (message.status === null) {
      confirmed ||= isInDialog(message);
      continue;
    }
    if (message.method !== opening.method || message.status < 200) continue;
    final = message.status;
    if (final < 300) return { outcome: 'established', status: final };
  }
  // A challenge is a question: what became of it is not in the log.
  if (isChallenge(final)) return { outcome: confirmed ? 'established' : 'open', status: final };
  if (final !== null) return { outcome: 'failed', status: final };
  return { outcome: confirmed ? 'established' : 'open', status: null };
}

/** A request with both tags that only an established dialog carries: the beginning is not in the log. */
function isInDialog(message: SessionMessage): boolean {
  if (message.method === 'ACK' || message.method === 'CANCEL') return false;
  return !message.dialog.startsWith(';') && !message.dialog.endsWith(';') && message.dialog !== '';
}

/** A chat is established by anything that was not refused; it failed when nothing but errors came of it. */
function xmppResult(messages: readonly Timed[]): Pick<Result, 'outcome' | 'status'> {
  const refused = messages.filter(({ message }) => message.type === 'error').length;
  const sent = new Set(messages.filter(({ message }) => message.type !== 'error').map(({ message }) => message.from));
  if (refused > 0 && sent.size <= 1) return { outcome: 'failed', status: null };
  const asked = messages.every(({ message }) => message.type === 'subscribe');
  return { outcome: asked ? 'open' : 'established', status: null };
}
