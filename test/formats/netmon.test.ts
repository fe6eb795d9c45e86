import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netmon } from '../../src/formats/netmon.ts';
import * as c from '../packets/captures.ts';
import * as f from '../packets/frames.ts';

const SAID = Array.from({ length: 4 }, (_, i) => f.sipMessage(i, 'x'.repeat(50 * i)));
const RAW = SAID.map((said) => f.ipv4(17, f.udp(f.text(said))));
const FRAMES = RAW.map((packet) => f.ethernet(0x0800, packet));
const little = (width: 2 | 4, value: number) => c.number(width, value, true);

/** 2013-06-01 12:00:00.250 on the wall; packets half a second apart. `trailer` gives what follows packet `i`. */
function netmonFile(frames: Uint8Array[], minor = 0, network = 1, trailer: (i: number) => Uint8Array[] = () => []) {
  const unit = minor >= 3 ? 5_000_000 : 500_000;
  const records = frames.map((frame, i) =>
    f.join(little(4, i * unit), little(4, 0), little(4, frame.length), little(4, frame.length), frame, ...trailer(i)),
  );
  const table = records.reduce((sum, record) => sum + record.length, 128);
  const clock = [2013, 6, 6, 1, 12, 0, 0, 250].map((value) => little(2, value));
  const head = f.join(f.text('GMBU'), f.be(1, minor), f.be(1, 2), little(2, network), ...clock, little(4, table));
  const padding = new Uint8Array(128 - head.length - 4);
  const offsets = records.map((_, i) => little(4, 128 + i));
  return f.join(head, little(4, 4 * records.length), padding, ...records, ...offsets, f.text('more tables'));
}

const FILE = netmonFile(FRAMES);
const read = (bytes: Uint8Array, step?: number, zone?: string) => c.read(bytes, netmon, step, zone);
const NOON = Date.UTC(2013, 5, 1, 12, 0, 0, 250);

describe('netmon', () => {
  it.each(netmon.samples)('reads its sample: $title', ({ head, records }) => {
    const bytes = head as Uint8Array;
    expect(netmon.sniff(bytes)).toBe(true);
    const made = read(bytes);
    expect(made.records).toHaveLength(records);
    expect(made.issues).toEqual({});
  });

  it('reads packets, and their stamps in the zone that was named', () => {
    const { records, issues } = read(FILE, 65_536, 'Europe/Berlin');
    expect(c.flows(records)).toEqual(SAID);
    expect(issues).toEqual({});
    expect(records.map(({ time }) => time)).toEqual(SAID.map((_, i) => NOON - 7_200_000 + 500 * i));
    expect(records[0]?.timeSource).toBe('assumed-zone');
  });

  it.each([1, 2])('reads version 2.%d, whose packets have link types of their own', (minor) => {
    const networks = [1, 8, 0xe065, 0xfffd];
    const trailer = (i: number) => [little(2, networks[i]!), new Uint8Array(minor === 2 ? 4 : 0)];
    const { records, issues } = read(netmonFile([FRAMES[0]!, RAW[1]!, RAW[2]!, f.text('filter')], minor, 1, trailer));
    expect(c.flows(records)).toEqual(SAID.slice(0, 3));
    expect(issues).toEqual({ 'other-record': 1 });
  });

  it('reads version 2.3, whose packets have their UTC time', () => {
    const ticks = (i: number) => BigInt(NOON + i + 11_644_473_600_000) * 10_000n + 5n;
    const trailer = (i: number) => [
      little(2, 1),
      new Uint8Array(4),
      little(4, Number(ticks(i) & 0xffffffffn)),
      little(4, Number(ticks(i) >> 32n)),
      f.hex('00'),
    ];
    const { records } = read(netmonFile(FRAMES, 3, 1, trailer), 65_536, 'Asia/Tokyo');
    expect(c.flows(records)).toEqual(SAID);
    expect(records.map(({ time }) => time)).toEqual(SAID.map((_, i) => NOON + i + 0.0005));
    expect(records[0]?.timeSource).toBe('log');
  });

  it('says that a link type is not read', () => {
    expect(read(netmonFile(FRAMES, 0, 2)).issues).toEqual({ 'link-type-unknown': 4 });
  });

  it('goes on behind a damaged packet', () => {
    const bytes = FILE.slice();
    const second = 128 + 16 + FRAMES[0]!.length;
    bytes.fill(0xff, second + 12, second + 16);
    const { records, issues } = read(bytes);
    expect(c.flows(records)).toEqual(SAID.filter((_, i) => i !== 1));
    expect(issues).toEqual({ 'capture-damaged': 1 });
  });

  it('gives the same whatever the chunks are', () => {
    const whole = read(FILE, FILE.length);
    for (const step of [1, 2, 7, 65_536]) expect(read(FILE, step).records).toEqual(whole.records);
  });

  it('accounts for every byte wherever the file ends, whatever is made of it', () => {
    for (let length = 0; length <= FILE.length; length += 3) read(FILE.subarray(0, length));
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
