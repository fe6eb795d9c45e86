import { ipv4Text, ipv6Text } from '../bytes/ip-address.ts';
import type { Endpoint } from '../model.ts';
import { u16, u32 } from './wire.ts';

/** Both ends of a packet as they lie in its bytes: no text is made for packets that are passed over. */
export interface Ends {
  /** Holds both addresses. */
  addresses: Uint8Array;
  source: number;
  target: number;
  /** 4 or 16. */
  addressLength: number;
  sourcePort: number;
  targetPort: number;
}

const KEPT = 8192;

/** Endpoints in words; each is made once and shared by all records of a file. */
export class EndpointBook {
  readonly #transport: 'udp' | 'tcp';
  readonly #four = new Map<number, Endpoint>();
  readonly #six = new Map<string, Endpoint>();

  constructor(transport: 'udp' | 'tcp') {
    this.#transport = transport;
  }

  find(bytes: Uint8Array, at: number, length: number, port: number): Endpoint {
    return length === 4 ? this.#findFour(bytes, at, port) : this.#findSix(bytes, at, port);
  }

  #findFour(bytes: Uint8Array, at: number, port: number): Endpoint {
    const key = u32(bytes, at) * 65536 + port;
    const known = this.#four.get(key);
    if (known !== undefined) return known;
    if (this.#four.size >= KEPT) this.#four.clear();
    const made: Endpoint = { host: ipv4Text(bytes, at), port, transport: this.#transport };
    this.#four.set(key, made);
    return made;
  }

  #findSix(bytes: Uint8Array, at: number, port: number): Endpoint {
    let key = String.fromCharCode(port);
    for (let i = at; i < at + 16; i += 2) key += String.fromCharCode(u16(bytes, i));
    const known = this.#six.get(key);
    if (known !== undefined) return known;
    if (this.#six.size >= KEPT) this.#six.clear();
    const made: Endpoint = { host: ipv6Text(bytes, at), port, transport: this.#transport };
    this.#six.set(key, made);
    return made;
  }
}
