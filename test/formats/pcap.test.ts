import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcap } from '../../src/formats/pcap.ts';
import { flows, number, pcapFile, pcapHeader, pcapRecord, read, START } from '../packets/captures.ts';
import * as f from '../packets/frames.ts';

const SAID = Array.from({ length: 6 }, (_, i) => f.sipMessage(i, 'x'.repeat(100 * i)));
const FRAMES = SAID.map((said) => f.datagram(f.text(said)));
const FILE = pcapFile(FRAMES);

describe('pcap', () => {
  it.each(pcap.samples)('reads its sample: $title', ({ head, records }) => {
    const bytes = head as Uint8Array;
    expect(pcap.sniff(bytes)).toBe(true);
    expect(read(bytes).records).toHaveLength(records);
  });

  it('is not claimed by other beginnings', () => {
    for (const head of [f.text('a1b2c3d4'), f.hex('0a0d0d0a'), f.hex('a1b2'), new Uint8Array(0)]) {
      expect(pcap.sniff(head)).toBe(false);
    }
  });

  it.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('reads both byte orders and resolutions (little-endian %s, nanoseconds %s)', (little, nanoseconds) => {
    const { records, issues } = read(pcapFile(FRAMES, { little, nanoseconds }));
    expect(flows(records)).toEqual(SAID);
    expect(issues).toEqual({});
    const unit = nanoseconds ? 1e6 : 1e3;
    expect(records.map(({ time }) => time)).toEqual(SAID.map((_, i) => (START + i) * 1000 + (250_000 + i) / unit));
    expect(records[0]?.timeSource).toBe('log');
  });

  it('reads the patched form with 24 bytes before each packet', () => {
    const header = f.join(f.hex('34cdb2a1'), pcapHeader().subarray(4));
    const records = FRAMES.map((frame, i) => {
      const plain = pcapRecord(frame, i);
      return f.join(plain.subarray(0, 16), f.hex('0200000008000000'), plain.subarray(16));
    });
    expect(flows(read(f.join(header, ...records)).records)).toEqual(SAID);
  });

  it('gives the same whatever the chunks are', () => {
    const whole = read(FILE, pcap, FILE.length);
    for (const step of [1, 2, 7, 65_536]) {
      const cut = read(FILE, pcap, step);
      expect(cut.records).toEqual(whole.records);
      expect(cut.account.issues()).toEqual(whole.account.issues());
    }
  });

  it('accounts for every byte wherever the file ends', () => {
    for (let length = 0; length <= FILE.length; length += length < 400 ? 1 : 13) {
      const { records, issues } = read(FILE.subarray(0, length));
      for (const [i, said] of flows(records).entries()) expect(SAID[i]?.startsWith(said)).toBe(true);
      const whole = flows(records).filter((said, i) => said === SAID[i]).length;
      if (length > 24 && issues['capture-truncated'] === undefined) {
        expect(read(FILE.subarray(0, length)).account.skippedBytes).toBe(0);
        expect(whole).toBe(records.length);
      }
    }
  });

  it('goes on behind a packet with impossible lengths', () => {
    const records = FRAMES.map((frame, i) => pcapRecord(frame, i));
    records[2] = f.join(records[2]!.subarray(0, 8), f.hex('ffffffff ffffffff'), records[2]!.subarray(16));
    const { records: found, account, issues } = read(f.join(pcapHeader(), ...records));
    expect(flows(found)).toEqual(SAID.filter((_, i) => i !== 2));
    expect(issues).toEqual({ 'capture-damaged': 1 });
    expect(account.issues()['capture-damaged']?.places[0]?.length).toBe(records[2].length);
  });

  it('goes on behind missing bytes, and behind foreign ones', () => {
    const torn = f.join(FILE.subarray(0, 60), FILE.subarray(300));
    expect(flows(read(torn).records).slice(-4)).toEqual(SAID.slice(2));
    const foreign = f.join(
      pcapHeader(),
      pcapRecord(FRAMES[0]!, 0),
      f.text('?'.repeat(1000)),
      pcapRecord(FRAMES[1]!, 1),
    );
    expect(flows(read(foreign).records)).toEqual(SAID.slice(0, 2));
  });

  it('finds packets behind a length that reaches over the end of the file', () => {
    const records = FRAMES.map((frame, i) => pcapRecord(frame, i));
    records[1] = f.join(records[1]!.subarray(0, 8), number(4, 200_000, true), records[1]!.subarray(12));
    const { records: found, issues } = read(f.join(pcapHeader(), ...records));
    expect(flows(found)).toEqual(SAID.filter((_, i) => i !== 1));
    expect(issues).toEqual({ 'capture-damaged': 1 });
  });

  it('accounts for every byte of whatever is made of it', () => {
    const damage = fc.array(fc.tuple(fc.nat(FILE.length - 1), fc.nat(255)), { maxLength: 30 });
    fc.assert(
      fc.property(damage, fc.constantFrom(1, 7, 65_536), (changes, step) => {
        const bytes = FILE.slice();
        for (const [at, value] of changes) if (at >= 4) bytes[at] = value;
        read(bytes, pcap, step);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a stamp of 0 for none', () => {
    const record = pcapRecord(FRAMES[0]!, 0);
    record.fill(0, 0, 8);
    expect(read(f.join(pcapHeader(), record)).records[0]).toMatchObject({ time: null, timeSource: 'none' });
  });
});
