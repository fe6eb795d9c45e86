/** TCP connections of one capture: finds the connection and the direction of each segment. Bounded. */
import type { Delivery, Route } from './delivery.ts';
import { EndpointBook, type Ends } from './endpoints.ts';
import { skipOrigin, type Origin } from './origin.ts';
import { FLOW_LIMITS, TcpFlow, type FlowLimits } from './tcp-flow.ts';
import { TcpStream, type Conversation } from './tcp-stream.ts';
import type { Budget } from './undecided.ts';
import { u16, u32 } from './wire.ts';

export interface ConnectionLimits {
  /** Connections that are remembered; ended ones count, so that a late repetition is known as one. */
  connections: number;
  /** Bytes that wait, over all connections. */
  bytes: number;
  flow: FlowLimits;
}
export const CONNECTION_LIMITS: ConnectionLimits = { connections: 16_384, bytes: 16 << 20, flow: FLOW_LIMITS };

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** A packet as TCP needs it: where it is from and who sent it. */
export type Carrier = Origin & Ends;

class Connection {
  readonly hash: number;
  /** Both addresses and ports of the direction that was seen first. */
  readonly ends: Ends;
  /** Others of the same hash. */
  next: Connection | null = null;
  /** Number of the last packet that belonged to it. */
  seen = 0;
  /** Counts up with each connection on the same addresses and ports. */
  number = 0;
  conversation: Conversation;
  /** null = nothing came in that direction yet. */
  forward: TcpFlow | null = null;
  backward: TcpFlow | null = null;

  constructor(hash: number, ends: Ends) {
    this.hash = hash;
    this.ends = ends;
    this.conversation = newConversation();
  }

  /** Begins anew, under another number. */
  restart(number: number): void {
    this.number = number;
    this.conversation = newConversation();
    this.forward = null;
    this.backward = null;
  }
}

function newConversation(): Conversation {
  return { kind: null, toldOther: false, toldEncrypted: false };
}

export class TcpConnections {
  readonly #delivery: Delivery;
  readonly #limits: ConnectionLimits;
  readonly #budget: Budget = { held: 0 };
  readonly #endpoints = new EndpointBook('tcp');
  readonly #table = new Map<number, Connection>();
  #size = 0;
  #packets = 0;
  #numbered = 0;
  /** Packets of one connection mostly come one after the other. */
  #recent: Connection | null = null;

  constructor(delivery: Delivery, limits: ConnectionLimits = CONNECTION_LIMITS) {
    this.#delivery = delivery;
    this.#limits = limits;
  }

