import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START, flows, pcapFile, pcapHeader, pcapRecord, read } from './captures.ts';
import * as f from './frames.ts';

const MESSAGES = Array.from({ length: 8 }, (_, i) => f.sipMessage(i, 'body '.repeat(i * 7)));
const STREAM = MESSAGES.join('');
const BYTES = f.text(STREAM);

/** `[from, to)` of the stream as a segment whose first byte has number `base`. */
function part(base: number, from: number, to: number, flags = 0): Uint8Array {
  return f.segment(BYTES.subarray(from, to), { sequence: base + from, flags });
}

/** The stream cut at these places. */
function parts(base: number, cuts: number[]): Uint8Array[] {
  const edges = [0, ...cuts, BYTES.length];
  return edges.slice(1).map((to, i) => part(base, edges[i]!, to));
}

const synchronise = (base: number) => f.segment(new Uint8Array(0), { sequence: base - 1, flags: f.SYN });
const end = (base: number) => f.segment(new Uint8Array(0), { sequence: base + BYTES.length, flags: f.FIN });

const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: BYTES.length - 1 }), { maxLength: 60 })
  .map((all) => all.sort((a, b) => a - b));
/** Also where the numbers begin again at 0. */
const base = fc.oneof(
  fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  fc.integer({ min: 2 ** 32 - BYTES.length, max: 2 ** 32 - 1 }),
);

