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
import { bytesOf, find } from '../bytes/text.ts';
import { ByteWindow } from '../bytes/window.ts';
import type { Account, ByteWriter, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';

const OPEN = bytesOf('<Conversation>');
const CLOSE = bytesOf('</Conversation>');
const ROOT = bytesOf('<Conversations');
const CHANNEL = bytesOf('<Channel ');

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
      const wanted = this.#open ? CLOSE : OPEN;
      const found = find(bytes, wanted, Math.max(at, at + this.#searched - wanted.length), bytes.length);
      if (found === -1) break;
      this.#searched = 0;
      if (!this.#open) this.#account.explain(found - at);
      else if (this.#passing) this.#account.skip('record-too-long', base + at, found + CLOSE.length - at);
      else this.#give(bytes.subarray(at, found + CLOSE.length), base + at);
      at = this.#open ? found + CLOSE.length : found;
      this.#open = !this.#open;
      this.#passing = false;
    }
    return this.#rest(bytes, base, at);
  }

  #rest(bytes: Uint8Array, base: number, at: number): number {
    const rest = bytes.length - at;
    // So many bytes may be the beginning of what is looked for.
    const kept = Math.min(rest, CLOSE.length);
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
    this.#out({
      place: this.#account.place(offset, payload.length),
      time: null,
      timeSource: 'none',
      direction: null,
      local: null,
      remote: null,
      side: null,
      kind: 'chat-compliance',
      flow: '',
      lost: 0,
      ends: false,
      payload,
    });
  }
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
    const root = find(head, ROOT, 0, head.length);
    const first = root === -1 ? -1 : find(head, OPEN, root, head.length);
    return first !== -1 && find(head, CHANNEL, first, head.length) !== -1;
  },
  open: (context, out) => new ComplianceWriter(context, out),
};
