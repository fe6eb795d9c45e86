/**
 * Sessions as `fedlens analyze` and the export form `ndjson` write them: a JSON object a line, sessions and then a report on
 * the files. [own format, version 1]
 *
 *     {"type":"session","v":1,"id":"0ee1a2d81d8be67fa8d1","protocol":"sip",…}
 *     {"type":"report","v":1,"files":[…],…}
 */
import { LineCutter, type LineReceiver } from '../bytes/lines.ts';
import { bytesOf, decode, find, isWhite } from '../bytes/text.ts';
import type { Account, EpochMs, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { PassedOver } from './record-outlet.ts';

/** Other programs that write the lines anew put blanks between. */
const SESSION = /^\{\s*"type"\s*:\s*"session"\s*,\s*"v"\s*:/;
const REPORT = /^\{\s*"type"\s*:\s*"report"\s*,\s*"v"\s*:/;
/** Bytes of a line that are looked at to tell which it is. */
const HEAD = 64;
const START = bytesOf('"start"');
const START_VALUE = /^"start"\s*:\s*(?:"([^"]*)"|null)/;
/** Bytes of the key and a stamp behind it, `2014-06-24T09:12:01.123Z`. */
const STAMP_WITHIN = 64;
/** A session of many long texts is one line. */
const LONGEST_LINE = 128 * 1024 * 1024;

class SessionLines implements LineReceiver {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #passed: PassedOver;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    this.#account = account;
    this.#out = out;
    this.#passed = new PassedOver(account);
  }

  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void {
    const length = next - start;
    const head = decode(bytes, start, Math.min(end, start + HEAD));
    if (SESSION.test(head)) {
      this.#passed.close();
      this.#account.explain(length);
      const time = startIn(bytes, start, end);
      this.#out({
        place: this.#account.place(offset, length),
        time,
        timeSource: time === null ? 'none' : 'log',
        direction: null,
        local: null,
        remote: null,
        side: null,
        kind: 'archived-session',
        flow: '',
        lost: 0,
        ends: false,
        payload: bytes.subarray(start, end),
      });
    } else if (REPORT.test(head)) {
      this.#passed.close();
      this.#account.explain(length);
    } else this.#passed.line(bytes, start, next, offset);
  }

  overlong(offset: number, length: number): void {
    this.#passed.close();
    this.#account.skip('record-too-long', offset, length);
  }

  end(): void {
    this.#passed.close();
  }
}

/** When the session began: before its texts, which may hold anything. */
function startIn(bytes: Uint8Array, start: number, end: number): EpochMs | null {
  for (let at = find(bytes, START, start, end); at !== -1; at = find(bytes, START, at + 1, end)) {
    const match = START_VALUE.exec(decode(bytes, at, Math.min(end, at + STAMP_WITHIN)));
    if (match === null) continue;
    const time = Date.parse(match[1] ?? '');
    return Number.isNaN(time) ? null : (time as EpochMs);
  }
  return null;
}

const SAMPLE = `{"type":"session","v":1,"id":"0ee1a2d81d8be67fa8d1","protocol":"sip","kind":"im","modalities":["im"],"provider":{"id":"yahoo","confidence":"certain","because":[]},"local":"alice@contoso.com","remote":"bob@yahoo.com","participants":["alice@contoso.com","bob@yahoo.com"],"start":"2014-06-24T09:12:01.123Z","end":"2014-06-24T09:12:05.000Z","timeSource":"log","outcome":"established","status":200,"keys":{"callIds":["c1"],"conversation":null,"thread":null},"counts":{"messages":3,"texts":1,"presence":0},"texts":[{"time":"2014-06-24T09:12:01.123Z","from":"alice@contoso.com","to":["bob@yahoo.com"],"text":"hi","contentType":"text/plain"}],"presence":[],"files":[],"diagnostics":[],"flags":[],"places":[]}
{"type":"report","v":1,"files":[],"sessions":1,"flags":0,"seconds":0.1}
`;

export const sessionLines: LogFormat = {
  id: 'session-lines',
  title: 'Sessions of an earlier export (NDJSON)',
  binary: false,
  samples: [{ title: 'a session and the report', head: SAMPLE, records: 1 }],
  sniff(head) {
    let at = 0;
    while (at < head.length && isWhite(head[at]!)) at += 1;
    const text = decode(head, at, Math.min(head.length, at + HEAD));
    return SESSION.test(text) || REPORT.test(text);
  },
  open: (context, out) => new LineCutter(new SessionLines(context, out), LONGEST_LINE),
};
