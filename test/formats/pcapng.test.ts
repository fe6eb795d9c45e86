import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcapng } from '../../src/formats/pcapng.ts';
import * as c from '../packets/captures.ts';
import * as f from '../packets/frames.ts';

const SAID = Array.from({ length: 4 }, (_, i) => f.sipMessage(i, 'x'.repeat(50 * i + 1)));
const RAW = SAID.map((said) => f.ipv4(17, f.udp(f.text(said))));
const FRAMES = RAW.map((packet) => f.ethernet(0x0800, packet));
/** Microseconds. */
const STAMP = BigInt(c.START) * 1_000_000n + 123_456n;

const file = (...blocks: Uint8Array[]) => f.join(c.sectionHeader(), ...blocks);
const FILE = file(
  c.interfaceBlock(1, [c.option(2, f.text('eth0'))]),
  ...FRAMES.map((frame) => c.enhancedPacket(frame, STAMP)),
  c.block(5, f.hex('00000000 00000000 00000000')),
);

const read = (bytes: Uint8Array, step?: number) => c.read(bytes, pcapng, step);

describe('pcapng', () => {
  it.each(pcapng.samples)('reads its sample: $title', ({ head, records }) => {
    const bytes = head as Uint8Array;
    expect(pcapng.sniff(bytes)).toBe(true);
    const made = read(bytes);
    expect(made.records).toHaveLength(records);
    expect(made.issues).toEqual({});
  });

  it.each([true, false])('reads a section (little-endian %s)', (little) => {
    const packets = FRAMES.map((frame) => c.enhancedPacket(frame, STAMP, 0, little));
    const { records, issues } = read(f.join(c.sectionHeader(little), c.interfaceBlock(1, [], little), ...packets));
    expect(c.flows(records)).toEqual(SAID);
    expect(issues).toEqual({});
    expect(records[0]?.time).toBe(c.START * 1000 + 123.456);
  });

  it('reads sections of different byte orders, each with its own interfaces', () => {
    const big = [c.sectionHeader(false), c.interfaceBlock(101, [], false), c.enhancedPacket(RAW[1]!, STAMP, 0, false)];
    const { records } = read(f.join(FILE, ...big));
    expect(c.flows(records)).toEqual([...SAID, SAID[1]]);
  });

  it('reads interfaces of different link types and resolutions', () => {
    const resolution = (value: number) => c.option(9, f.be(1, value));
    const offset = c.option(14, f.hex('100e000000000000'));
    const seconds = BigInt(c.START);
    const { records } = read(
      file(
        c.interfaceBlock(1, [resolution(9)]),
        c.interfaceBlock(101, [resolution(3), offset]),
        c.interfaceBlock(0, [resolution(0x80 + 10)]),
        c.interfaceBlock(105),
        c.enhancedPacket(FRAMES[0]!, seconds * 1_000_000_000n + 123_456_789n, 0),
        c.enhancedPacket(RAW[1]!, seconds * 1000n + 5n, 1),
        c.enhancedPacket(f.join(f.hex('02000000'), RAW[2]!), seconds * 1024n + 512n, 2),
        c.enhancedPacket(FRAMES[3]!, STAMP, 3),
      ),
    );
    expect(c.flows(records)).toEqual(SAID.slice(0, 3));
    expect(records[0]?.time).toBe(c.START * 1000 + 123.456789);
    expect(records.slice(1).map(({ time }) => time! - c.START * 1000)).toEqual([3_600_005, 500]);
  });

  it('gives the times that the same capture has as pcap', () => {
    const stamps = FRAMES.map((frame, i) => c.enhancedPacket(frame, BigInt((c.START + i) * 1e6 + 250_000 + i)));
    const times = ({ records }: c.Read) => records.map(({ time }) => time);
    expect(times(read(file(c.interfaceBlock(1), ...stamps)))).toEqual(times(c.read(c.pcapFile(FRAMES))));
  });

  it('reads simple and obsolete packet blocks', () => {
    const simple = c.block(3, f.join(c.number(4, FRAMES[0]!.length, true), FRAMES[0]!));
    const numbers = [Number(STAMP >> 32n), Number(STAMP & 0xffffffffn), FRAMES[1]!.length, FRAMES[1]!.length];
    const obsolete = c.block(2, f.join(f.hex('0000 ffff'), ...numbers.map((n) => c.number(4, n, true)), FRAMES[1]!));
    const { records } = read(file(c.interfaceBlock(1), simple, obsolete));
    expect(c.flows(records)).toEqual(SAID.slice(0, 2));
    expect(records.map(({ time, timeSource }) => [time, timeSource])).toEqual([
      [null, 'none'],
      [c.START * 1000 + 123.456, 'log'],
    ]);
  });

  it('bounds a simple packet block by the snap length', () => {
    const cut = FRAMES[3]!.subarray(0, 200);
    const simple = c.block(3, f.join(c.number(4, FRAMES[3]!.length, true), cut));
    const { records, issues } = read(file(c.interfaceBlock(1, [], true, 200), simple));
    expect(records[0]?.payload).toHaveLength(200 - 42);
    expect(issues).toEqual({ 'packet-cut': 1 });
  });

  it('passes over blocks of unknown types, also very long ones', () => {
    const long = c.block(0x80000001, new Uint8Array(20 << 20));
    const strange = c.block(0x7777, f.text('?!'));
    const { records, issues } = read(file(c.interfaceBlock(1), strange, long, c.enhancedPacket(FRAMES[0]!, STAMP)));
    expect(c.flows(records)).toEqual([SAID[0]]);
    expect(issues).toEqual({ 'other-record': 2 });
    expect(read(file(long.subarray(0, 17 << 20))).issues).toEqual({ 'other-record': 1 });
  });

  it('says which packets name an interface that is not there', () => {
    const { issues } = read(file(c.enhancedPacket(FRAMES[0]!, STAMP)));
    expect(issues).toEqual({ 'capture-damaged': 1 });
  });

  it('goes on behind a damaged block', () => {
    const packets = FRAMES.map((frame) => c.enhancedPacket(frame, STAMP));
    packets[1]!.set(f.hex('ffffff7f'), 4);
    const { records, issues, account } = read(file(c.interfaceBlock(1), ...packets));
    expect(c.flows(records)).toEqual(SAID.filter((_, i) => i !== 1));
    expect(issues).toEqual({ 'capture-damaged': 1 });
    expect(account.issues()['capture-damaged']?.places[0]?.length).toBe(packets[1]!.length);
  });

  it('goes on behind missing bytes', () => {
    const torn = f.join(FILE.subarray(0, 150), FILE.subarray(200));
    expect(c.flows(read(torn).records)).toEqual(SAID.slice(1));
  });

  it('gives the same whatever the chunks are', () => {
    const whole = read(FILE, FILE.length);
    for (const step of [1, 2, 7, 65_536]) expect(read(FILE, step).records).toEqual(whole.records);
  });

  it('accounts for every byte wherever the file ends', () => {
    for (let length = 0; length <= FILE.length; length += length < 700 ? 1 : 11) {
      const { records } = read(FILE.subarray(0, length));
      for (const [i, said] of c.flows(records).entries()) expect(SAID[i]?.startsWith(said)).toBe(true);
    }
  });

  it('accounts for every byte of whatever is made of it', () => {
    const damage = fc.array(fc.tuple(fc.nat(FILE.length - 1), fc.nat(255)), { maxLength: 30 });
    fc.assert(
      fc.property(damage, fc.constantFrom(1, 7, 65_536), (changes, step) => {
        const bytes = FILE.slice();
        for (const [at, value] of changes) bytes[at] = value;
        read(bytes, step);
      }),
      { numRuns: 300 },
    );
  });
});
