/**
 * A mail as an archive writes it (RFC 5322, MIME): one that the `eml` form of an earlier export made brings the session's line
 * along; of any other the body is what its sender said to its receivers. Mails that answer each other are one session; one that
 * another encloses is a mail of its own.
 */
import type { Account, EpochMs, Fact, LogRecord, Message, Protocol, Sink } from '../model.ts';
import { decode, find, bytesOf } from '../bytes/text.ts';
import { giveArchived, type ArchivedEvent, type ArchivedSession } from './archived-messages.ts';
import { sessionIn } from './archived-session.ts';
import { contentOf, type MailContent } from './mail-content.ts';
import { decodedWords, addressesIn } from './mail-fields.ts';
import { headersOf, readPart } from './mime-part.ts';

export const mail: Protocol = {
  id: 'mail',
  // Only formats that know it give it.
  sniff: () => false,
  open: (account, out) => {
    const reader = new MailReader(account, out);
    return { push: (record) => reader.read(record, record.payload, [], 0), end: () => undefined };
  },
};

const EMPTY_LINES = ['\r\n\r\n', '\n\n'].map(bytesOf);
const [LF, CR] = [0x0a, 0x0d];
/** Mails within mails. */
const DEEPEST = 8;
type Head = ReadonlyMap<string, string>;

class MailReader {
  readonly #account: Account;
  readonly #out: Sink<Message>;

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
  }

  /** @param envelope further receivers, of whom only the journal knows */
  read(record: LogRecord, written: Uint8Array, envelope: readonly string[], depth: number): void {
    const { offset, length } = record.place;
    const bytes = withLineFeeds(written);
    const head = headersOf(decode(bytes, 0, headEnd(bytes)).replace(/^\uFEFF/, ''));
    if (head.size === 0 || depth > DEEPEST) {
      this.#account.issue('record-damaged', offset, length);
      return;
    }
    const content = contentOf(readPart(bytes));
    if (content.isCut) this.#account.issue('record-truncated', offset, length);
    if (content.isDamaged) this.#account.issue('text-not-utf8', offset, length);
    if (content.isUnread) this.#account.issue('record-damaged', offset, length);
    // What the journal encloses is the mail; around it stands only who got it.
    const isJournal = JOURNAL.some((field) => head.has(field)) && content.mails.length > 0;
    if (!isJournal) giveArchived(exportedIn(head, content) ?? sessionOf(head, content, envelope), record, this.#out);
    const told = isJournal ? receiversIn(content.text ?? '') : [];
    for (const inner of content.mails) this.read(record, inner, told, depth + 1);
  }
}

/** Of Exchange Server. */
const JOURNAL = ['x-ms-journal-report', 'x-ms-exchange-organization-journal-report'];
/** `To: bob@example.com, Expanded: list@example.com` [MS-OXMSG journal reports] */
const RECEIVER = /^(?:To|Cc|Bcc|Recipient)[ \t]*:[ \t]*([^\r\n]*)/gim;

function receiversIn(envelope: string): string[] {
  return [...envelope.matchAll(RECEIVER)].flatMap(([, list = '']) =>
    addressesIn(list.replace(/,\s*(?:Expanded|Forwarded)\s*:.*$/i, '')),
  );
}

/** A file whose lines end in CR alone. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(LF) || !bytes.includes(CR)) return bytes;
  return bytes.map((byte) => (byte === CR ? LF : byte));
}

function headEnd(bytes: Uint8Array): number {
  let end = bytes.length;
  for (const empty of EMPTY_LINES) {
    const at = find(bytes, empty, 0, end);
    if (at !== -1) end = at;
  }
  return end;
}

function exportedIn(head: Head, { files }: MailContent): ArchivedSession | null {
  const line = head.has('x-fedlens-session') ? files.find(({ name }) => name === 'session.json') : undefined;
  return line === undefined ? null : sessionIn(decode(line.bytes, 0, line.bytes.length));
}

function sessionOf(head: Head, content: MailContent, envelope: readonly string[]): ArchivedSession {
  const [from = null] = addressesIn(head.get('from') ?? head.get('sender') ?? '');
  const listed = ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(head.get(name) ?? ''));
  const to = [...new Set([...listed, ...envelope])].filter((who) => who !== from);
  const date = Date.parse(head.get('date') ?? '');
  const time = Number.isNaN(date) ? null : (date as EpochMs);
  const subject = decodedWords(head.get('subject') ?? '').trim();
  const events = eventsIn(content, { from, to, time, subject, id: head.get('message-id') ?? '' });
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
function linksIn(head: Head, unnamed: string): string[] {
  const fields = ['message-id', 'in-reply-to', 'references'].map((name) => head.get(name) ?? '');
  const ids = new Set(fields.flatMap((field) => field.match(/<[^<>\s]+>/g) ?? []));
  return ids.size === 0 ? [`mail:${unnamed}`] : [...ids].map((id) => `mail:${id}`);
}

interface Sent {
  from: string | null;
  to: string[];
  time: EpochMs | null;
  subject: string;
  /** Files of two mails may have one name. */
  id: string;
}

function eventsIn(content: MailContent, { from, to, time, subject, id }: Sent): ArchivedEvent[] {
  const { text, contentType, files, encrypted } = content;
  const events: ArchivedEvent[] = [];
  if (text !== null) {
    const fact: Fact = { kind: 'text', from, to, text, contentType, inInvite: false };
    if (subject !== '') fact.subject = subject;
    events.push({ time, from, fact });
  }
  for (const detail of encrypted) events.push({ time, from, fact: { kind: 'opaque', reason: 'encrypted', detail } });
  files.forEach(({ name, bytes }, index) => {
    const transfer = `${id} ${index} ${name}`;
    events.push({ time, from, fact: { kind: 'file', transfer, name, size: bytes.length, accepted: null } });
  });
  return events;
}
