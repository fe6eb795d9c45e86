/**
 * A mail (RFC 5322) in a file of its own: what `Export-CsArchivingData` writes of Lync's archive, a journal, or the `eml` form
 * of an earlier export. The whole file is one record. [recalled; generic mail]
 *
 *     From: alice@contoso.com
 *     To: bob@yahoo.com
 *     Date: Tue, 24 Jun 2014 09:12:01 +0000
 *     Subject: …
 *     MIME-Version: 1.0
 */
import { bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { Account, ByteWriter, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { documentRecord } from './document-record.ts';
import { PayloadBuffer } from './payload-buffer.ts';

/** A longer file is no mail that anyone has sent. */
const LONGEST = 128 * 1024 * 1024;
/** The head of a mail is not longer, but for lists of thousands of people. */
const HEAD_WITHIN = 64 * 1024;
const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
const EMPTY_LINES = ['\r\n\r\n', '\n\n'].map(bytesOf);
/** Fields that every mail has in one form or another, and those that only SIP or RSMF has. */
const FROM = /^(from|sender):/im;
const DATED = /^(date|received|message-id):/im;
const MAIL = /^(to|subject|mime-version|content-type|delivered-to):/im;
const OTHER = /^(via|cseq|call-id|max-forwards|contact|x-rsmf-version):/im;

class MailWriter implements ByteWriter {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #payload = new PayloadBuffer();
  #length = 0;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    this.#account = account;
    this.#out = out;
  }

  write(chunk: Uint8Array): void {
    if (this.#length < LONGEST) this.#payload.append(chunk, 0, Math.min(chunk.length, LONGEST - this.#length));
    this.#length += chunk.length;
  }

  end(): void {
    const payload = this.#payload.bytes();
    if (payload.length === 0) return;
    this.#account.explain(payload.length);
    if (this.#length > payload.length) {
      this.#account.skip('record-too-long', payload.length, this.#length - payload.length);
    }
    this.#out(documentRecord('mail', this.#account.place(0, payload.length), payload));
  }
}

/** @param from the mail begins there */
export function isMail(head: Uint8Array, from = 0): boolean {
  const text = headIn(head, from);
  return FROM.test(text) && DATED.test(text) && MAIL.test(text) && !OTHER.test(text) && isHead(text);
}

function headIn(head: Uint8Array, from: number): string {
  const start = startsWith(head, from, head.length, BOM) ? from + BOM.length : from;
  let end = Math.min(head.length, start + HEAD_WITHIN);
  for (const empty of EMPTY_LINES) {
    const at = find(head, empty, start, end);
    if (at !== -1) end = at;
  }
  return decode(head, start, end);
}

/** Each line is a field or goes on with one (§2.2). */
function isHead(text: string): boolean {
  const lines = text.split(/\r?\n/);
  // The last one may be cut off by the end of what is looked at.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole.every((line, index) => /^[!-9;-~]+[ \t]*:/.test(line) || (index > 0 && /^[ \t]/.test(line)));
}

const SAMPLE = `From: Alice <alice@contoso.com>
To: bob@yahoo.com
Subject: Conversation
Date: Tue, 24 Jun 2014 09:12:01 +0200
Message-ID: <1@contoso.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

hello
`;

export const eml: LogFormat = {
  id: 'eml',
  title: 'Mail (EML), as archives and journals write it',
  binary: true,
  samples: [{ title: 'a mail of one part', head: bytesOf(SAMPLE), records: 1 }],
  sniff: (head) => isMail(head),
  open: (context, out) => new MailWriter(context, out),
};
