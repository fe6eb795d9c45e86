/** What ties a message's Call-ID to another session. Keys as `src/sessions` joins them: `call:` is a Call-ID. */
import { conferenceKeyOf } from './conference.ts';
import type { SipHeaders } from './sip-headers.ts';

/** RFC 7989 §5: an end that is not known yet. */
const NO_SESSION = /^0{32}$/;

/** Adds each key once. `own` = the message's Call-ID. */
export function addLinks(links: string[], headers: SipHeaders, own: string): void {
  for (const field of ['replaces', 'join', 'target-dialog'] as const) {
    const value = headers.value(field);
    if (value !== null) addCall(links, value, own);
  }
  const refer = headers.value('refer-to');
  if (refer !== null) {
    const escaped = /[?&]replaces=([^&>\s]+)/i.exec(refer)?.[1];
    if (escaped !== undefined) addCall(links, unescaped(escaped), own);
    addConference(links, refer);
  }
  const session = headers.value('session-id');
  if (session !== null) addSessionIds(links, session);
  for (const field of ['from', 'to', 'contact'] as const) {
    const value = headers.value(field);
    if (value !== null) addConference(links, value);
  }
}

/** `Replaces: <Call-ID>;to-tag=…;from-tag=…` (RFC 3891), Join (RFC 3911) and Target-Dialog (RFC 4538) alike. */
function addCall(links: string[], value: string, own: string): void {
  const cut = value.indexOf(';');
  const callId = (cut === -1 ? value : value.slice(0, cut)).trim();
  if (callId !== '' && callId !== own) addLink(links, 'call:' + callId);
}

function addConference(links: string[], value: string): void {
  const key = value.includes('app:conf:') ? conferenceKeyOf(value) : null;
  if (key !== null) addLink(links, key);
}

/** `Session-ID: <uuid>;remote=<uuid>` (RFC 7989): both ends of a call that crosses back-to-back agents. */
function addSessionIds(links: string[], value: string): void {
  for (const part of value.toLowerCase().split(';')) {
    const id = /^\s*(?:remote\s*=\s*)?([0-9a-f]{32})\s*$/.exec(part)?.[1];
    if (id !== undefined && !NO_SESSION.test(id)) addLink(links, 'session-id:' + id);
  }
}

export function addLink(links: string[], link: string): void {
  if (!links.includes(link)) links.push(link);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: nothing was escaped.
    return text;
  }
}
