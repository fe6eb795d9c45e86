import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { flows, pcapFile, read } from './captures.ts';
import { conversation } from './conversation.ts';
import * as f from './frames.ts';

/** RFC 6455 §5.2. */
function frame(opcode: number, data: Uint8Array, masked: boolean, final = true, compressed = false): Uint8Array {
  const first = f.be(1, (final ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode);
  const mask = f.hex('a1b2c3d4');
  const bit = masked ? 0x80 : 0;
  const length = data.length < 126 ? f.be(1, bit | data.length) : f.join(f.be(1, bit | 126), f.be(2, data.length));
  if (!masked) return f.join(first, length, data);
  return f.join(
    first,
    length,
    mask,
    data.map((byte, i) => byte ^ mask[i % 4]!),
  );
}

const ask = (protocol: string) =>
  `GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;
const agree = (protocol: string) =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;

const SAID = [f.sipMessage(1, 'short'), f.sipMessage(2, 'x'.repeat(3000))];
const REPLY = 'SIP/2.0 200 OK\r\nCall-ID: 1@example.com\r\n\r\n';

describe('websocket', () => {
  it('reads SIP in both directions, masked, fragmented, in any segments', () => {
    const up = f.join(
      frame(1, f.text(SAID[0]!), true),
      frame(9, f.text('ping'), true),
      frame(1, f.text(SAID[1]!.slice(0, 900)), true, false),
      frame(0, f.text(SAID[1]!.slice(900)), true),
    );
    for (const size of [1, 7, 500, up.length]) {
      const turns: ['>' | '<', string | Uint8Array][] = [
        ['>', ask('sip')],
        ['<', agree('sip')],
      ];
      for (let at = 0; at < up.length; at += size) turns.push(['>', up.subarray(at, at + size)]);
      turns.push(['<', frame(1, f.text(REPLY), false)]);
      const { records, issues } = read(pcapFile(conversation(...turns)));
      expect(flows(records)).toEqual([...SAID, REPLY]);
      expect(records[0]).toMatchObject({ kind: 'sip', flow: '', local: { transport: 'ws', host: '192.0.2.1' } });
      expect(issues).toEqual({ 'packet-other': 2 });
    }
  });

  it('names all the packets that a message came in', () => {
    const bytes = frame(1, f.text(SAID[1]!), true);
    const parts = [bytes.subarray(0, 1000), bytes.subarray(1000, 2000), bytes.subarray(2000)];
    const turns = parts.map((part): ['>', Uint8Array] => ['>', part]);
    const { records } = read(pcapFile(conversation(['>', ask('sip')], ...turns)));
    expect([records[0]!.place, ...records[0]!.further!].map(({ length }) => length)).toEqual(
      parts.map((part) => 16 + 54 + part.length),
    );
  });

  it('reads compressed messages, each with what came before as its dictionary', () => {
    // As RFC 7692 §7.2.1 says: compressed with a sync flush, without its last four bytes.
    const compress = (said: string, before: string) =>
      deflateRawSync(said, { finishFlush: 2, dictionary: f.text(before || ' ') }).subarray(0, -4);
    const frames = f.join(
      frame(1, compress(SAID[0]!, ''), false, true, true),
      frame(1, compress(SAID[1]!, SAID[0]!), false, true, true),
      frame(1, f.text(REPLY), false),
    );
    const { records } = read(pcapFile(conversation(['<', agree('sip')], ['<', frames])));
    expect(flows(records)).toEqual([...SAID, REPLY]);
  });

  it('reads XMPP as one flow', () => {
    const said = [
      `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com'/>`,
      `<message to='a@b'/>`,
      '<presence/>',
    ];
    const frames = said.map((text): ['>', Uint8Array] => ['>', frame(1, f.text(text), true)]);
    const { records } = read(pcapFile(conversation(['>', ask('xmpp')], ...frames)));
    expect(flows(records)).toEqual([said.join('')]);
    expect(records[0]).toMatchObject({ kind: 'xmpp', local: { transport: 'ws' } });
    expect(records.at(-1)?.ends).toBe(true);
  });

  it('is recognised in mid-stream', () => {
    const frames = SAID.map((said): ['>', Uint8Array] => ['>', frame(1, f.text(said), true)]);
    const { records } = read(pcapFile(conversation(...frames).slice(2)));
    expect(flows(records)).toEqual(SAID);
  });

  it('goes on behind a gap', () => {
    const frames = [1, 2, 3].map((n): ['>', Uint8Array] => ['>', frame(1, f.text(f.sipMessage(n)), true)]);
    const packets = conversation(['>', ask('sip')], ...frames);
    packets.splice(4, 1);
    const { records, issues } = read(pcapFile(packets));
    expect(flows(records)).toEqual([f.sipMessage(1), f.sipMessage(3)]);
    expect(issues['stream-gap']).toBe(1);
  });

  it('leaves other WebSockets alone', () => {
    const { records, issues } = read(pcapFile(conversation(['>', ask('chat')], ['>', frame(1, f.text('{}'), true)])));
    expect(records).toEqual([]);
    expect(issues).toEqual({ 'stream-other': 1, 'packet-other': 3 });
  });
});
