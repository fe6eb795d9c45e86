import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Gunzip, gunzip, isGzip, type GzipDamage } from '../../src/bytes/gunzip.ts';

interface Unpacked {
  bytes: Buffer;
  damage: [GzipDamage, number][];
  longest: number;
}

function unpack(packed: Uint8Array, cut: number): Unpacked {
  const pieces: Buffer[] = [];
  const damage: [GzipDamage, number][] = [];
  const gzip = new Gunzip((kind, offset) => damage.push([kind, offset]));
  const keep = (pieceSource: Iterable<Uint8Array>): void => {
    for (const piece of pieceSource) pieces.push(Buffer.from(piece));
  };
  for (let at = 0; at < packed.length; at += cut) keep(gzip.write(packed.subarray(at, at + cut)));
  gzip.end();
  return {
    bytes: Buffer.concat(pieces),
    damage,
    longest: pieces.reduce((most, piece) => Math.max(most, piece.length), 0),
  };
}

const text = Buffer.from(
  Array.from({ length: 20_000 }, (_, index) => `${index} Call-ID: ${(index * 7919) % 104_729}\r\n`).join(''),
);
const noise = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, index) => ((index * index * 31) >> 5) & 255));

describe('gunzip', () => {
  test.each([1, 2, 7, 65_536])('unpacks what zlib packed, in chunks of %i bytes', (cut) => {
    for (const plain of [text, noise, Buffer.alloc(0), Buffer.alloc(300_000)]) {
      if (cut < 7 && plain === text) continue;
      for (const level of [0, 1, 9]) {
        const { bytes, damage } = unpack(gzipSync(plain, { level }), cut);
        expect(damage).toEqual([]);
        expect(bytes.equals(plain)).toBe(true);
      }
    }
  });

  test('reads fixed codes, names, comments and checksums in the head', () => {
    const plain = Buffer.from('hello hello hello hello');
    const fixed = gzipSync(plain, { strategy: constants.Z_FIXED });
    expect(unpack(fixed, 3).bytes.equals(plain)).toBe(true);
    const fields = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]),
      Buffer.from('trace.log\0a comment\0'),
    ]);
    const checksum = crc32(fields) & 0xffff;
    const head = Buffer.concat([fields, Buffer.from([checksum & 255, checksum >> 8])]);
    for (const cut of [1, 5, 100]) {
      expect(unpack(Buffer.concat([head, fixed.subarray(10)]), cut)).toMatchObject({ bytes: plain, damage: [] });
    }
  });

  test('joins members, and takes NULs behind the last one as padding', () => {
    const packed = Buffer.concat([gzipSync('one '), gzipSync(''), gzipSync('two'), Buffer.alloc(1000)]);
    for (const cut of [1, 2, 7, 65_536]) {
      const { bytes, damage } = unpack(packed, cut);
      expect([bytes.toString(), damage]).toEqual(['one two', []]);
    }
  });

  test('tells of bytes behind the last member', () => {
    const packed = Buffer.concat([gzipSync('one'), Buffer.from('rubbish')]);
    for (const cut of [1, 7, 100]) {
      const { bytes, damage } = unpack(packed, cut);
      expect([bytes.toString(), damage]).toEqual(['one', [['bytes after the end', 3]]]);
    }
  });

  test('keeps what comes before a cut, wherever it is', () => {
    const packed = gzipSync(text);
    for (let length = 0; length < packed.length; length += 997) {
      const { bytes, damage } = unpack(packed.subarray(0, length), 65_536);
      expect(damage).toEqual([['cut off', bytes.length]]);
      expect(text.subarray(0, bytes.length).equals(bytes)).toBe(true);
      // All but what the block in which it was cut off would still need.
      expect(bytes.length).toBeGreaterThan((length / packed.length - 0.4) * text.length);
    }
  });

  test('reports damage wherever it is', () => {
    const packed = gzipSync(text);
    fc.assert(
      fc.property(fc.integer({ min: 10, max: packed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(packed);
        damaged[at]! ^= flip;
        expect(unpack(damaged, 4096).damage.length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  test('refuses what is not gzip', () => {
    expect(unpack(Buffer.from('not gzip at all'), 100).damage).toEqual([['not a gzip member', 0]]);
    expect(isGzip(Buffer.from('INVITE'))).toBe(false);
    expect(isGzip(gzipSync('x'))).toBe(true);
    expect(isGzip(deflateRawSync('x'))).toBe(false);
  });

  test('gives pieces of at most 64 KiB, also as an async stream', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000));
    expect(unpack(packed, 65_536).longest).toBe(65_536);
    let length = 0;
    const chunks = (async function* () {
      yield packed;
    })();
    for await (const piece of gunzip(chunks, () => expect.unreachable())) length += piece.length;
    expect(length).toBe(1_000_000);
  });
});
