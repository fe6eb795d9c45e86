/** A message as it went over the wire, out of the records of the log that hold it. */
import { FileAccount } from '../bytes/account.ts';
import type { LogFormat, SessionProtocol, SourceId } from '../model.ts';

/** A request line or a status line (RFC 3261 §7.1, §7.2). */
const START_LINE = /^(?:SIP\/2\.0 [1-6]\d\d(?: [^\r\n]*)?|[A-Z]{2,20} \S+ SIP\/2\.0)$/m;
const HEAD_END = /\r?\n\r?\n/;
/** `Content-Length`, or `l` (RFC 3261 §20.14). */
const LENGTH = /^(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*$/im;

/**
 * @param records the bytes of the records that hold the message, in order, in UTF-8; of a capture, its packets
 * @param format in which they were read; null = it is not known any more
 * @returns the message alone: SIP with CRLF at the ends of its header lines, XML as it stood in the log; null = none is found
 */
export function wirePayload(
  records: readonly Uint8Array[],
  format: LogFormat | null,
  protocol: SessionProtocol,
): string | null {
  const payload = format === null || format.binary ? null : payloadOf(records, format);
  const bytes = payload ?? (records.length === 1 ? records[0] : undefined);
  if (bytes === undefined) return null;
  return protocol === 'sip' ? sipIn(bytes) : xmlIn(bytes);
}

/** What the format finds in the records, one after the other; null = nothing. */
function payloadOf(records: readonly Uint8Array[], format: LogFormat): Uint8Array | null {
  const found: number[] = [];
  // Asked about one record alone: its account is nobody's, and its time is not asked for.
  const account = new FileAccount(-1 as SourceId);
  const writer = format.open({ account, timeZone: 'UTC', modified: null }, ({ payload }) => {
    for (const byte of payload) found.push(byte);
  });
  for (const record of records) writer.write(record);
  writer.end();
  return found.length === 0 ? null : Uint8Array.from(found);
}

function sipIn(bytes: Uint8Array): string | null {
  // A byte a character: lengths are those of the wire.
  const text = latin1Of(bytes);
  const start = START_LINE.exec(text)?.index;
  if (start === undefined) return null;
  const message = text.slice(start);
  const end = HEAD_END.exec(message);
  if (end === null) return utf8Of(withCrLf(message.trimEnd()) + '\r\n\r\n');
  const head = message.slice(0, end.index);
  const rest = message.slice(end.index + end[0].length);
  const length = LENGTH.exec(head)?.[1];
  const body = length === undefined ? rest : rest.slice(0, Number(length));
  return utf8Of(`${withCrLf(head)}\r\n\r\n${body}`);
}

function xmlIn(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  const [start, end] = [text.indexOf('<'), text.lastIndexOf('>')];
  return start < 0 || end < start ? null : text.slice(start, end + 1);
}

const withCrLf = (head: string): string => head.replace(/\r?\n/g, '\r\n');

function latin1Of(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
}
const utf8Of = (latin1: string): string =>
  new TextDecoder().decode(Uint8Array.from(latin1, (character) => character.charCodeAt(0)));
