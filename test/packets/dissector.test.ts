import { describe, expect, it } from 'vitest';
import { flows, pcapFile, pcapHeader, pcapRecord, read } from './captures.ts';
import * as f from './frames.ts';

const SIP = f.sipMessage(1, 'hello');
const PAYLOAD = f.text(SIP);
const UDP = f.udp(PAYLOAD);
const IP = f.ipv4(17, UDP);
const IP6 = f.ipv6(17, UDP);
const ETHERNET = f.ethernet(0x0800, IP);

/** Link type, frame. */
const FRAMES: Record<string, [number, Uint8Array]> = {
  Ethernet: [1, ETHERNET],
  'Ethernet, IPv6': [1, f.ethernet(0x86dd, IP6)],
  VLAN: [1, f.ethernet(0x0800, IP, [[0x8100, 12]])],
  QinQ: [
    1,
    f.ethernet(0x0800, IP, [
      [0x88a8, 12],
      [0x8100, 13],
    ]),
  ],
  'QinQ as before 802.1ad': [
    1,
    f.ethernet(0x0800, IP, [
      [0x9100, 12],
      [0x8100, 13],
    ]),
  ],
  'LLC and SNAP': [1, f.ethernet(8 + IP.length, f.join(f.hex('aaaa03 000000 0800'), IP))],
  MPLS: [1, f.ethernet(0x8847, f.join(f.hex('00010040 00011140'), IP))],
  PPPoE: [1, f.ethernet(0x8864, f.join(f.hex('1100 0001'), f.be(2, IP.length + 2), f.hex('0021'), IP))],
  'null, little-endian': [0, f.join(f.hex('02000000'), IP)],
  'null, big-endian': [0, f.join(f.hex('00000002'), IP)],
  'null, IPv6 of macOS': [0, f.join(f.hex('1e000000'), IP6)],
  loopback: [108, f.join(f.hex('00000018'), IP6)],
  'raw 12': [12, IP],
  'raw 14': [14, IP6],
  'raw 101': [101, IP6],
  'raw IPv4': [228, IP],
  'raw IPv6': [229, IP6],
  PPP: [9, f.join(f.hex('ff03 0021'), IP)],
  'PPP, compressed': [9, f.join(f.hex('57'), IP6)],
  'Linux cooked': [113, f.join(f.hex('0000 0001 0006 0200000000010000 0800'), IP)],
  'Linux cooked, VLAN': [113, f.join(f.hex('0000 0001 0006 0200000000010000 8100 0005 86dd'), IP6)],
  'Linux cooked 2': [276, f.join(f.hex('0800 0000 00000002 0001 00 06 0200000000010000'), IP)],
  'IPv4 options': [101, f.ipv4(17, UDP, { options: f.hex('01010100') })],
  'Ethernet padding': [1, f.join(ETHERNET, new Uint8Array(9))],
  'IP length 0 (offload)': [101, f.ipv4(17, UDP, { total: 0 })],
  'IPv6 hop-by-hop, routing, destination': [
    101,
    f.ipv6(0, f.join(f.hex('2b00 010400000000'), f.hex('3c00 000000000000'), f.hex('1100 010400000000'), UDP)),
  ],
  'IPv6 authentication': [101, f.ipv6(51, f.join(f.hex('1104 0000 00000001 00000001'), new Uint8Array(12), UDP))],
  'IPv4 authentication': [101, f.ipv4(51, f.join(f.hex('1104 0000 00000001 00000001'), new Uint8Array(12), UDP))],
  'IPv6 atomic fragment': [101, f.ipv6(44, f.join(f.hex('1100 0000 00000009'), UDP))],
  'IP in IP': [101, f.ipv4(4, IP, { source: f.B, target: f.A })],
  '6in4': [101, f.ipv4(41, IP6)],
  '4in6': [101, f.ipv6(4, IP)],
  GRE: [101, f.ipv4(47, f.join(f.hex('0000 0800'), IP))],
  'GRE with checksum, key and number': [101, f.ipv4(47, f.join(f.hex('b000 86dd 00000000 00000001 00000002'), IP6))],
  'GRE with Ethernet': [101, f.ipv4(47, f.join(f.hex('0000 6558'), ETHERNET))],
  PPTP: [
    101,
    f.ipv4(47, f.join(f.hex('3081 880b'), f.be(2, IP.length + 4), f.hex('0001 00000001 00000002 ff030021'), IP)),
  ],
  VXLAN: [1, f.datagram(f.join(f.hex('08000000 00000100'), ETHERNET), { targetPort: 4789 })],
  Geneve: [1, f.datagram(f.join(f.hex('0100 6558 00000100 00000000'), ETHERNET), { targetPort: 6081 })],
};

