/**
 * Stanzas without a sender that wait for one that tells whose they are: a binding that comes later, or, where several
 * clients write into one log, the same stanza as its receiver got it, or the answer to it.
 */
import { bareOf, hasResource } from './xmpp-jid.ts';
import type { StanzaContext } from './xmpp-stanza.ts';
import { attributeOf, type ParsedStanza } from './xmpp-tree.ts';
import type { XmlElement } from './xml-body.ts';

/** Stanzas that wait on one connection; the oldest is given up for the next. */
const MOST_WAITING = 64;
/** Requests that are remembered so that their answers have a sender. */
const MOST_ASKED = 256;

export interface WaitingStanza {
  parsed: ParsedStanza;
  context: StanzaContext;
}

export class WaitingStanzas {
  #waiting: WaitingStanza[] = [];
  /** Receivers of requests by id. */
  readonly #asked = new Map<string, string>();

  /** Flow of the oldest; null = none waits. */
  get flow(): string | null {
    return this.#waiting[0]?.context.flow ?? null;
  }

  /** @returns the one that has waited for too many others */
  add(waiting: WaitingStanza): WaitingStanza | null {
    this.#waiting.push(waiting);
    return this.#waiting.length > MOST_WAITING ? (this.#waiting.shift() ?? null) : null;
  }

  takeAll(): WaitingStanza[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  /** Those whose sender `stanza` tells: it is one of them seen at its receiver, or the answer to one. */
  takeToldBy(stanza: XmlElement): WaitingStanza[] {
    const id = attributeOf(stanza, 'id');
    if (id === null) return [];
    this.#remember(stanza, id);
    if (this.#waiting.length === 0) return [];
    const told: WaitingStanza[] = [];
    this.#waiting = this.#waiting.filter((waiting) => {
      const sender = senderOf(waiting.parsed.root, stanza, id);
      if (sender === null) return true;
      waiting.context.sender = sender;
      told.push(waiting);
      return false;
    });
    return told;
  }

  /** Who sends `stanza`, which has no sender: the one whom the request was put to; null = not known. */
  answering(stanza: XmlElement): string | null {
    const id = attributeOf(stanza, 'id');
    return id !== null && isAnswer(stanza) ? (this.#asked.get(id) ?? null) : null;
  }

  #remember(stanza: XmlElement, id: string): void {
    const to = attributeOf(stanza, 'to');
    if (stanza.name !== 'iq' || isAnswer(stanza) || to === null || !hasResource(to)) return;
    this.#asked.delete(id);
    this.#asked.set(id, to);
    if (this.#asked.size <= MOST_ASKED) return;
    for (const oldest of this.#asked.keys()) {
      this.#asked.delete(oldest);
      return;
    }
  }
}

function senderOf(waiting: XmlElement | null, stanza: XmlElement, id: string): string | null {
  if (waiting === null || waiting.name !== stanza.name || attributeOf(waiting, 'id') !== id) return null;
  const to = attributeOf(waiting, 'to');
  const from = attributeOf(stanza, 'from');
  const receiver = attributeOf(stanza, 'to');
  if (isAnswer(stanza) && !isAnswer(waiting)) return receiver !== null && hasResource(receiver) ? receiver : null;
  const isSame = attributeOf(stanza, 'type') === attributeOf(waiting, 'type');
  const sameReceiver = to === null || (receiver !== null && bareOf(to) === bareOf(receiver));
  return isSame && sameReceiver ? from : null;
}

function isAnswer(stanza: XmlElement): boolean {
  const type = stanza.name === 'iq' ? attributeOf(stanza, 'type') : null;
  return type === 'result' || type === 'error';
}
