/**
 * A mail as an archive writes it (RFC 5322, MIME): one that the `eml` form of an earlier export made brings the session's line
 * along; of any other the body is what its sender said to its receivers. Mails that answer each other are one session.
 */
import type { EpochMs, Fact, LogRecord, Message, Protocol, Sink } from '../model.ts';
import { decode, find, bytesOf } from '../bytes/text.ts';
import { giveArchived, type ArchivedEvent, type ArchivedSession } from './archived-messages.ts';
import { sessionIn } from './archived-session.ts';
import { decodeText } from './charset.ts';
import { htmlToText } from './html-text.ts';
import { decodedWords, addressesIn } from './mail-fields.ts';
import { headersOf, readMultipart, readPart, type MimePart } from './mime-part.ts';

export const mail: Protocol = {
  id: 'mail',
  // Only formats that know it give it.
  sniff: () => false,
  open: (account, out) => ({
    push(record) {
      if (!readMail(record, out)) account.issue('record-damaged', record.place.offset, record.place.length);
    },
    end: () => undefined,
  }),
};

const EMPTY_LINES = ['\r\n\r\n', '\n\n'].map(bytesOf);
/** Multiparts within multiparts. */
const DEEPEST = 16;

/** False = it has no head that could be read. */
function readMail(record: LogRecord, out: Sink<Message>): boolean {
  const { payload } = record;
  const head = headersOf(decode(payload, 0, headEnd(payload)).replace(/^\uFEFF/, ''));
  if (head.size === 0) return false;
  const parts = leavesOf(readPart(payload), 0);
  const exported = head.has('x-fedlens-session') ? parts.find(isSessionLine) : undefined;
  const session = exported === undefined ? null : sessionIn(textOf(exported));
  giveArchived(session ?? sessionOf(head, parts), record, out);
  return true;
}

function headEnd(bytes: Uint8Array): number {
  let end = bytes.length;
  for (const empty of EMPTY_LINES) {
    const at = find(bytes, empty, 0, end);
    if (at !== -1) end = at;
  }
  return end;
}

function leavesOf(part: MimePart, depth: number): MimePart[] {
  if (!part.type.name.startsWith('multipart/') || depth === DEEPEST) return [part];
  return readMultipart(part.bytes, part.type).parts.flatMap((inner) => leavesOf(inner, depth + 1));
}

const fileNameOf = ({ type, disposition }: MimePart): string | null =>
  disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null;

function isSessionLine(part: MimePart): boolean {
  return part.type.name === 'application/json' && fileNameOf(part) === 'session.json';
}

function textOf({ bytes, type }: MimePart): string {
  return decodeText(bytes, type.parameters.get('charset')).text;
}

function sessionOf(head: ReadonlyMap<string, string>, parts: readonly MimePart[]): ArchivedSession {
  const [from = null] = addressesIn(head.get('from') ?? head.get('sender') ?? '');
  const to = addressesIn([head.get('to'), head.get('cc')].filter((list) => list !== undefined).join(', '));
  const date = Date.parse(head.get('date') ?? '');
  const time = Number.isNaN(date) ? null : (date as EpochMs);
  const subject = decodedWords(head.get('subject') ?? '').trim();
  const events = eventsIn(parts, { from, to, time, subject });
  return {
    of: 'sip',
    links: linksIn(head, [from ?? '', head.get('date') ?? '', subject].join(' ')),
    callIds: [],
    conversation: null,
    thread: null,
    start: time,
    end: time,
    timeSource: 'log',
    told: { outcome: 'established', status: null, rooms: [], openedInside: false },
    opener: from,
    other: to[0] ?? null,
    participants: [from, ...to].filter((who) => who !== null),
    modalities: ['im'],
    provider: null,
    events,
    title: subject === '' ? 'mail' : `mail: ${subject}`,
  };
}

/** The thread's mails share an id: what is answered is named in References and In-Reply-To (§3.6.4). */
function linksIn(head: ReadonlyMap<string, string>, unnamed: string): string[] {
  const fields = ['message-id', 'in-reply-to', 'references'].map((name) => head.get(name) ?? '');
  const ids = new Set(fields.flatMap((field) => field.match(/<[^<>\s]+>/g) ?? []));
  return ids.size === 0 ? [`mail:${unnamed}`] : [...ids].map((id) => `mail:${id}`);
}

interface Sent {
  from: string | null;
  to: string[];
  time: EpochMs | null;
  subject: string;
}

function eventsIn(parts: readonly MimePart[], { from, to, time, subject }: Sent): ArchivedEvent[] {
  const shown = parts.filter(({ disposition }) => disposition.name !== 'attachment');
  const said =
    shown.find(({ type }) => type.name === 'text/plain') ?? shown.find(({ type }) => type.name === 'text/html');
  const events: ArchivedEvent[] = [];
  if (said !== undefined) {
    const isHtml = said.type.name === 'text/html';
    const text = isHtml ? htmlToText(textOf(said)) : textOf(said).replace(/\r\n/g, '\n').replace(/\n$/, '');
    const fact: Fact = { kind: 'text', from, to, text, contentType: said.type.name, inInvite: false };
    if (subject !== '') fact.subject = subject;
    events.push({ time, from, fact });
  }
  for (const part of parts) {
    const name = fileNameOf(part);
    if (part === said || name === null) continue;
    const fact = { kind: 'file' as const, transfer: name, name: decodedWords(name), size: part.bytes.length };
    events.push({ time, from, fact: { ...fact, accepted: null } });
  }
  return events;
}
