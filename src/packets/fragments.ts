/** IP packets put together from their fragments (RFC 791 §3.2, RFC 8200 §4.5). */
import type { EpochMs } from '../model.ts';

/** Greatest length of what an IP packet carries. */
const LONGEST = 65_535;

export interface FragmentLimits {
  /** Packets that wait at once, and bytes that they hold. */
  packets: number;
  bytes: number;
  /** Milliseconds of capture time after which a packet will not become whole (RFC 8200 §4.5: 60 s). */
  age: number;
}
export const FRAGMENT_LIMITS: FragmentLimits = { packets: 1024, bytes: 8 << 20, age: 60_000 };

/** A packet of which fragments have come. */
export interface Assembly {
  key: string;
  /** Next protocol, as the first fragment says it; -1 = the first fragment is not there. */
  protocol: number;
  bytes: Uint8Array;
  /** Bytes that are there: start and end, by turns, rising, not touching. First come, first kept. */
  ranges: number[];
  /** Length of the whole; -1 = the last fragment is not there. */
  total: number;
  /** Offset and length, by turns, of the packet records, in file order. */
  origins: number[];
  time: EpochMs | null;
  ends: { addresses: Uint8Array; source: number; target: number; addressLength: number };
}

export class Fragments {
  readonly #waiting = new Map<string, Assembly>();
  readonly #limits: FragmentLimits;
  readonly #giveUp: (assembly: Assembly, byLimit: boolean) => void;
  #bytes = 0;

  /** `giveUp` takes a packet that will not become whole. */
  constructor(limits: FragmentLimits, giveUp: (assembly: Assembly, byLimit: boolean) => void) {
    this.#limits = limits;
    this.#giveUp = giveUp;
  }

  /** The packet that a fragment belongs to, new if it is the first that came. `from` holds both addresses. */
  find(key: string, time: EpochMs | null, from: Uint8Array, at: number, addressLength: number): Assembly {
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      if (time === null || known.time === null || Math.abs(time - known.time) <= this.#limits.age) return known;
      this.#drop(known, false);
    }
    const assembly: Assembly = {
      key,
      protocol: -1,
      bytes: new Uint8Array(4096),
      ranges: [],
      total: -1,
      origins: [],
      time,
      ends: { addresses: from.slice(at, at + 2 * addressLength), source: 0, target: addressLength, addressLength },
    };
    this.#waiting.set(key, assembly);
    this.#bytes += assembly.bytes.length;
    return assembly;
  }

  /** Adds `bytes[at, end)` at `position`; true when the packet is whole and no longer kept here. */
  add(
    assembly: Assembly,
    position: number,
    last: boolean,
    bytes: Uint8Array,
    at: number,
    end: number,
    length: number,
  ): boolean {
    const stop = Math.min(position + end - at, LONGEST);
    if (last && assembly.total === -1) assembly.total = Math.min(position + length, LONGEST);
    this.#widen(assembly, stop);
    if (stop > position) fill(assembly, position, stop, bytes, at);
    const ranges = assembly.ranges;
    if (assembly.total !== -1 && ranges.length >= 2 && ranges[0] === 0 && ranges[1]! >= assembly.total) {
      this.#forget(assembly);
      return true;
    }
    while (this.#waiting.size > this.#limits.packets || this.#bytes > this.#limits.bytes) {
      const oldest = this.#waiting.values().next().value;
      if (oldest === undefined) break;
      this.#drop(oldest, true);
    }
    return false;
  }

  end(): void {
    for (const assembly of [...this.#waiting.values()]) this.#drop(assembly, false);
  }

  #drop(assembly: Assembly, byLimit: boolean): void {
    this.#forget(assembly);
    this.#giveUp(assembly, byLimit);
  }

  #forget(assembly: Assembly): void {
    this.#waiting.delete(assembly.key);
    this.#bytes -= assembly.bytes.length;
  }

  #widen(assembly: Assembly, length: number): void {
    if (length <= assembly.bytes.length) return;
    const wider = new Uint8Array(Math.min(LONGEST, Math.max(length, 2 * assembly.bytes.length)));
    wider.set(assembly.bytes);
    this.#bytes += wider.length - assembly.bytes.length;
    assembly.bytes = wider;
  }
}

/** Copies what is not there yet and joins the ranges. */
function fill(assembly: Assembly, from: number, to: number, bytes: Uint8Array, at: number): void {
  const joined: number[] = [];
  let [start, stop, written] = [from, to, from];
  let placed = false;
  for (let i = 0; i + 1 < assembly.ranges.length; i += 2) {
    const low = assembly.ranges[i]!;
    const high = assembly.ranges[i + 1]!;
    if (high < start) {
      joined.push(low, high);
    } else if (low > stop) {
      if (!placed) joined.push(start, stop);
      placed = true;
      joined.push(low, high);
    } else {
      if (low > written)
        assembly.bytes.set(bytes.subarray(at + written - from, at + Math.min(low, to) - from), written);
      written = Math.max(written, Math.min(high, to));
      start = Math.min(start, low);
      stop = Math.max(stop, high);
    }
  }
  if (written < to) assembly.bytes.set(bytes.subarray(at + written - from, at + to - from), written);
  if (!placed) joined.push(start, stop);
  assembly.ranges = joined;
}
