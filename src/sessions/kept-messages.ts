import type { SessionMessage, SipMessage } from '../model.ts';
import { dialogOf } from './identity.ts';
import { mergeMessages } from './merge.ts';

/** As long a list is looked through from its end: the other hop of a message is mostly one of the last. */
const SHORT = 32;

/** What a SIP message is known by. */
type SipParts = Pick<SipMessage, 'method' | 'callId' | 'cseq' | 'status' | 'fromTag' | 'toTag'>;

/** A message with the parts of its identity that stand in no field of it. Of what is not SIP the tags are left out. */
export interface Kept {
  message: SessionMessage;
  /** `sequenceOf` it: most of the others are told from it by this alone. */
  sequence: number;
  fromTag: string | null | undefined;
  toTag: string | null | undefined;
}

/**
 * The messages of a session that streams by, in the order in which they came, each once. Another hop of a SIP message is told
 * by its parts: to hash the identity, a string of some hundred characters, for each of them would take longer than all else.
 */
export class KeptMessages {
  readonly #kept: Kept[] = [];
  /** Of a long list the SIP messages by CSeq and status. */
  #bySequence: Map<number, Kept[]> | null = null;
  /** Those that are not SIP. */
  #byIdentity: Map<string, Kept> | null = null;

  get size(): number {
    return this.#kept.length;
  }

  get first(): SessionMessage | undefined {
    return this.#kept[0]?.message;
  }

  all(): SessionMessage[] {
    return this.#kept.map(({ message }) => message);
  }

  clear(): void {
    this.#kept.length = 0;
    this.#bySequence = this.#byIdentity = null;
  }

  /** The same message, seen before. */
  knownSip(parts: SipParts): Kept | undefined {
    const { method, callId, cseq, status, fromTag, toTag } = parts;
    const sequence = sequenceOf(cseq, status);
    const others = this.#bySequence === null ? this.#kept : this.#bySequence.get(sequence);
    if (others === undefined) return undefined;
    for (let index = others.length - 1; index >= 0; index -= 1) {
      const kept = others[index]!;
      if (kept.sequence !== sequence) continue;
      const known = kept.message;
      if (known.cseq !== cseq || known.status !== status || known.method !== method) continue;
      // The comparison that `identityOf` makes by a string.
      if (kept.fromTag === fromTag && kept.toTag === toTag && known.callId === callId) return kept;
    }
    return undefined;
  }

  /** A SIP message that is not known yet. */
  addSip(message: SessionMessage, { fromTag, toTag }: Pick<SipMessage, 'fromTag' | 'toTag'>): void {
    this.#addKept({ message, sequence: sequenceOf(message.cseq, message.status), fromTag, toTag });
  }

  /** A message that is not SIP. */
  keep(message: SessionMessage): void {
    this.#byIdentity ??= new Map<string, Kept>();
    const known = this.#byIdentity.get(message.identity);
    if (known !== undefined) {
      known.message = mergeMessages(known.message, message);
      return;
    }
    const sequence = sequenceOf(message.cseq, message.status);
    const kept: Kept = { message, sequence, fromTag: undefined, toTag: undefined };
    this.#byIdentity.set(message.identity, kept);
    this.#addKept(kept);
  }

  absorb(other: KeptMessages): void {
    for (const kept of other.#kept) {
      const { message, fromTag, toTag } = kept;
      if (fromTag === undefined || toTag === undefined) {
        this.keep(message);
        continue;
      }
      const { method, cseq, status } = message;
      const known = this.knownSip({ method, cseq, status, callId: message.callId ?? '', fromTag, toTag });
      if (known === undefined) this.#addKept(kept);
      else known.message = mergeMessages(known.message, message);
    }
  }

  /** As `dialogOf`, one string for those that have the same. */
  dialogOf(message: SipMessage): string {
    const last = this.#kept.at(-1);
    if (last?.fromTag !== message.fromTag || last.toTag !== message.toTag) return dialogOf(message);
    return last.message.dialog;
  }

  #addKept(kept: Kept): void {
    this.#kept.push(kept);
    if (this.#bySequence !== null) this.#index(kept, this.#bySequence);
    else if (this.#kept.length > SHORT) {
      this.#bySequence = new Map<number, Kept[]>();
      for (const each of this.#kept) this.#index(each, this.#bySequence);
    }
  }

  #index(kept: Kept, bySequence: Map<number, Kept[]>): void {
    if (kept.fromTag === undefined) return;
    const others = bySequence.get(kept.sequence);
    if (others === undefined) bySequence.set(kept.sequence, [kept]);
    else others.push(kept);
  }
}

/** Nearly a name for both: greater numbers, which some write, meet others. */
function sequenceOf(cseq: number | null, status: number | null): number {
  return ((cseq ?? -1) * 1000 + (status ?? 0)) | 0;
}
