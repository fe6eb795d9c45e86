import type { Delivery, Route } from './delivery.ts';
import { mergedOrigin, waiting, type Origin } from './origin.ts';
import { sipStart, xmppStart } from './recognise.ts';
import { WebSocketReader } from './websocket.ts';

/**
 * One direction of a connection that carries SIP or XMPP in WebSocket messages: SIP is one message each (RFC 7118 §5.1),
 * XMPP an element each of one stream (RFC 7395 §3.3).
 */
export class WebSocketStream {
  readonly #delivery: Delivery;
  readonly #route: Route;
  readonly #reader = new WebSocketReader((message) => this.#message(message));
  /** Packets of a message that is not whole yet. */
  #begun: Origin[] = [];
  #current: Origin | null = null;
  #last: Origin | null = null;
  #xmpp = false;

  constructor(delivery: Delivery, { flow, local, remote }: Route) {
    this.#delivery = delivery;
    this.#route = { flow, local: { ...local, transport: 'ws' }, remote: { ...remote, transport: 'ws' } };
  }

  write(origin: Origin, bytes: Uint8Array, at: number, end: number, lost: number): void {
    if (lost > 0) {
      this.#reader.gap();
      this.#begun = [];
    }
    this.#current = origin;
    this.#reader.write(bytes, at, end);
    this.#current = null;
    if (this.#reader.waits) this.#begun.push(waiting(origin));
    else this.#begun = [];
  }

  end(origin: Origin | null): void {
    const last = origin ?? this.#last;
    if (this.#xmpp && last !== null) this.#push('xmpp', last, new Uint8Array(0), true);
  }

  #message(message: Uint8Array): void {
    if (this.#current === null) return;
    const origin = mergedOrigin([...this.#begun, this.#current]);
    this.#begun = [];
    this.#last = origin;
    const start = sipStart(message, 0, message.length, true);
    if (start !== -1) {
      this.#push('sip', origin, message.subarray(start), false);
      return;
    }
    this.#xmpp ||= xmppStart(message, 0, message.length) !== -1;
    if (this.#xmpp) this.#push('xmpp', origin, message, false);
  }

  #push(kind: 'sip' | 'xmpp', origin: Origin, payload: Uint8Array, ends: boolean): void {
    // A message of SIP is whole in itself.
    const route = kind === 'sip' ? { ...this.#route, flow: '' } : this.#route;
    this.#delivery.push(kind, origin, route, payload, 0, ends);
  }
}
