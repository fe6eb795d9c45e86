/**
 * Whose domains the ends of a stream are, where no client is one of them: of servers (RFC 6120 §4.7) and of components
 * (XEP-0114). Stanzas there must say from whom and to whom they are (§8.1.1.2, §8.1.2.2); one that does not is taken to
 * be of the domain itself.
 */
import { domainOf, type StreamMarker } from '../model.ts';
import { attributeOf } from './xmpp-tree.ts';
import type { XmlElement } from './xml-body.ts';

export interface Ends {
  from: string | null;
  to: string | null;
}

export class PeerDomains {
  /** What the one who called, and the one who was called, say of themselves and of each other. */
  #caller: string | null = null;
  #called: string | null = null;
  #callerFlow: string | null = null;
  /** Several domains share the connection (XEP-0220 §2.6.4), or several connections the log. */
  #several = false;

  /** A `<stream:stream>`: only who answers gives an id to it. */
  header(flow: string, tag: XmlElement): void {
    const from = attributeOf(tag, 'from');
    const to = attributeOf(tag, 'to');
    if (attributeOf(tag, 'id') === null) {
      this.#callerFlow = flow;
      this.#see(from, to);
    } else this.#see(to, from);
  }

  /** A key is handed over in the name of a domain. */
  dialback(result: XmlElement): void {
    const ends = [attributeOf(result, 'from'), attributeOf(result, 'to')];
    this.#several ||= ends.some((end) => end !== null && end !== this.#caller && end !== this.#called);
  }

  closed(): void {
    this.#caller = this.#called = this.#callerFlow = null;
    this.#several = false;
  }

  complete(of: StreamMarker['of'], flow: string, { from, to }: Ends): Ends {
    if (this.#several) return { from, to };
    const [own, other] = of === 'component' ? [this.#called, null] : [this.#caller, this.#called];
    const calls = this.#callerSpeaks(flow, from, to, own);
    if (calls === null) return { from, to };
    return calls ? { from: from ?? own, to: to ?? other } : { from: from ?? other, to: to ?? own };
  }

  /** null = it cannot be told. @param own domain of the one who called */
  #callerSpeaks(flow: string, from: string | null, to: string | null, own: string | null): boolean | null {
    if (flow !== '' && this.#callerFlow !== null) return flow === this.#callerFlow;
    if (own === null || (from === null && to === null)) return null;
    return from === null ? domainOf(to ?? '') !== own : domainOf(from) === own;
  }

  #see(caller: string | null, called: string | null): void {
    const isOther = (known: string | null, said: string | null): boolean =>
      known !== null && said !== null && known !== said;
    this.#several ||= isOther(this.#caller, caller) || isOther(this.#called, called);
    this.#caller ??= caller;
    this.#called ??= called;
  }
}
