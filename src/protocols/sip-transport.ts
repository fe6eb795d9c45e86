/**
 * The transport of the leg on which a message was seen. Server traces name the peer without it; the top Via is that of
 * the hop at hand, of a request as of its answer (RFC 3261 §18.1.1, §18.2.2).
 */
import { afterBlanks, bytesOf, indexOfByte, startsWithIgnoringCase } from '../bytes/text.ts';
import type { Endpoint, Transport } from '../model.ts';

const SLASH = 0x2f;
/** Up to the slash before the transport, bytes. */
const LONGEST_PROTOCOL = 40;
const VERSION = bytesOf('sip');
/** Longer tokens first: WSS begins like WS. */
const TOKENS: readonly (readonly [token: Uint8Array, transport: Transport])[] = [
  [bytesOf('tls'), 'tls'],
  [bytesOf('tcp'), 'tcp'],
  [bytesOf('udp'), 'udp'],
  [bytesOf('wss'), 'ws'],
  [bytesOf('ws'), 'ws'],
];

/** Of a Via value that begins at `start`: `SIP/2.0/TLS host…`, blanks around the slashes allowed (RFC 3261 §20.42). */
function transportAt(bytes: Uint8Array, start: number, end: number): Transport | null {
  if (!startsWithIgnoringCase(bytes, start, end, VERSION)) return null;
  const last = Math.min(end - 1, start + LONGEST_PROTOCOL);
  let at = start;
  for (let slashes = 0; slashes < 2; slashes += 1) {
    at = indexOfByte(bytes, SLASH, at, last) + 1;
    if (at === 0) return null;
  }
  at = afterBlanks(bytes, at, end);
  for (const [token, transport] of TOKENS) if (startsWithIgnoringCase(bytes, at, end, token)) return transport;
  return null;
}

export class LegTransports {
  /** Formats give one endpoint object for a peer: so it is here. */
  readonly #made = new WeakMap<Endpoint, Map<Transport, Endpoint>>();

  /** The peer with the transport that the Via at `start` names; as it is where nothing is named. */
  withTransport(peer: Endpoint, bytes: Uint8Array, start: number, end: number): Endpoint {
    const transport = transportAt(bytes, start, end);
    if (transport === null) return peer;
    let known = this.#made.get(peer);
    if (known === undefined) this.#made.set(peer, (known = new Map<Transport, Endpoint>()));
    let made = known.get(transport);
    if (made === undefined) known.set(transport, (made = { ...peer, transport }));
    return made;
  }
}
