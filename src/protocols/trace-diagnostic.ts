/**
 * TF_DIAG records of a Microsoft SIP server: lines `LogType`, `Severity`, `Text`, `Result-Code` (at times glued to the end of
 * the Text line), `SIP-Start-Line`, `SIP-Call-ID`, `SIP-CSeq`, `Peer`, `Data: k="v";…`. Seen in traces of Lync Server 2010 and
 * Skype for Business Server 2015. They explain a message of the session with that Call-ID.
 */
import type { Account, LogRecord, Message, Protocol, RecordReader, Sink, TraceDiagnostic } from '../model.ts';
import { bytesOf, decode, find } from '../bytes/text.ts';
import { readMediaType } from './media-type.ts';
import { readDiagnostic, type DiagnosticFact } from './sip-diagnostics.ts';

const LONGEST_TITLE = 200;
const MARKS = [bytesOf('SIP-Call-ID:'), bytesOf('Result-Code:'), bytesOf('LogType:')];

export const traceDiagnostic: Protocol = {
  id: 'trace-diagnostic',
  sniff(payload) {
    let seen = 0;
    for (const mark of MARKS) if (find(payload, mark, 0, payload.length) !== -1) seen += 1;
    return seen >= 2;
  },
  open(account, out) {
    return new TraceDiagnosticReader(account, out);
  },
};

class TraceDiagnosticReader implements RecordReader {
  #account: Account;
  #out: Sink<Message>;

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
  }

  push(record: LogRecord): void {
    const message = readTraceDiagnostic(record);
    if (message === null) this.#account.issue('other-record', record.place.offset, record.place.length);
    else this.#out(message);
  }

  end(): void {}
}

/** null = the record says neither why nor about which call. */
export function readTraceDiagnostic(record: LogRecord): TraceDiagnostic | null {
  const fields = fieldsOf(decode(record.payload, 0, record.payload.length));
  const fact = factOf(fields);
  const callId = fields.get('sip-call-id') ?? null;
  if (fact.reason === '' && fact.id === null && callId === null) return null;
  const { place, time, timeSource, direction, local, remote, side } = record;
  const cseq = /^\d{1,15}/.exec(fields.get('sip-cseq') ?? '')?.[0];
  const title = ['TF_DIAG', fields.get('severity') ?? '', fact.reason].filter((word) => word !== '').join(' ');
  return {
    protocol: 'trace-diagnostic',
    callId,
    cseq: cseq === undefined ? null : Number(cseq),
    places: [place],
    time,
    timeSource,
    direction,
    local,
    remote,
    side,
    from: null,
    to: null,
    title: title.slice(0, LONGEST_TITLE),
    facts: [fact],
    markers: [],
  };
}

const FIELD = /^(LogType|Severity|Text|Result-Code|SIP-Start-Line|SIP-Call-ID|SIP-CSeq|Peer|Data):\s*(.*)$/i;

/** Names lower case. A line that begins with no known name goes on with the one before it. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.split(/\r?\n/)) {
    const parts = FIELD.exec(line.trim());
    if (parts !== null) {
      last = parts[1]!.toLowerCase();
      if (!fields.has(last)) fields.set(last, parts[2]!.trim());
    } else if (last !== '' && line.trim() !== '' && !line.startsWith('$$')) {
      fields.set(last, (fields.get(last) ?? '') + ' ' + line.trim());
    }
  }
  splitGlued(fields);
  return fields;
}

/** `Text: … Result-Code: 0xc3e93d6f SIPPROXY_E_…` on one line. */
function splitGlued(fields: Map<string, string>): void {
  const text = fields.get('text') ?? '';
  const at = text.indexOf('Result-Code:');
  if (at === -1) return;
  fields.set('text', text.slice(0, at).trimEnd());
  if (!fields.has('result-code')) fields.set('result-code', text.slice(at + 'Result-Code:'.length).trim());
}

/** The reason in words with the result's name; an id where the data are those of ms-diagnostics. */
function factOf(fields: ReadonlyMap<string, string>): DiagnosticFact {
  const data = fields.get('data') ?? '';
  const told = readDiagnostic(data) ?? readDiagnostic(fields.get('text') ?? '');
  const parameters = readMediaType(';' + data).parameters;
  const number = told?.id ?? numberIn(parameters.get('ms-diagnostics') ?? parameters.get('errorcode'));
  const text = told !== null && told.reason !== '' ? told.reason : (fields.get('text') ?? '');
  const code = fields.get('result-code') ?? '';
  const name = /[A-Z][A-Z0-9]*_[A-Z0-9_]+/.exec(code)?.[0] ?? code;
  const reason = name === '' ? text : text === '' ? name : text + ' (' + name + ')';
  return { kind: 'diagnostic', id: number, reason, source: told?.source ?? fields.get('peer') ?? null };
}

function numberIn(value: string | undefined): number | null {
  const digits = /^\s*(\d{1,9})\b/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
