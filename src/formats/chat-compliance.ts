/**
 * What the compliance service of Persistent Chat (Lync Server 2013; Group Chat before it) writes: a file of conversations, each
 * with its room and all that happened there. [Microsoft, “Customizing the XSLT Definition File”: the form before any XSLT]
 *
 *     <Conversations …><Conversation><Channel uri="ma-chan://…" name="…" /><FirstMessage …/><Messages>
 *       <Message type="CHAT" content="hello" id="1"><Sender UserName="…" uri="…" internal="true" …/>
 *         <DateTimeUTC since1970="1212610540953" …/></Message></Messages>
 *       <StartTimeUTC …/><EndTimeUTC …/></Conversation></Conversations>
 *
 * A conversation is one record.
 */
import { MOST_RECORD_BYTES } from '../bytes/lines.ts';
import { bytesOf, decode, find } from '../bytes/text.ts';
import { ByteWindow } from '../bytes/window.ts';
import type { Account, ByteWriter, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { documentRecord } from './document-record.ts';

const [OPEN, CLOSE] = ['<Conversation', '</Conversation'].map(bytesOf) as [Uint8Array, Uint8Array];
const [GREATER, PLURAL] = [0x3e, 0x73];
/** The document's first element. */
const ROOT = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<Conversations(?=[\s/>])[^>]*>/;
/** What stands in a conversation (the schema asks for none of them). */
const WITHIN =
  /<Conversation(?:\s[^>]*)?>\s*(?:<!--[^]*?-->\s*)*<(?:Channel|FirstMessage|Messages|StartTimeUTC|EndTimeUTC)[\s/>]/;
const HEAD = 64 * 1024;
/** Bytes of a tag that may be cut between two writes. */
const TAG = 64;

class ComplianceWriter implements ByteWriter {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #window = new ByteWindow();
  /** A conversation is open at the window's beginning. */
  #open = false;
  /** Bytes of it that are known to hold no end. */
  #searched = 0;
  /** The open conversation is longer than the limit: it is passed over to its end. */
  #passing = false;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    this.#account = account;
    this.#out = out;
  }

  write(chunk: Uint8Array): void {
    this.#window.append(chunk);
    this.#window.release(this.#take());
  }

  end(): void {
    const { bytes, base } = this.#window;
    if (this.#passing) this.#account.skip('record-too-long', base, bytes.length);
    else if (this.#open) {
      this.#account.issue('record-truncated', base, bytes.length);
      this.#give(bytes, base);
    } else if (bytes.length > 0) this.#account.explain(bytes.length);
    this.#window.release(bytes.length);
  }

  /** @returns how many bytes are done with */
  #take(): number {
    const { bytes, base } = this.#window;
    let at = 0;
    for (;;) {
      const from = Math.max(at, at + this.#searched - TAG);
      const found = findTag(bytes, this.#open ? CLOSE : OPEN, from);
      if (found === null) break;
      this.#searched = 0;
      if (!this.#open) this.#account.explain(found.start - at);
      else if (this.#passing) this.#account.skip('record-too-long', base + at, found.end - at);
      else this.#give(bytes.subarray(at, found.end), base + at);
      at = this.#open ? found.end : found.start;
      this.#open = !this.#open;
      this.#passing = false;
    }
    return this.#rest(bytes, base, at);
  }

  #rest(bytes: Uint8Array, base: number, at: number): number {
    const rest = bytes.length - at;
    // So many bytes may be the beginning of what is looked for.
    const kept = Math.min(rest, TAG);
    if (!this.#open) {
      this.#account.explain(rest - kept);
      return bytes.length - kept;
    }
    if (rest > MOST_RECORD_BYTES) this.#passing = true;
    this.#searched = this.#passing ? 0 : rest;
    if (!this.#passing) return at;
    this.#account.skip('record-too-long', base + at, rest - kept);
    return bytes.length - kept;
  }

  #give(payload: Uint8Array, offset: number): void {
    this.#account.explain(payload.length);
    this.#out(documentRecord('chat-compliance', this.#account.place(offset, payload.length), payload));
  }
}

/** The next tag of a conversation, not of the document around them; null = it is not there, or not whole. */
function findTag(bytes: Uint8Array, wanted: Uint8Array, from: number): { start: number; end: number } | null {
  for (let start = find(bytes, wanted, from, bytes.length); start !== -1;) {
    const behind = bytes[start + wanted.length];
    const close = bytes.indexOf(GREATER, start + wanted.length);
    if (behind === undefined || close === -1) return null;
    if (behind !== PLURAL) return { start, end: close + 1 };
    start = find(bytes, wanted, start + 1, bytes.length);
  }
  return null;
}

const SAMPLE = `<?xml version="1.0" encoding="utf-8" ?>
<Conversations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Conversation>
    <Channel uri="ma-chan://contoso.com/300" name="Traders" islogged="" />
    <FirstMessage type="JOIN" content="" id="0"><Sender UserName="Alice" id="10" email="alice@contoso.com" internal="true" uri="alice@contoso.com" /><DateTimeUTC since1970="1212610540953" /></FirstMessage>
    <Messages>
      <Message type="JOIN" content="" id="0"><Sender UserName="Alice" id="10" email="alice@contoso.com" internal="true" uri="alice@contoso.com" /><DateTimeUTC since1970="1212610540953" /></Message>
      <Message type="CHAT" content="hello" id="1"><Sender UserName="Alice" id="10" email="alice@contoso.com" internal="true" uri="alice@contoso.com" /><DateTimeUTC since1970="1212610541000" /></Message>
    </Messages>
    <StartTimeUTC since1970="1212610540953" /><EndTimeUTC since1970="1212610602532" />
  </Conversation>
</Conversations>
`;

export const chatCompliance: LogFormat = {
  id: 'chat-compliance',
  title: 'Persistent Chat compliance XML',
  binary: false,
  samples: [{ title: 'a conversation of two events', head: SAMPLE, records: 1 }],
  sniff(head) {
    const text = decode(head, 0, Math.min(head.length, HEAD));
    const root = ROOT.exec(text.replace(/^\uFEFF/, ''));
    if (root === null) return false;
    return WITHIN.test(text) || root[0].endsWith('/>') || /<\/Conversations\s*>\s*$/.test(text);
  },
  open: (context, out) => new ComplianceWriter(context, out),
};
