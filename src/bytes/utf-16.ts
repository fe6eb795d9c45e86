/** UTF-16 of either byte order to UTF-8. A surrogate without its other half becomes U+FFFD (Unicode 15, §3.9, D92). */
import type { OffsetMap } from './offset-map.ts';
import type { BadBytes, Rewriter } from './rewriter.ts';

export class Utf16ToUtf8 implements Rewriter {
  readonly #little: boolean;
  readonly #map: OffsetMap;
  readonly #bad: BadBytes;
  #out = new Uint8Array(0);
  #length = 0;
  /** First byte of a code unit whose second one has not come, or -1. */
  #half = -1;
  /** High surrogate that waits for its low one, or 0. */
  #high = 0;
  /** Characters of one size not yet told to the map, and their size. */
  #count = 0;
  #size = 1;

  constructor(little: boolean, map: OffsetMap, bad: BadBytes) {
    this.#little = little;
    this.#map = map;
    this.#bad = bad;
  }

  write(chunk: Uint8Array): Uint8Array {
    this.#length = 0;
    // Three bytes a code unit at most, and a surrogate and a byte left over from before.
    if (this.#out.length < chunk.length * 1.5 + 8) this.#out = new Uint8Array(Math.ceil(chunk.length * 1.5) + 8);
    let at = 0;
    if (this.#half !== -1 && chunk.length > 0) {
      this.#unit(this.#little ? this.#half | (chunk[0]! << 8) : (this.#half << 8) | chunk[0]!);
      this.#half = -1;
      at = 1;
    }
    const low = this.#little ? 0 : 1;
    const last = chunk.length - 1;
    for (; at < last; at += 2) this.#unit(chunk[at + low]! | (chunk[at + 1 - low]! << 8));
    if (at === last) this.#half = chunk[at]!;
    this.#flush();
    return this.#out.subarray(0, this.#length);
  }

  end(): Uint8Array {
    this.#length = 0;
    if (this.#out.length < 8) this.#out = new Uint8Array(8);
    if (this.#high !== 0) this.#lone();
    this.#flush();
    if (this.#half !== -1) {
      this.#bad(this.#map.fileEnd, 1);
      this.#put3(0xfffd);
      this.#map.add(1, 3, 1);
      this.#half = -1;
    }
    return this.#out.subarray(0, this.#length);
  }

  #unit(unit: number): void {
    if (this.#high !== 0) {
      if ((unit & 0xfc00) === 0xdc00) {
        this.#put4(0x10000 + ((this.#high & 0x3ff) << 10) + (unit & 0x3ff));
        this.#high = 0;
        return;
      }
      this.#lone();
    }
    if (unit < 0x80) {
      if (this.#size !== 1) this.#turn(1);
      this.#count += 1;
      this.#out[this.#length] = unit;
      this.#length += 1;
    } else if (unit < 0x800) {
      this.#turn(2);
      this.#count += 1;
      this.#out[this.#length] = 0xc0 | (unit >> 6);
      this.#out[this.#length + 1] = 0x80 | (unit & 0x3f);
      this.#length += 2;
    } else if ((unit & 0xfc00) === 0xd800) this.#high = unit;
    else if ((unit & 0xfc00) === 0xdc00) {
      this.#high = unit;
      this.#lone();
    } else this.#character3(unit);
  }

  #character3(unit: number): void {
    this.#turn(3);
    this.#count += 1;
    this.#put3(unit);
  }

  /** The waiting surrogate has no partner. */
  #lone(): void {
    this.#flush();
    this.#bad(this.#map.fileEnd, 2);
    this.#high = 0;
    this.#character3(0xfffd);
  }

  #put3(point: number): void {
    this.#out[this.#length] = 0xe0 | (point >> 12);
    this.#out[this.#length + 1] = 0x80 | ((point >> 6) & 0x3f);
    this.#out[this.#length + 2] = 0x80 | (point & 0x3f);
    this.#length += 3;
  }

  #put4(point: number): void {
    this.#turn(4);
    this.#count += 1;
    this.#out[this.#length] = 0xf0 | (point >> 18);
    this.#out[this.#length + 1] = 0x80 | ((point >> 12) & 0x3f);
    this.#out[this.#length + 2] = 0x80 | ((point >> 6) & 0x3f);
    this.#out[this.#length + 3] = 0x80 | (point & 0x3f);
    this.#length += 4;
  }

  #turn(size: number): void {
    if (size === this.#size) return;
    this.#flush();
    this.#size = size;
  }

  #flush(): void {
    this.#map.add(this.#count, this.#size, this.#size === 4 ? 4 : 2);
    this.#count = 0;
  }
}