describe('dissector finds SIP', () => {
  it.each(Object.entries(FRAMES))('in %s', (_name, [linkType, frame]) => {
    const file = pcapFile([frame], { linkType });
    const { records, issues } = read(file);
    expect(flows(records)).toEqual([SIP]);
    expect(issues).toEqual({});
    const [record] = records;
    expect(record?.place).toEqual({ source: 0, offset: 24, length: file.length - 24 });
    expect(['192.0.2.1', '2001:db8::1']).toContain(record?.local?.host);
    expect(['198.51.100.2', '2001:db8:0:1::2']).toContain(record?.remote?.host);
    expect(record).toMatchObject({ kind: 'sip', flow: '', lost: 0, direction: null, side: null });
    expect(record?.local).toMatchObject({ port: 5060, transport: 'udp' });
  });

  it.each([
    ['two CRLF', '\r\n\r\n'],
    ['NUL', '\0\0\0\0'],
    ['jaK', 'jaK'],
    ['jaK NUL', 'jaK\0'],
    ['a space', ' '],
    ['bytes', '\x01\x02\x80\xff'],
  ])('behind %s', (_name, junk) => {
    const { records } = read(
      pcapFile([
        f.datagram(
          f.join(
            Uint8Array.from(junk, (c) => c.charCodeAt(0)),
            PAYLOAD,
          ),
        ),
      ]),
    );
    expect(flows(records)).toEqual([SIP]);
  });

  it('in a response, on any port', () => {
    const reply = 'SIP/2.0 200 OK\r\nCall-ID: 1\r\n\r\n';
    const { records } = read(pcapFile([f.datagram(f.text(reply), { sourcePort: 7, targetPort: 40001 })]));
    expect(flows(records)).toEqual([reply]);
    expect(records[0]?.remote).toEqual({ host: '198.51.100.2', port: 40001, transport: 'udp' });
  });
});

describe('dissector passes over', () => {
  it.each<[string, number, Uint8Array, string]>([
    ['ARP', 1, f.ethernet(0x0806, new Uint8Array(28)), 'packet-other'],
    ['RTP', 1, f.datagram(f.hex('80000001 00000000 00000000 d5d5d5')), 'packet-other'],
    ['a keep-alive alone', 1, f.datagram(f.text('\r\n\r\n')), 'packet-other'],
    ['HTTP', 1, f.datagram(f.text('GET / HTTP/1.1\r\n\r\n')), 'packet-other'],
    ['a sentence about SIP', 1, f.datagram(f.text('this is not SIP/2.0 at all')), 'packet-other'],
    ['IEEE 802.11', 105, new Uint8Array(40), 'link-type-unknown'],
    ['an empty frame', 1, new Uint8Array(0), 'packet-other'],
    ['ICMP', 101, f.ipv4(1, PAYLOAD), 'packet-other'],
    ['IP version 9', 101, f.hex('9000000000'), 'packet-other'],
  ])('%s', (_name, linkType, frame, code) => {
    const { records, issues } = read(pcapFile([frame], { linkType }));
    expect(records).toEqual([]);
    expect(issues).toEqual({ [code]: 1 });
  });

  it('packets nested without end', () => {
    let packet = IP;
    for (let i = 0; i < 40; i++) packet = f.ipv4(4, packet);
    expect(read(pcapFile([packet], { linkType: 101 })).issues).toEqual({ 'packet-other': 1 });
  });
});