/** Moves each item at most `reach` places. */
function shuffled<T>(items: T[], moves: number[], reach: number): T[] {
  return items
    .map((item, i) => ({ item, key: i + (moves[i % moves.length]! % (reach + 1)) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const moves = fc.array(fc.nat(), { minLength: 1, maxLength: 64 });

describe('tcp-flow gives exactly the bytes that were sent', () => {
  it('cut anywhere, in any chunks of the file', () => {
    fc.assert(
      fc.property(base, cuts, fc.constantFrom(1, 2, 7, 65_536), (first, at, step) => {
        const { records } = read(pcapFile([synchronise(first), ...parts(first, at), end(first)]), undefined, step);
        expect(flows(records)).toEqual([STREAM]);
        expect(records.map(({ ends }) => ends)).toEqual([...at.map(() => false), false, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('shuffled within a window, repeated and overlapping', () => {
    fc.assert(
      fc.property(
        base,
        cuts,
        moves,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
        (first, at, move, more) => {
          const extra = more.map(([from, to]) => {
            const edges = [from % BYTES.length, to % BYTES.length].sort((a, b) => a - b);
            return part(first, edges[0]!, edges[1]! + 1);
          });
          const frames = shuffled([...parts(first, at), ...extra], move, 40);
          const { records, issues } = read(pcapFile([synchronise(first), ...frames, end(first)]));
          expect(flows(records)).toEqual([STREAM]);
          expect(issues).toEqual({ 'packet-other': 2 });
          expect(records.at(-1)?.ends).toBe(true);
        },
      ),
    );
  });

  it('where overlapping bytes differ: what came first wins', () => {
    const liars = fc.array(fc.tuple(fc.integer({ min: 100, max: BYTES.length - 1 }), fc.nat(600)), { maxLength: 12 });
    fc.assert(
      fc.property(base, cuts, moves, liars, (first, at, move, others) => {
        const edges = [0, ...at, BYTES.length];
        const pieces = edges.slice(1).map((to, i) => ({ from: edges[i]!, bytes: BYTES.subarray(edges[i], to) }));
        for (const [i, [from, length]] of others.entries()) {
          const to = Math.min(BYTES.length, from + 1 + length);
          pieces.push({ from, bytes: new Uint8Array(to - from).fill(0x30 + i) });
        }
        const arriving = shuffled(pieces, move, 60);
        const expected = new Uint8Array(BYTES.length);
        for (const { from, bytes } of arriving) {
          for (const [i, byte] of bytes.entries()) expected[from + i] ||= byte;
        }
        const frames = arriving.map(({ from, bytes }) => f.segment(bytes, { sequence: first + from }));
        const { records } = read(pcapFile([synchronise(first), ...frames]));
        expect(flows(records)).toEqual([new TextDecoder().decode(expected)]);
      }),
    );
  });

  it('in both directions of several connections at once', () => {
    const one = parts(5, [100, 200]);
    const back = { source: f.B, target: f.A, sourcePort: 5060, targetPort: 40000 };
    const other = f.segment(BYTES, { sequence: 9, ...back });
    const third = f.segment(BYTES, { sequence: 77, sourcePort: 40001 });
    const { records } = read(pcapFile([one[0]!, other, one[1]!, third, one[2]!]));
    expect(flows(records)).toEqual([STREAM, STREAM, STREAM]);
    expect([...new Set(records.map(({ flow }) => flow))]).toEqual([
      '192.0.2.1:40000>198.51.100.2:5060#1',
      '198.51.100.2:5060>192.0.2.1:40000#1',
      '192.0.2.1:40001>198.51.100.2:5060#2',
    ]);
  });
});

describe('tcp-flow', () => {
  it('passes over keep-alive bytes', () => {
    const keepAlive = f.segment(f.text('x'), { sequence: 1000 + 199 });
    const { records } = read(pcapFile([part(1000, 0, 200), keepAlive, part(1000, 200, BYTES.length)]));
    expect(flows(records)).toEqual([STREAM]);
  });

  it('gives each segment its own place and time', () => {
    const { records } = read(pcapFile([synchronise(1), part(1, 0, 100), part(1, 100, 300), part(1, 200, 500)]));
    expect(records.filter(({ ends }) => !ends).map(({ place, payload }) => [place.length, payload.length])).toEqual([
      [16 + 54 + 100, 100],
      [16 + 54 + 200, 200],
      [16 + 54 + 300, 200],
    ]);
    // The SYN was packet 0 of the file.
    const stamps = [1, 2, 3, 3].map((i) => ((START + i) * 1e6 + 250_000 + i) / 1000);
    expect(records.map(({ time }) => time)).toEqual(stamps);
  });

  it('gives what came before its turn the time at which it could be read', () => {
    const [first, second, third, fourth] = parts(1, [300, 600, 900]);
    const { records } = read(pcapFile([synchronise(1), first!, third!, second!, fourth!]));
    expect(flows(records)).toEqual([STREAM]);
    const seconds = records.map(({ time }) => Math.floor(time! / 1000) - START);
    expect(seconds.slice(0, 4)).toEqual([1, 3, 3, 4]);
    // Where it stands is another matter.
    const places = records.slice(0, 4).map(({ place }) => place.offset);
    expect(places[2]).toBeLessThan(places[1]!);
  });

  it('says how much is missing and goes on behind it', () => {
    const { records, issues } = read(pcapFile([synchronise(1), part(1, 0, 300), part(1, 700, BYTES.length), end(1)]));
    expect(flows(records)).toEqual([`${STREAM.slice(0, 300)}|${STREAM.slice(700)}`]);
    expect(records.map(({ lost }) => lost)).toEqual([0, 400, 0]);
    expect(issues).toEqual({ 'stream-gap': 1, 'packet-other': 2 });
  });

  it('takes bytes cut off by the snap length for missing', () => {
    const frame = part(1, 0, 300);
    const cut = pcapRecord(frame.subarray(0, frame.length - 50), 0, {}, frame.length);
    const file = f.join(pcapHeader(), cut, pcapRecord(part(1, 300, BYTES.length), 1));
    const { records, issues } = read(file);
    expect(flows(records)).toEqual([`${STREAM.slice(0, 250)}|${STREAM.slice(300)}`]);
    expect(records.map(({ lost }) => lost)).toEqual([0, 50, 0]);
    expect(issues).toEqual({ 'packet-cut': 1 });
  });

  it('joins a connection in the middle of a message', () => {
    const { records, issues } = read(pcapFile([part(1, 50, 150), part(1, 150, 700), part(1, 700, BYTES.length)]));
    expect(flows(records)).toEqual([STREAM.slice(MESSAGES[0]!.length)]);
    expect(issues).toEqual({ 'stream-gap': 1 });
  });

  it('joins a connection whose first segments are out of order', () => {
    const [first, second, third, ...others] = parts(1, [300, 400, 500, 600, 700, 800, 900]);
    for (const frames of [
      [second!, third!, first!, ...others],
      [third!, second!, first!],
    ]) {
      const { records, issues } = read(pcapFile(frames));
      expect(STREAM.startsWith(flows(records)[0]!)).toBe(true);
      expect(flows(records)).toHaveLength(1);
      expect(issues).toEqual({});
    }
  });

  it('waits for no earlier segment once the other side has acknowledged what came', () => {
    const acknowledged = f.segment(new Uint8Array(0), {
      source: f.B,
      target: f.A,
      sourcePort: 5060,
      targetPort: 40000,
      sequence: 1,
      acknowledgement: 301,
    });
    const [first, second] = parts(1, [300]);
    const { records } = read(pcapFile([first!, acknowledged, second!]));
    expect(flows(records)).toEqual([STREAM]);
  });

  it('finds a message behind a long beginning that is something else', () => {
    const junk = Array.from({ length: 40 }, (_, i) =>
      f.segment(new Uint8Array(1000).fill(0x7a), { sequence: 1 + i * 1000 }),
    );
    const { records } = read(pcapFile([...junk, part(40_001, 0, BYTES.length)]));
    expect(flows(records)).toEqual([STREAM]);
  });

  it('does not give a late segment twice, and says that it came too late', () => {
    const many = Array.from({ length: 1200 }, (_, i) => f.segment(f.text('x'.repeat(10)), { sequence: 500 + 10 * i }));
    const late = part(1, 300, 499);
    const { records, issues } = read(pcapFile([synchronise(1), part(1, 0, 300), ...many, late]));
    expect(flows(records)[0]).toHaveLength(300 + 1 + 12_000);
    expect(issues).toEqual({ 'packet-other': 1, 'stream-limit': 2, 'stream-gap': 1 });
  });

  it('takes what the other side acknowledged for lost after some segments', () => {
    const many = Array.from({ length: 100 }, (_, i) => f.segment(f.text('0123456789'), { sequence: 500 + 10 * i }));
    const reply = f.ethernet(
      0x0800,
      f.ipv4(6, f.tcp(new Uint8Array(0), { sequence: 1, acknowledgement: 900, sourcePort: 5060, targetPort: 40000 }), {
        source: f.B,
        target: f.A,
      }),
    );
    const { records } = read(
      pcapFile([synchronise(1), part(1, 0, 300), ...many.slice(0, 50), reply, ...many.slice(50)]),
    );
    expect(records.findIndex(({ lost }) => lost > 0)).toBe(1);
    expect(records[1]?.place.offset).toBeLessThan(24 + 70 * 100);
    expect(records).toHaveLength(1 + 100 + 1);
    expect(records.slice(1, -1).every(({ payload }) => payload.length === 10)).toBe(true);
  });

  it('ends a flow at RST and begins a new one at the next SYN', () => {
    const reset = f.segment(new Uint8Array(0), { sequence: 1 + BYTES.length, flags: f.RST });
    const again = [synchronise(5000), ...parts(5000, [])];
    const { records } = read(pcapFile([synchronise(1), ...parts(1, []), reset, ...again]));
    expect(records.map(({ flow, ends }) => [flow.slice(-2), ends])).toEqual([
      ['#1', false],
      ['#1', true],
      ['#2', false],
      ['#2', true],
    ]);
    expect(flows(records)).toEqual([STREAM, STREAM]);
  });

  it('knows a repetition after the end for one', () => {
    const { records, issues } = read(pcapFile([...parts(1, [300]), end(1), part(1, 300, BYTES.length), end(1)]));
    expect(flows(records)).toEqual([STREAM]);
    expect(issues).toEqual({ 'packet-other': 2 });
  });

  it('remembers a bounded number of connections', () => {
    const frames = Array.from({ length: 20_000 }, (_, i) =>
      f.segment(f.text('not known'), { sequence: 1, sourcePort: 1024 + (i % 60_000), source: f.A }),
    );
    expect(read(pcapFile(frames)).issues).toEqual({ 'stream-other': 20_000 });
  });

  it('holds a bounded number of bytes', () => {
    const frames: Uint8Array[] = [];
    for (let port = 1; port <= 60; port++) {
      frames.push(f.segment(BYTES, { sequence: 1, sourcePort: port }));
      for (let i = 0; i < 15; i++) {
        const payload = new Uint8Array(60_000).fill(0x61);
        frames.push(f.segment(payload, { sequence: 1 + BYTES.length + 100 + i * 60_000, sourcePort: port }));
      }
    }
    const { records, issues } = read(pcapFile(frames));
    expect(records.filter(({ lost }) => lost > 0)).toHaveLength(60);
    expect(issues['stream-gap']).toBe(60);
    expect(issues['stream-limit']).toBeGreaterThan(0);
  });
});
