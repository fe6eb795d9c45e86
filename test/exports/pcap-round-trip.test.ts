/** Packets out and in again: the same sessions, texts and times, whatever the texts hold. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImportFile } from '../../src/pipeline.ts';
import { enhancedPacket, interfaceBlock, pcapFile, sectionHeader, START } from '../packets/captures.ts';
import * as f from '../packets/frames.ts';
import { fileOf } from '../pipeline/files.ts';
import { has } from '../tools.ts';
import { exported, told, type Files } from './exported.ts';
import { HOSTILE_PARTIES, HOSTILE_TEXTS, LONG } from './hostile.ts';

const SEGMENT = 1_400;
const STRANGER = f.datagram(f.text('not of any session'), { sourcePort: 53, targetPort: 53 });

function message(number: number, said: string, from = `alice${number}@contoso.com`): f.Bytes {
  const body = f.text(said);
  const head =
    `MESSAGE sip:bob@yahoo.com SIP/2.0\r\nVia: SIP/2.0/TCP a.example.com;branch=z9hG4bK${number}\r\n` +
    `From: <sip:${from}>;tag=1\r\nTo: <sip:bob@yahoo.com>;tag=2\r\nCall-ID: call-${number}@contoso.com\r\n` +
    `CSeq: 1 MESSAGE\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n`;
  return f.join(f.text(head), body);
}

/** A connection of its own for each message, from its first byte to its last; `mixed` = its segments come in another order. */
function connection(payload: f.Bytes, sourcePort: number, mixed = false): f.Bytes[] {
  const first = 100;
  const frames = [f.segment(new Uint8Array(0), { sourcePort, sequence: first, flags: f.SYN })];
  for (let at = 0; at < payload.length; at += SEGMENT) {
    const sequence = first + 1 + at;
    frames.push(f.segment(payload.subarray(at, at + SEGMENT), { sourcePort, sequence, acknowledgement: 1 }));
  }
  if (mixed && frames.length > 3) [frames[2], frames[3]] = [frames[3]!, frames[2]!];
  const sequence = first + 1 + payload.length;
  return [...frames, f.segment(new Uint8Array(0), { sourcePort, sequence, flags: f.FIN | f.ACK })];
}

/**
 * A session of each hostile text and each hostile party that a header can hold: in a datagram, or where it is too long for one in a
 * connection; packets of others between them.
 */
function hostileFrames(): f.Bytes[] {
  const parties = HOSTILE_PARTIES.filter((party) => !/[\r\n]/.test(party));
  const messages = [
    ...HOSTILE_TEXTS.map((said, index) => message(index, said)),
    ...parties.map((party, index) => message(100 + index, 'hello', party)),
  ];
  return messages.flatMap((whole, index) => {
    const carried = whole.length < 1_400 ? [f.datagram(whole)] : connection(whole, 41_000 + index, true);
    return [STRANGER, ...carried];
  });
}

const asPcapng = (frames: readonly f.Bytes[]): f.Bytes =>
  f.join(
    sectionHeader(),
    interfaceBlock(1),
    ...frames.map((frame, n) => enhancedPacket(frame, BigInt(START + n) * 1_000_000n + BigInt(n))),
  );

const back = (files: Files): ImportFile[] => [...files].map(([name, bytes]) => fileOf(bytes, { name }));
const bytesOf = (files: Files): Buffer => Buffer.concat([...files.values()]);

describe('a round trip through pcap', () => {
  const frames = hostileFrames();
  const captures: [string, f.Bytes[]][] = [
    ['a classic capture', [pcapFile(frames)]],
    ['one of another byte order, in nanoseconds', [pcapFile(frames, { little: false, nanoseconds: true })]],
    ['a pcapng capture', [asPcapng(frames)]],
    ['two captures', [pcapFile(frames.slice(0, 20)), asPcapng(frames.slice(20))]],
    ['IP fragments', [pcapFile(f.fragments4(17, f.udp(message(1, 'x'.repeat(4_000))), 1_400))]],
  ];

  test.each(captures)('of %s keeps every letter and every moment', async (_, given) => {
    const files = given.map((bytes, n) => fileOf(bytes, { name: `${n}.pcap` }));
    const before = await told(files);
    const written = await exported(files, 'pcap');
    expect(before.length).toBeGreaterThan(0);
    expect(await told(back(written))).toEqual(before);
    // And a second time: nothing more is lost.
    expect(bytesOf(await exported(back(written), 'pcap')).equals(bytesOf(written))).toBe(true);
  });

  test('has nothing of others in it, and the text of a megabyte whole', async () => {
    const files = [fileOf(pcapFile(frames), { name: 'edge.pcap' })];
    const written = await exported(files, 'pcap');
    const bytes = bytesOf(written);
    expect(bytes.includes('not of any session')).toBe(false);
    expect(bytes.length).toBeGreaterThan(LONG.length);
    const sessions = (await told(back(written))) as { texts: { text: string }[] }[];
    const texts = sessions.flatMap((session) => session.texts.map(({ text }) => text));
    expect(texts).toContain(LONG);
    expect(texts).toContain('<script>alert(1)</script><img src=x onerror=alert(1)>');
  });

  test.skipIf(!has('tshark'))(
    'is read by tshark without a fault, with the packets of the sessions as they were',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'fedlens-pcap-'));
      try {
        const written = await exported([fileOf(pcapFile(frames), { name: 'edge.pcap' })], 'pcap');
        const [bytes] = written.values();
        writeFileSync(join(folder, 'in.pcap'), pcapFile(frames));
        writeFileSync(join(folder, 'out.pcap'), bytes!);
        const packets = (name: string, filter: string): string[] =>
          execFileSync(
            'tshark',
            ['-r', join(folder, name), '-Y', filter, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.len'],
            {
              encoding: 'utf8',
              stdio: ['ignore', 'pipe', 'ignore'],
            },
          )
            .split('\n')
            .filter((line) => line !== '');
        const own = packets('in.pcap', 'udp.port == 5060 or tcp.len > 0');
        expect(own.length).toBeGreaterThan(750);
        expect(packets('out.pcap', 'frame')).toEqual(own);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
