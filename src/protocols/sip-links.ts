/** What ties a message's Call-ID to another session. Keys as `src/sessions` joins them: `call:` is a Call-ID. */
import { conferenceKeyOf } from './conference.ts';
import { field, type SipHeaders } from './sip-headers.ts';

/** RFC 7989 §5: an end that is not known yet. */
const NO_SESSION = /^0{32}$/;

const CALL_FIELDS = [field('replaces'), field('join'), field('target-dialog')];
const REFER_TO = field('refer-to');
const SESSION_ID = field('session-id');

/** Adds each key once. `own` = the message's Call-ID. */
export function addLinks(links: string[], headers: SipHeaders, own: string): void {
  for (let index = 0; index < CALL_FIELDS.length; index += 1) {
    const value = headers.value(CALL_FIELDS[index]!);
    if (value !== null) addCall(links, value, own);
  }
  const refer = headers.value(REFER_TO);
  if (refer !== null) {
    const escaped = /[?&]replaces=([^&>\s]+)/i.exec(refer)?.[1];
    if (escaped !== undefined) addCall(links, unescaped(escaped), own);
    const conference = conferenceKeyOf(refer);
    if (conference !== null) addLink(links, conference);
  }
  const session = headers.value(SESSION_ID);
  if (session !== null) addSessionIds(links, session);
}

/** `Replaces: <Call-ID>;to-tag=…;from-tag=…` (RFC 3891), Join (RFC 3911) and Target-Dialog (RFC 4538) alike. */
function addCall(links: string[], value: string, own: string): void {
  const cut = value.indexOf(';');
  const callId = (cut === -1 ? value : value.slice(0, cut)).trim();
  if (callId !== '' && callId !== own) addLink(links, 'call:' + callId);
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
