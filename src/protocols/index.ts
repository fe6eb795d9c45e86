/** What logs and captures carry. A new protocol is one file here and one line in the list. */
import type { Account, LogRecord, Message, Place, Protocol, RecordReader, Sink } from '../model.ts';
import { archivedSession } from './archived-session.ts';
import { chatCompliance } from './chat-compliance.ts';
import { mail } from './mail.ts';
import { msrp } from './msrp.ts';
import { MsrpParties } from './msrp-parties.ts';
import { sip } from './sip.ts';
import { traceDiagnostic } from './trace-diagnostic.ts';
import { xmpp } from './xmpp.ts';

/** In the order in which they are asked about a payload of unknown kind. */
export const PROTOCOLS: readonly Protocol[] = [sip, xmpp, msrp, traceDiagnostic, archivedSession, mail, chatCompliance];

/**
 * Leads each record to the reader of its protocol: by `kind` where the format knows it, else by content, for a flow once.
 * Readers are opened when first needed. What no protocol claims is reported, as a connection once.
 * Records of kind 'certificate' are facts of the file, which the pipeline counts: passed over here.
 */
export function openProtocols(account: Account, out: Sink<Message>): RecordReader {
  return new ProtocolRouter(account, out);
}

/** Of a flow that nobody has claimed yet, so much is kept to look at again when more comes, bytes. */
const UNCLAIMED_BYTES = 8_192;
/** Flows that may keep something; the longest known one gives its place to a newcomer. */
const UNCLAIMED_FLOWS = 4_096;

/** A flow that nobody has claimed yet: its last records, copied. */
interface UnclaimedFlow {
  records: LogRecord[];
  bytes: number;
  first: Place;
}

class ProtocolRouter implements RecordReader {
  #account: Account;
  #out: Sink<Message>;
  #parties = new MsrpParties();
  #readers = new Map<string, RecordReader>();
  /** Protocol of each open flow of unknown kind. */
  #claimed = new Map<string, Protocol>();
  #unclaimed = new Map<string, UnclaimedFlow>();

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = (message) => {
      this.#parties.see(message);
      out(message);
    };
  }

  push(record: LogRecord): void {
    if (record.kind === 'certificate') return;
    if (record.kind === null) {
      if (record.flow === '') this.#pushDatagram(record);
      else this.#pushUnknown(record);
      return;
    }
    const reader = this.#readers.get(record.kind);
    if (reader !== undefined) {
      reader.push(record);
      return;
    }
    const protocol = PROTOCOLS.find(({ id }) => id === record.kind);
    if (protocol === undefined) this.#account.issue('other-record', record.place.offset, record.place.length);
    else this.#readerOf(protocol).push(record);
  }

  end(): void {
    for (const flow of this.#unclaimed.values()) this.#reportFlow(flow);
    this.#unclaimed.clear();
    for (const reader of this.#readers.values()) reader.end();
  }

  #readerOf(protocol: Protocol): RecordReader {
    let reader = this.#readers.get(protocol.id);
    if (reader === undefined) {
      reader = protocol.open(this.#account, this.#out);
      this.#readers.set(protocol.id, reader);
    }
    return reader;
  }

  #pushDatagram(record: LogRecord): void {
    const protocol = protocolOf(record.payload);
    if (protocol === null) this.#account.issue('packet-other', record.place.offset, record.place.length);
    else this.#readerOf(protocol).push(record);
  }

  #pushUnknown(record: LogRecord): void {
    const known = this.#claimed.get(record.flow);
    if (known !== undefined) {
      this.#readerOf(known).push(record);
      if (record.ends) this.#claimed.delete(record.flow);
      return;
    }
    const before = this.#unclaimed.get(record.flow);
    const protocol = protocolOf(before === undefined ? record.payload : joined(before.records, record));
    if (protocol === null) {
      this.#keep(record, before);
      return;
    }
    const reader = this.#readerOf(protocol);
    for (const earlier of before?.records ?? []) reader.push(earlier);
    reader.push(record);
    this.#unclaimed.delete(record.flow);
    if (!record.ends) this.#claimed.set(record.flow, protocol);
  }

  /** A message may begin in one record and be recognised in the next: the last few are kept. */
  #keep(record: LogRecord, before: UnclaimedFlow | undefined): void {
    const flow = before ?? { records: [], bytes: 0, first: record.place };
    if (record.ends) {
      this.#unclaimed.delete(record.flow);
      this.#reportFlow(flow);
      return;
    }
    flow.records.push({ ...record, payload: record.payload.slice(-UNCLAIMED_BYTES) });
    flow.bytes += Math.min(record.payload.length, UNCLAIMED_BYTES);
    while (flow.bytes > UNCLAIMED_BYTES) flow.bytes -= flow.records.shift()?.payload.length ?? flow.bytes;
    if (before !== undefined) return;
    this.#unclaimed.set(record.flow, flow);
    if (this.#unclaimed.size <= UNCLAIMED_FLOWS) return;
    for (const [name, oldest] of this.#unclaimed) {
      this.#unclaimed.delete(name);
      this.#reportFlow(oldest);
      break;
    }
  }

  #reportFlow(flow: UnclaimedFlow): void {
    this.#account.issue('stream-other', flow.first.offset, flow.first.length);
  }
}

function protocolOf(payload: Uint8Array): Protocol | null {
  for (const protocol of PROTOCOLS) if (protocol.sniff(payload)) return protocol;
  return null;
}

function joined(before: readonly LogRecord[], record: LogRecord): Uint8Array {
  let length = record.payload.length;
  for (const { payload } of before) length += payload.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const { payload } of before) {
    all.set(payload, at);
    at += payload.length;
  }
  all.set(record.payload, at);
  return all;
}
