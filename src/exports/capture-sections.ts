/** Parts of a capture file: what stands around the packets of one source. */

export interface SectionWriter {
  /** All bytes of the source, from its first on; a packet is given after the bytes that it lies in began to be seen. */
  see(bytes: Uint8Array): void;
  /** A packet's whole record as it lies in the source. False = it is cut off, and is not written. */
  packet(record: Uint8Array, offset: number): boolean;
}

type Put = (bytes: Uint8Array) => void;

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const MAGIC = 0x1a2b3c4d;
const RAW_IP = 101;
/** Of a pcapng block: type, length, and the length again behind its body. */
const BLOCK_FRAME = 12;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A classic capture without packets: little-endian, microseconds, raw IP. */
export function classicHeader(): Uint8Array {
  const header = new Uint8Array(24);
  const view = viewOf(header);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 0x40000, true);
  view.setUint32(20, RAW_IP, true);
  return header;
}

/** Packets of a classic capture: as they are behind its own header, or as enhanced packet blocks. */
export class ClassicSection implements SectionWriter {
  readonly #put: Put;
  readonly #verbatim: boolean;
  readonly #little: boolean;
  readonly #nanoseconds: boolean;
  readonly #recordHeader: number;

  /** @param head the 24 bytes of the capture's own header */
  constructor(head: Uint8Array, verbatim: boolean, put: Put) {
    this.#put = put;
    this.#verbatim = verbatim;
    const magic = viewOf(head).getUint32(0, true);
    this.#little = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d || magic === 0xa1b2cd34;
    this.#nanoseconds = magic === 0xa1b23c4d || magic === 0x4d3cb2a1;
    this.#recordHeader = magic === 0xa1b2cd34 || magic === 0x34cdb2a1 ? 24 : 16;
    if (verbatim) put(head.slice());
    else {
      put(sectionHeader());
      const linkType = viewOf(head).getUint32(20, this.#little) & 0xffff;
      put(interfaceBlock(linkType, this.#nanoseconds ? 9 : 6));
    }
  }

  see(): void {
    // All that stands around the packets is in the header.
  }

  packet(record: Uint8Array): boolean {
    const view = viewOf(record);
    if (record.length < this.#recordHeader) return false;
    const [seconds, fraction] = [view.getUint32(0, this.#little), view.getUint32(4, this.#little)];
    const [captured, sent] = [view.getUint32(8, this.#little), view.getUint32(12, this.#little)];
    const data = record.subarray(this.#recordHeader);
    // In versions before 2.3 the two lengths stand the other way round.
    if (Math.min(captured, sent) > data.length) return false;
    if (this.#verbatim) this.#put(record);
    else this.#put(enhancedPacket(seconds, fraction, this.#nanoseconds ? 1e9 : 1e6, data, Math.max(captured, sent)));
    return true;
  }
}

/** Packets of a pcapng file behind its own section headers and interfaces; names, secrets and statistics stay behind. */
export class PcapngSection implements SectionWriter {
  readonly #put: Put;
  #little = true;
  /** Bytes of the block that is being gathered. */
  #kept = new Uint8Array(1024);
  #length = 0;
  /** Bytes of the block that come yet and are not kept. */
  #skip = 0;
  /** The blocks cannot be followed any further: packets go on by their places. */
  #lost = false;

  constructor(put: Put) {
    this.#put = put;
  }

  see(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#lost;) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, bytes.length - at);
        this.#skip -= passed;
        at += passed;
        continue;
      }
      const needed = this.#needed();
      if (this.#lost) return;
      const piece = bytes.subarray(at, at + needed - this.#length);
      this.#keep(piece);
      at += piece.length;
      if (this.#length === needed) this.#step();
    }
  }

  packet(record: Uint8Array): boolean {
    const view = viewOf(record);
    const length = record.length < BLOCK_FRAME ? 0 : view.getUint32(4, this.#little);
    if (length !== record.length && ((length + 3) & ~3) !== record.length) return false;
    if (length === record.length) this.#put(record);
    else {
      // Some writers do not count the padding: others could not read on.
      const mended = record.slice();
      viewOf(mended).setUint32(4, record.length, this.#little);
      viewOf(mended).setUint32(record.length - 4, record.length, this.#little);
      this.#put(mended);
    }
    return true;
  }

  /** Bytes of the block's beginning that are needed before the next step: its head, or of a header or an interface all of it. */
  #needed(): number {
    if (this.#length < BLOCK_FRAME) return BLOCK_FRAME;
    const length = viewOf(this.#kept).getUint32(4, this.#little);
    if (length < BLOCK_FRAME || length > 1 << 24) this.#lost = true;
    return (length + 3) & ~3;
  }

  #step(): void {
    const view = viewOf(this.#kept);
    const type = view.getUint32(0, this.#little);
    const isHeader = view.getUint32(0, true) === SECTION_HEADER;
    if (isHeader) this.#little = view.getUint32(8, true) === MAGIC;
    const length = view.getUint32(4, this.#little);
    const whole = (length + 3) & ~3;
    if (length < BLOCK_FRAME) this.#lost = true;
    else if ((isHeader || type === INTERFACE) && this.#length < whole) return;
    else if (isHeader || type === INTERFACE) {
      // The section is not as long any more: -1 = its length is not told.
      if (isHeader) this.#kept.fill(0xff, 16, 24);
      this.#put(this.#kept.slice(0, this.#length));
      this.#length = 0;
    } else {
      this.#skip = whole - this.#length;
      this.#length = 0;
    }
  }

  #keep(piece: Uint8Array): void {
    if (this.#length + piece.length > this.#kept.length) {
      const larger = new Uint8Array(2 * (this.#length + piece.length));
      larger.set(this.#kept.subarray(0, this.#length));
      this.#kept = larger;
    }
    this.#kept.set(piece, this.#length);
    this.#length += piece.length;
  }
}

export function sectionHeader(): Uint8Array {
  const { bytes, view } = block(SECTION_HEADER, 16);
  view.setUint32(8, MAGIC, true);
  view.setUint16(12, 1, true);
  bytes.fill(0xff, 16, 24);
  return bytes;
}

/** @param resolution of the stamps, as a power of ten (option if_tsresol) */
export function interfaceBlock(linkType: number, resolution: 6 | 9): Uint8Array {
  const { bytes, view } = block(INTERFACE, 8 + 8 + 4);
  view.setUint16(8, linkType, true);
  view.setUint16(16, 9, true);
  view.setUint16(18, 1, true);
  view.setUint8(20, resolution);
  return bytes;
}

/** @param on number of its interface in the section */
export function enhancedPacket(
  seconds: number,
  fraction: number,
  unit: number,
  data: Uint8Array,
  sent: number,
  on = 0,
): Uint8Array {
  const { bytes, view } = block(ENHANCED_PACKET, 20 + data.length);
  const stamp = BigInt(seconds) * BigInt(unit) + BigInt(fraction);
  view.setUint32(8, on, true);
  view.setUint32(12, Number(stamp >> 32n), true);
  view.setUint32(16, Number(stamp & 0xffffffffn), true);
  view.setUint32(20, data.length, true);
  view.setUint32(24, Math.max(sent, data.length), true);
  bytes.set(data, 28);
  return bytes;
}

/** An empty block with its type and lengths; the body is padded to four bytes. */
function block(type: number, body: number): { bytes: Uint8Array; view: DataView } {
  const length = BLOCK_FRAME + ((body + 3) & ~3);
  const bytes = new Uint8Array(length);
  const view = viewOf(bytes);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  view.setUint32(length - 4, length, true);
  return { bytes, view };
}