  /** A TCP segment in `bytes[at, end)`; `missing` bytes more were sent than the capture holds. */
  segment(packet: Carrier, bytes: Uint8Array, at: number, end: number, missing: number): void {
    const header = (bytes[at + 12]! >> 4) * 4;
    if (header < 20 || at + header > end) {
      skipOrigin(this.#delivery.account, packet, missing > 0 ? 'packet-cut' : 'packet-other');
      return;
    }
    packet.sourcePort = u16(bytes, at);
    packet.targetPort = u16(bytes, at + 2);
    const flags = bytes[at + 13]!;
    const data = at + header;
    const sent = end - data + missing;
    // Ends and acknowledgements without data of connections that nobody asks for need no memory.
    const known = this.#find(packet);
    if (known === null && sent === 0 && (flags & SYN) === 0) {
      skipOrigin(this.#delivery.account, packet, 'packet-other');
      return;
    }
    const connection = known ?? this.#open(packet);
    connection.seen = ++this.#packets;
    this.#recent = connection;
    this.#read(connection, packet, bytes, data, end, missing, u32(bytes, at + 4), u32(bytes, at + 8), flags);
    if (this.#budget.held > this.#limits.bytes) this.#relieve();
  }

  /** The file has ended. */
  end(): void {
    for (const connection of this.#all()) finishBoth(connection, null);
  }

  #read(
    connection: Connection,
    packet: Carrier,
    bytes: Uint8Array,
    at: number,
    end: number,
    missing: number,
    sequence: number,
    acknowledgement: number,
    flags: number,
  ): void {
    const forward = isForward(connection.ends, packet);
    const first = (flags & SYN) === 0 ? sequence : (sequence + 1) >>> 0;
    const known = forward ? connection.forward : connection.backward;
    const length = end - at + missing;
    const other = (flags & SYN) !== 0 ? known?.isOther(first) : length > 0 && known?.isForeign(first);
    if (other === true) {
      finishBoth(connection, null);
      connection.restart(++this.#numbered);
    }
    const flow = this.#flow(connection, forward);
    if ((flags & SYN) !== 0) flow.synchronise(first);
    if ((flags & (ACK | RST)) === ACK) this.#flow(connection, !forward).acknowledge(acknowledgement);
    if (end > at) flow.segment(packet, first, bytes, at, end, missing);
    else skipOrigin(this.#delivery.account, packet, missing > 0 ? 'packet-cut' : 'packet-other');
    if ((flags & FIN) !== 0) flow.close(packet, (first + length) >>> 0);
    if ((flags & RST) !== 0) finishBoth(connection, packet);
  }

  #find(packet: Carrier): Connection | null {
    const recent = this.#recent;
    if (recent !== null && (isForward(recent.ends, packet) || isBackward(recent.ends, packet))) return recent;
    let connection = this.#table.get(hashOf(packet)) ?? null;
    while (connection !== null && !isForward(connection.ends, packet) && !isBackward(connection.ends, packet)) {
      connection = connection.next;
    }
    return connection;
  }

  #open(packet: Carrier): Connection {
    if (this.#size >= this.#limits.connections) this.#forgetOldest();
    const length = packet.addressLength;
    const addresses = new Uint8Array(2 * length);
    for (let i = 0; i < length; i++) {
      addresses[i] = packet.addresses[packet.source + i]!;
      addresses[length + i] = packet.addresses[packet.target + i]!;
    }
    const { sourcePort, targetPort } = packet;
    const ends: Ends = { addresses, source: 0, target: length, addressLength: length, sourcePort, targetPort };
    const connection = new Connection(hashOf(packet), ends);
    connection.next = this.#table.get(connection.hash) ?? null;
    this.#table.set(connection.hash, connection);
    this.#size++;
    connection.number = ++this.#numbered;
    return connection;
  }

  #flow(connection: Connection, forward: boolean): TcpFlow {
    const known = forward ? connection.forward : connection.backward;
    if (known !== null) return known;
    const { ends, number, conversation } = connection;
    const route = (): Route => this.#route(ends, forward, number);
    const stream = new TcpStream(this.#delivery, conversation, this.#budget, route);
    const flow = new TcpFlow(stream, this.#delivery, this.#budget, this.#limits.flow);
    if (forward) connection.forward = flow;
    else connection.backward = flow;
    return flow;
  }

  #route(ends: Ends, forward: boolean, number: number): Route {
    const first = this.#endpoints.find(ends.addresses, ends.source, ends.addressLength, ends.sourcePort);
    const second = this.#endpoints.find(ends.addresses, ends.target, ends.addressLength, ends.targetPort);
    const local = forward ? first : second;
    const remote = forward ? second : first;
    return { local, remote, flow: `${local.host}:${local.port!}>${remote.host}:${remote.port!}#${number}` };
  }

  *#all(): Generator<Connection> {
    for (const first of this.#table.values()) {
      for (let connection: Connection | null = first; connection !== null; connection = connection.next) {
        yield connection;
      }
    }
  }

  /** Makes room for a quarter of the table: those that have been still for longest. */
  #forgetOldest(): void {
    const oldest = [...this.#all()].sort((a, b) => a.seen - b.seen).slice(0, Math.ceil(this.#limits.connections / 4));
    for (const connection of oldest) {
      for (const flow of [connection.forward, connection.backward]) if (flow !== null) this.#tell(flow);
      finishBoth(connection, null);
      this.#remove(connection);
    }
    this.#recent = null;
  }

  #remove(connection: Connection): void {
    const first = this.#table.get(connection.hash) ?? null;
    if (first === connection) {
      if (connection.next === null) this.#table.delete(connection.hash);
      else this.#table.set(connection.hash, connection.next);
    } else {
      let before = first;
      while (before !== null && before.next !== connection) before = before.next;
      if (before !== null) before.next = connection.next;
    }
    this.#size--;
  }

  /** Too much waits: the longest still give up waiting, down to half of what is allowed. */
  #relieve(): void {
    const oldest = [...this.#all()].sort((a, b) => a.seen - b.seen);
    for (const connection of oldest) {
      for (const flow of [connection.forward, connection.backward]) {
        if (flow === null) continue;
        this.#tell(flow);
        flow.relieve();
        flow.stream.relieve();
      }
      if (this.#budget.held <= this.#limits.bytes / 2) return;
    }
  }

  /** Bytes of messages that must not wait any longer for what is missing before them. */
  #tell(flow: TcpFlow): void {
    const origin = flow.firstWaiting;
    if (origin !== null && flow.stream.carries) {
      this.#delivery.account.issue('stream-limit', origin.offset, origin.length);
    }
  }
}

function finishBoth(connection: Connection, origin: Origin | null): void {
  connection.forward?.finish(origin);
  connection.backward?.finish(origin);
}

function sameAddress(one: Uint8Array, at: number, other: Uint8Array, from: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (one[at + i] !== other[from + i]) return false;
  return true;
}

function isForward(ends: Ends, packet: Ends): boolean {
  if (ends.sourcePort !== packet.sourcePort || ends.targetPort !== packet.targetPort) return false;
  const length = ends.addressLength;
  if (length !== packet.addressLength) return false;
  return (
    sameAddress(ends.addresses, ends.source, packet.addresses, packet.source, length) &&
    sameAddress(ends.addresses, ends.target, packet.addresses, packet.target, length)
  );
}

function isBackward(ends: Ends, packet: Ends): boolean {
  if (ends.sourcePort !== packet.targetPort || ends.targetPort !== packet.sourcePort) return false;
  const length = ends.addressLength;
  if (length !== packet.addressLength) return false;
  return (
    sameAddress(ends.addresses, ends.source, packet.addresses, packet.target, length) &&
    sameAddress(ends.addresses, ends.target, packet.addresses, packet.source, length)
  );
}

/** The same for both directions. */
function hashOf(ends: Ends): number {
  const one = endHash(ends.addresses, ends.source, ends.addressLength, ends.sourcePort);
  return (one + endHash(ends.addresses, ends.target, ends.addressLength, ends.targetPort)) | 0;
}

function endHash(bytes: Uint8Array, at: number, length: number, port: number): number {
  let hash = port;
  for (let i = at; i < at + length; i += 4) hash = Math.imul(hash ^ u32(bytes, i), 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}
