/**
 * Every way in which input can be bad. Bad input is data, not an exception: a stage reports a code with
 * a place, and goes on. A new code is one line here; a test holds that each is documented and used.
 */
import type { Place } from './records.ts';
import type { IssueSeverity } from './report.ts';

interface IssueKind {
  severity: IssueSeverity;
  /** What happened and what it means for the archive, in one sentence. */
  means: string;
}

export const ISSUES = {
  'file-empty': { severity: 'error', means: 'The file has no bytes.' },
  'format-unknown': { severity: 'error', means: 'No known log or capture format fits the beginning of the file.' },
  'sip-start-missing': {
    severity: 'error',
    means:
      'The file has SIP header fields, but no line that starts a message (METHOD uri SIP/2.0, or SIP/2.0 and a status).',
  },
  'xml-other': {
    severity: 'error',
    means: 'The file is XML, but neither a stream of XMPP nor a message, presence or iq stanza.',
  },
  'file-unreadable': { severity: 'error', means: 'The browser or the disk stopped giving bytes of the file.' },
  'gzip-damaged': { severity: 'error', means: 'The gzip stream is damaged or cut off; what came before was read.' },
  'archive-damaged': {
    severity: 'error',
    means: 'A ZIP or tar archive, or a file in it, is damaged or cut off; what came before was read.',
  },
  'archive-encrypted': { severity: 'error', means: 'A file in an archive is encrypted: nothing in it can be read.' },
  'archive-method': { severity: 'error', means: 'A file in an archive is packed in a way that is not read.' },
  'archive-limit': {
    severity: 'error',
    means: 'An archive goes beyond a limit (files, bytes, archives within archives); the rest was passed over.',
  },
  'bytes-unaccounted': {
    severity: 'error',
    means: 'Bytes that the program lost sight of: a fault of the program, please report it.',
  },
  'text-not-utf8': { severity: 'loss', means: 'Bytes that are not valid in the file’s encoding; each is shown as �.' },
  'text-between-records': { severity: 'info', means: 'Lines that belong to no record of the format.' },
  'other-record': { severity: 'info', means: 'A log record that carries no IM, presence or call signalling.' },
  'record-truncated': { severity: 'loss', means: 'A record stops before its end mark: its last part is missing.' },
  'record-too-long': { severity: 'loss', means: 'A record is longer than the limit; the rest of it was passed over.' },
  'record-damaged': { severity: 'loss', means: 'A record’s head or escapes cannot be read.' },
  'capture-damaged': { severity: 'loss', means: 'A packet record of the capture has impossible lengths.' },
  'capture-truncated': { severity: 'loss', means: 'The capture file ends inside a packet.' },
  'packet-cut': { severity: 'loss', means: 'The capture kept only the beginning of a packet (snap length).' },
  'packet-other': {
    severity: 'info',
    means: 'A packet without SIP or XMPP: other protocols, media, acknowledgements.',
  },
  'link-type-unknown': { severity: 'loss', means: 'Packets of a link type that is not read.' },
  'fragment-incomplete': { severity: 'loss', means: 'An IP packet of which not all fragments were captured.' },
  'stream-gap': { severity: 'loss', means: 'Bytes of a connection that the capture does not hold.' },
  'stream-limit': { severity: 'loss', means: 'A limit on open connections or waiting bytes was reached.' },
  'stream-encrypted': {
    severity: 'info',
    means: 'The connection is encrypted (TLS): nothing in it can be read, from TLS 1.3 on not its certificates either.',
  },
  'certificate-unreadable': {
    severity: 'loss',
    means: 'A certificate in a TLS handshake whose fields cannot be read.',
  },
  'certificate-limit': {
    severity: 'loss',
    means: 'The handshakes show more different certificates than are kept; this one is not listed.',
  },
  'stream-other': { severity: 'info', means: 'A connection that carries neither SIP nor XMPP.' },
  'sip-malformed': { severity: 'loss', means: 'A SIP message without a readable start line, Call-ID or CSeq.' },
  'sip-length-wrong': {
    severity: 'info',
    means: 'Content-Length does not fit the body that is there; the body’s own end was used.',
  },
  'sip-body-short': {
    severity: 'loss',
    means: 'The body is shorter than Content-Length and nothing follows: it was cut.',
  },
  'sip-body-unreadable': { severity: 'loss', means: 'A body part whose encoding or structure cannot be read.' },
  'xml-damaged': { severity: 'loss', means: 'XML that is not well formed; reading went on at the next stanza.' },
  'xml-refused': {
    severity: 'loss',
    means: 'A DOCTYPE, entity or processing instruction, which XMPP forbids (RFC 6120 §11.1).',
  },
  'xml-too-deep': { severity: 'loss', means: 'Elements nested deeper than 64.' },
  'xmpp-stream-error': {
    severity: 'info',
    means: 'An XMPP stream that was ended by an error; stanzas on their way may not have arrived.',
  },
  'xmpp-history': {
    severity: 'info',
    means: 'What an archive or a room repeats of earlier talk: it is no new text.',
  },
  'session-limit': {
    severity: 'info',
    means:
      'So many sessions were open at once that the quietest were archived before their end; what came later was joined to them.',
  },
  'time-missing': { severity: 'info', means: 'Messages that no time stamp belongs to.' },
  'time-impossible': { severity: 'loss', means: 'A time stamp that is no time; the message is kept without one.' },
  'time-assumed': { severity: 'info', means: 'Stamps without a zone, read in the zone that was named.' },
} as const satisfies Record<string, IssueKind>;

export type IssueCode = keyof typeof ISSUES;

/**
 * The account of one file that all stages write to. Offsets are those that the format sees; the account
 * maps them to the file's own bytes (UTF-16 and legacy code pages are read as UTF-8).
 */
export interface Account {
  /** These bytes are understood: a record, a packet, a stanza, a file head. */
  explain(length: number): void;
  /** These bytes are passed over, and why. Also counts the issue. */
  skip(code: IssueCode, offset: number, length: number): void;
  /** Something is wrong with bytes that are explained or skipped elsewhere. */
  issue(code: IssueCode, offset: number, length: number): void;
  /** A place in the file for bytes of the format's view. */
  place(offset: number, length: number): Place;
}
