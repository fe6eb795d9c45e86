import type { EpochMs, LogRecord, Message, SourceReport } from '../model.ts';

type Counts = Pick<
  SourceReport,
  | 'records'
  | 'sipRequests'
  | 'sipResponses'
  | 'methods'
  | 'statuses'
  | 'callIds'
  | 'xmppMessages'
  | 'xmppPresence'
  | 'xmppIq'
  | 'certificates'
>;

/** What one file holds, counted before hops are joined. */
export class FileTally {
  /** First time stamp of the file, in file order; null = none yet. */
  firstTime: EpochMs | null = null;
  messages = 0;
  #records = 0;
  #certificates = 0;
  #sipRequests = 0;
  #sipResponses = 0;
  #methods = new Map<string, number>();
  #statuses = new Map<number, number>();
  #stanzas = { message: 0, presence: 0, iq: 0 };
  /** 53-bit hashes: a file may hold millions of Call-IDs (two of 100,000 collide once in two million files). */
  #callIds = new Set<number>();

  record(record: LogRecord): void {
    // The end of a connection is told by a record without bytes.
    if (record.payload.length > 0) this.#records++;
    if (record.kind === 'certificate') this.#certificates++;
    this.firstTime ??= record.time;
  }

  message(message: Message): void {
    if (message.protocol === 'trace-diagnostic') return;
    this.messages++;
    if (message.protocol === 'msrp' || message.protocol === 'archive') return;
    if (message.protocol === 'xmpp') {
      this.#stanzas[message.name]++;
      return;
    }
    if (message.status === null) {
      this.#sipRequests++;
      this.#methods.set(message.method, (this.#methods.get(message.method) ?? 0) + 1);
    } else {
      this.#sipResponses++;
      this.#statuses.set(message.status, (this.#statuses.get(message.status) ?? 0) + 1);
    }
  }

  /** To be told of each Call-ID at least once: to hash it for each of its messages would take longer than all counting. */
  callId(callId: string): void {
    this.#callIds.add(hash53(callId));
  }

  counts(): Counts {
    return {
      records: this.#records,
      sipRequests: this.#sipRequests,
      sipResponses: this.#sipResponses,
      methods: Object.fromEntries([...this.#methods].sort()),
      statuses: Object.fromEntries([...this.#statuses].sort()),
      callIds: this.#callIds.size,
      xmppMessages: this.#stanzas.message,
      xmppPresence: this.#stanzas.presence,
      xmppIq: this.#stanzas.iq,
      certificates: this.#certificates,
    };
  }
}

/** Two 32-bit FNV-1a runs with different seeds, 53 bits of them: for counting distinct strings, not for naming them. */
export function hash53(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x050c5d1f;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193) + (b >>> 15);
  }
  return (a >>> 0) * 0x200000 + ((b ^ (b >>> 13)) & 0x1fffff);
}
