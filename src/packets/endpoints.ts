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

export function ipv4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`;
}

/** RFC 5952 §4: lower case, no leading zeros, the longest run of zeros (the first of equals) as `::`; §5 for IPv4 inside. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 8; i++) groups.push(u16(bytes, at + 2 * i));
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) return `::ffff:${ipv4Text(bytes, at + 12)}`;
  let longest = 1;
  let first = -1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > longest) {
      longest = run;
      first = i;
    }
  }
  const text = groups.map((group) => group.toString(16));
  if (first === -1) return text.join(':');
  return `${text.slice(0, first).join(':')}::${text.slice(first + longest).join(':')}`;
}
