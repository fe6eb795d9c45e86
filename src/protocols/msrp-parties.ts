import type { Message } from '../model.ts';

/** Paths that are remembered; the oldest goes first. */
const MOST_PATHS = 4096;

/** MSRP knows no addresses: who is at the end of a path, the SIP message said whose SDP named it. */
export class MsrpParties {
  readonly #parties = new Map<string, string>();

  /** Learns of SIP, tells MSRP. */
  see(message: Message): void {
    if (message.protocol === 'sip') {
      for (const link of message.links) if (link.startsWith('msrp:')) this.#learn(link, message);
    } else if (message.protocol === 'msrp') {
      message.from ??= this.#parties.get(message.links[0]) ?? null;
      message.to ??= this.#parties.get(message.links[1]) ?? null;
    }
  }

  /** The description is the sender's: From of a request, To of an answer. */
  #learn(link: string, { status, from, to }: Extract<Message, { protocol: 'sip' }>): void {
    const party = status === null ? from : to;
    if (party === null) return;
    this.#parties.set(link, party);
    if (this.#parties.size <= MOST_PATHS) return;
    for (const oldest of this.#parties.keys()) {
      this.#parties.delete(oldest);
      break;
    }
  }
}
