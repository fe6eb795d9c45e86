/**
 * A mailbox in one file (mbox, RFC 4155), as mail programs and takeouts write it: before each mail stands a line that begins with
 * `From ` and its sender; a line of a mail that begins so has a `>` in front.
 *
 *     From alice@contoso.com Tue Jun 24 09:12:01 2014
 *     From: alice@contoso.com
 */
import { LineCutter, type LineReceiver } from '../bytes/lines.ts';
import { bytesOf, decode, startsWith } from '../bytes/text.ts';
import type { Account, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { documentRecord } from './document-record.ts';
import { isMail } from './eml.ts';
import { PayloadBuffer } from './payload-buffer.ts';

/** A longer mail is none that anyone has sent. */
const LONGEST = 128 * 1024 * 1024;
const POSTMARK = bytesOf('From ');
const [GREATER, LF] = [0x3e, 0x0a];

class MailboxLines implements LineReceiver {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #mail = new PayloadBuffer();
  /** Where the mail begins, with its postmark; -1 = none is open. */
  #start = -1;
  #length = 0;
  #isLong = false;
  /** An empty line, or the beginning of the file, stands before. */
  #mayBegin = true;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    this.#account = account;
    this.#out = out;
  }

  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void {
    const isPostmark = this.#mayBegin && startsWith(bytes, start, end, POSTMARK);
    this.#mayBegin = end === start;
    if (isPostmark) {
      this.end();
      this.#start = offset;
      this.#length = next - start;
      return;
    }
    if (this.#start === -1) this.#account.skip('text-between-records', offset, next - start);
    else this.#append(bytes, isQuoted(bytes, start, end) ? start + 1 : start, next, next - start);
  }

  overlong(offset: number, length: number): void {
    this.#account.skip('record-too-long', offset, length);
    this.#mayBegin = false;
    this.#give();
  }

  end(): void {
    this.#give();
  }

  #append(bytes: Uint8Array, start: number, next: number, length: number): void {
    this.#length += length;
    this.#isLong ||= this.#mail.length + length > LONGEST;
    if (!this.#isLong) this.#mail.append(bytes, start, next);
  }

  #give(): void {
    const length = this.#length;
    this.#account.explain(length);
    if (this.#start !== -1 && this.#mail.length > 0) {
      if (this.#isLong) this.#account.issue('record-too-long', this.#start, length);
      this.#out(documentRecord('mail', this.#account.place(this.#start, length), withoutLastBlank(this.#mail.bytes())));
    }
    this.#mail.clear();
    this.#start = -1;
    this.#length = 0;
    this.#isLong = false;
  }
}

/** The empty line that parts it from the next one is no part of it. */
function withoutLastBlank(mail: Uint8Array): Uint8Array {
  const last = decode(mail, Math.max(0, mail.length - 4), mail.length);
  return mail.subarray(0, mail.length - (last === '\r\n\r\n' ? 2 : last.endsWith('\n\n') ? 1 : 0));
}

/** `>From `, and as often quoted as it may be. */
function isQuoted(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === GREATER) at += 1;
  return at > start && startsWith(bytes, at, end, POSTMARK);
}

const SAMPLE = `From alice@contoso.com Tue Jun 24 09:12:01 2014
From: Alice <alice@contoso.com>
To: bob@yahoo.com
Date: Tue, 24 Jun 2014 09:12:01 +0200
Message-ID: <1@contoso.com>

hello
>From here on

From bob@yahoo.com Tue Jun 24 09:13:01 2014
From: bob@yahoo.com
To: alice@contoso.com
Date: Tue, 24 Jun 2014 09:13:01 +0200
Message-ID: <2@yahoo.com>

hi
`;

export const mbox: LogFormat = {
  id: 'mbox',
  title: 'Mailbox (mbox)',
  binary: true,
  samples: [{ title: 'two mails', head: bytesOf(SAMPLE), records: 2 }],
  sniff(head) {
    if (!startsWith(head, 0, head.length, POSTMARK)) return false;
    const line = head.indexOf(LF);
    return line !== -1 && /\d{2}:\d{2}/.test(decode(head, 0, line)) && isMail(head, line + 1);
  },
  open: (context, out) => new LineCutter(new MailboxLines(context, out), LONGEST),
};