describe('dissector and the snap length', () => {
  const cut = (length: number) =>
    read(f.join(pcapHeader(), pcapRecord(ETHERNET.subarray(0, length), 0, {}, ETHERNET.length)));

  it('shows what is left of a message and says so', () => {
    const { records, issues } = cut(ETHERNET.length - 3);
    expect(flows(records)).toEqual([SIP.slice(0, -3)]);
    expect(issues).toEqual({ 'packet-cut': 1 });
  });

  it('says that nothing is left', () => {
    for (const length of [30, 36, 42]) expect(cut(length).issues).toEqual({ 'packet-cut': 1 });
  });
});

describe('dissector and fragments', () => {
  const LONG = f.sipMessage(2, 'x'.repeat(4000));
  const orders: [string, (frames: Uint8Array[]) => Uint8Array[]][] = [
    ['in order', (frames) => frames],
    ['backwards', (frames) => frames.toReversed()],
    ['repeated', (frames) => frames.flatMap((frame) => [frame, frame])],
  ];
  it.each(orders)('puts IPv4 and IPv6 packets together: %s', (_name, order) => {
    for (const frames of [f.fragments4(17, f.udp(f.text(LONG)), 1480), f.fragments6(17, f.udp(f.text(LONG)), 1448)]) {
      const file = pcapFile(order(frames));
      const { records } = read(file);
      expect(flows(records)).toEqual([LONG]);
      const [record] = records;
      expect(record?.place.offset).toBe(24);
      expect(record?.further?.length).toBeGreaterThanOrEqual(frames.length - 1);
    }
  });

  it('keeps the bytes that came first where fragments overlap', () => {
    const whole = f.udp(f.text(LONG));
    const [first, ...others] = f.fragments4(17, whole, 1480);
    const liar = f.ethernet(
      0x0800,
      f.ipv4(17, new Uint8Array(1480).fill(0x21), { id: 7, fragment: 0x2000 | (1472 / 8) }),
    );
    const { records } = read(pcapFile([first!, ...others.slice(0, 1), liar, ...others.slice(1)]));
    expect(flows(records)).toEqual([LONG]);
  });

  it('carries a TCP segment in fragments', () => {
    const bytes = f.tcp(f.text(SIP), { sequence: 1 });
    const { records } = read(pcapFile(f.fragments4(6, bytes, 64)));
    expect(flows(records)).toEqual([SIP]);
  });

  it('shows the beginning of a datagram whose end is missing', () => {
    const frames = f.fragments4(17, f.udp(f.text(LONG)), 1480);
    const { records, issues } = read(pcapFile(frames.slice(0, 2)));
    expect(flows(records)).toEqual([LONG.slice(0, 2960 - 8)]);
    expect(issues).toEqual({ 'fragment-incomplete': 1 });
  });

  it('says that the beginning is missing', () => {
    const frames = f.fragments4(17, f.udp(f.text(LONG)), 1480);
    expect(read(pcapFile(frames.slice(1))).issues).toEqual({ 'fragment-incomplete': 2 });
  });

  it('does not join fragments that are a minute apart', () => {
    const frames = f.fragments4(17, f.udp(f.text(LONG)), 1480);
    const records = frames.map((frame, i) => pcapRecord(frame, i === 0 ? 0 : 61));
    expect(flows(read(f.join(pcapHeader(), ...records)).records)).toEqual([LONG.slice(0, 1472)]);
  });

  it('holds a bounded number of packets', () => {
    const frames = Array.from({ length: 2000 }, (_, id) => f.fragments4(17, f.udp(f.text(LONG)), 1480, id)[1]!);
    const file = f.join(pcapHeader(), ...frames.map((frame) => pcapRecord(frame, 0)));
    expect(read(file).issues).toEqual({ 'stream-limit': 976, 'fragment-incomplete': 1024 });
  });
});
