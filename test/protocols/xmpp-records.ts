/** Records and reading for tests of the XMPP reader. */
import type {
  Account,
  EpochMs,
  Fact,
  IssueCode,
  LogRecord,
  Message,
  Place,
  SourceId,
  XmppStanza,
} from '../../src/model.ts';
import { xmpp } from '../../src/protocols/xmpp.ts';

const encoder = new TextEncoder();

export interface Read {
  stanzas: XmppStanza[];
  issues: IssueCode[];
}

/** A record whose place is just its payload, so that places can be held against the text. */
export function record(payload: string | Uint8Array, more: Partial<LogRecord> = {}): LogRecord {
  const bytes = typeof payload === 'string' ? encoder.encode(payload) : payload;
  return {
    place: { source: 0 as SourceId, offset: 0, length: bytes.length },
    time: 1_400_000_000_000 as EpochMs,
    timeSource: 'log',
    direction: null,
    local: null,
    remote: null,
    side: null,
    kind: 'xmpp',
    flow: '',
    lost: 0,
    ends: false,
    payload: bytes,
    ...more,
  };
}

export function read(records: readonly LogRecord[]): Read {
  const stanzas: XmppStanza[] = [];
  const issues: IssueCode[] = [];
  const account: Account = {
    explain: () => {},
    skip: (code) => issues.push(code),
    issue: (code) => issues.push(code),
    place: (offset, length): Place => ({ source: 0 as SourceId, offset, length }),
  };
  const reader = xmpp.open(account, (message: Message) => {
    if (message.protocol === 'xmpp') stanzas.push(message);
  });
  for (const each of records) reader.push(each);
  reader.end();
  return { stanzas, issues };
}

/** The text as one flow, cut after every `size` bytes. */
export function cut(text: string | Uint8Array, size: number, flow = 'a in'): LogRecord[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  const records: LogRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const payload = bytes.slice(at, at + size);
    const place = { source: 0 as SourceId, offset: at, length: payload.length };
    records.push(record(payload, { flow, place }));
  }
  return records;
}

export function textsOf({ stanzas }: Read): string[] {
  return stanzas.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'text' ? [fact.text] : [])));
}

export function only(result: Read): XmppStanza {
  if (result.stanzas.length !== 1) throw new Error(`Expected one stanza, got ${result.stanzas.length}`);
  return result.stanzas[0]!;
}

/** Facts of one stanza in a record of its own. */
export function factsOf(stanza: string): Fact[] {
  return only(read([record(stanza)])).facts;
}

export const text = (said: string): Fact => ({
  kind: 'text',
  from: null,
  to: [],
  text: said,
  contentType: 'text/plain',
  inInvite: false,
});

export function chat(inner: string, more = ''): string {
  return `<message from='alice@contoso.com/pc' to='Bob@Fabrikam.com/x' type='chat' id='m1'${more}>${inner}</message>`;
}
