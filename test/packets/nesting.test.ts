/** Tunnels, tags, fragments and extension headers within each other: each gives the one message, whatever the byte order and the cuts. */
import { expect, it } from 'vitest';
import { pcapng } from '../../src/formats/pcapng.ts';
import {
  block,
  enhancedPacket,
  flows,
  interfaceBlock,
  number,
  option,
  pcapFile,
  read,
  sectionHeader,
} from './captures.ts';
import * as f from './frames.ts';
import { be, hex, join, text, type Bytes } from './frames.ts';

const MESSAGE = f.sipMessage(1, 'hello');
const m = text(MESSAGE);
const inner4 = f.ipv4(17, f.udp(m));
const inner6 = f.ipv6(17, f.udp(m));
const eth = f.ethernet;
const vxlan = (frame: Bytes): Bytes =>
  f.udp(join(hex('0800000000002a00'), frame), { sourcePort: 55555, targetPort: 4789 });
const gre = (etherType: number, packet: Bytes, flags = '0000', options = ''): Bytes =>
  join(hex(flags), be(2, etherType), hex(options), packet);
/** An IPv6 extension header without content. */
const extension = (next: number, packet: Bytes, length = 0): Bytes =>
  join(be(1, next), be(1, length), new Uint8Array(6 + 8 * length), packet);

const CASES: [string, Bytes[]][] = [
  ['vlan', [eth(0x0800, inner4, [[0x8100, 5]])]],
  [
    'qinq 88a8',
    [
      eth(0x0800, inner4, [
        [0x88a8, 5],
        [0x8100, 6],
      ]),
    ],
  ],
  [
    'qinq 9100',
    [
      eth(0x0800, inner4, [
        [0x9100, 5],
        [0x8100, 6],
      ]),
    ],
  ],
  [
    'qinq 8100x2 v6',
    [
      eth(0x86dd, inner6, [
        [0x8100, 5],
        [0x8100, 6],
      ]),
    ],
  ],
  [
    'three tags',
    [
      eth(0x86dd, inner6, [
        [0x88a8, 4],
        [0x8100, 5],
        [0x8100, 6],
      ]),
    ],
  ],
  ['gre', [eth(0x0800, f.ipv4(47, gre(0x0800, inner4)))]],
  ['gre key seq csum', [eth(0x0800, f.ipv4(47, gre(0x0800, inner4, 'b000', '00000000 00000001 00000002')))]],
  ['gre teb', [eth(0x0800, f.ipv4(47, gre(0x6558, eth(0x86dd, inner6))))]],
  ['gre in v6', [eth(0x86dd, f.ipv6(47, gre(0x86dd, inner6)))]],
  ['ipip', [eth(0x0800, f.ipv4(4, inner4))]],
  ['6in4', [eth(0x0800, f.ipv4(41, inner6))]],
  ['4in6', [eth(0x86dd, f.ipv6(4, inner4))]],
  ['vxlan', [eth(0x0800, f.ipv4(17, vxlan(eth(0x0800, inner4))))]],
  ['vxlan vlan inside v6', [eth(0x86dd, f.ipv6(17, vxlan(eth(0x86dd, inner6, [[0x8100, 9]]))))]],
  [
    'vxlan in gre in vlan',
    [eth(0x0800, f.ipv4(47, gre(0x0800, f.ipv4(17, vxlan(eth(0x0800, inner4))))), [[0x8100, 9]])],
  ],
  ['frag4', f.fragments4(17, f.udp(m), 64)],
  ['frag4 reversed', f.fragments4(17, f.udp(m), 64).reverse()],
  ['frag6', f.fragments6(17, f.udp(m), 64)],
  ['frag of vxlan', f.fragments4(17, vxlan(eth(0x0800, inner4)), 96)],
  ['frag of gre', f.fragments4(47, gre(0x0800, inner4), 64)],
  [
    'frag inside gre',
    f
      .fragments4(17, f.udp(m), 64)
      .map((fr, i) => eth(0x0800, f.ipv4(47, gre(0x0800, fr.subarray(14)), { id: 100 + i }))),
  ],
  [
    'frag inside vxlan reversed with dup',
    [...f.fragments4(17, f.udp(m), 64), f.fragments4(17, f.udp(m), 64)[1]!]
      .reverse()
      .map((fr, i) => eth(0x0800, f.ipv4(17, vxlan(fr), { id: 100 + i }))),
  ],
  ['v6 ext: hbh dst routing', [eth(0x86dd, f.ipv6(0, extension(60, extension(43, extension(17, f.udp(m), 1)))))]],
  ['v6 ext + frag', f.fragments6(60, extension(17, f.udp(m)), 64)],
  ['v6 atomic frag', [eth(0x86dd, f.ipv6(44, join(hex('1100 0000 00000009'), f.udp(m))))]],
  ['v4 options', [eth(0x0800, f.ipv4(17, f.udp(m), { options: hex('94040000') }))]],
  ['ethernet padding', [join(eth(0x0800, inner4), new Uint8Array(9))]],
  [
    '802.3 llc snap',
    [join(hex('020000000002 020000000001'), be(2, 8 + inner4.length), hex('aaaa03 000000 0800'), inner4)],
  ],
  ['mpls', [eth(0x8847, join(hex('00010140'), inner4))]],
  ['mpls 2 labels', [eth(0x8847, join(hex('00010040 00020140'), inner4))]],
  ['pppoe', [eth(0x8864, join(hex('1100 0001'), be(2, inner4.length + 2), hex('0021'), inner4))]],
  ['tcp in gre', [eth(0x0800, f.ipv4(47, gre(0x0800, f.ipv4(6, f.tcp(m, { sequence: 1 })))))]],
  ['jumbo total 0 (TSO)', [eth(0x0800, f.ipv4(6, f.tcp(m, { sequence: 1 }), { total: 0 }))]],
  [
    'geneve',
    [
      eth(
        0x0800,
        f.ipv4(17, f.udp(join(hex('0000 6558 00000100'), eth(0x0800, inner4)), { sourcePort: 5555, targetPort: 6081 })),
      ),
    ],
  ],
  [
    'vxlan-gpe-like old port 8472',
    [
      eth(
        0x0800,
        f.ipv4(17, f.udp(join(hex('0800000000002a00'), eth(0x0800, inner4)), { sourcePort: 5555, targetPort: 8472 })),
      ),
    ],
  ],
  [
    'erspan II',
    [eth(0x0800, f.ipv4(47, gre(0x88be, join(new Uint8Array(8).fill(0x10), eth(0x0800, inner4)), '1000', '00000001')))],
  ],
  [
    'gtp-u',
    [
      eth(
        0x0800,
        f.ipv4(
          17,
          f.udp(join(hex('30ff'), be(2, inner4.length), hex('00000001'), inner4), {
            sourcePort: 2152,
            targetPort: 2152,
          }),
        ),
      ),
    ],
  ],
];

it.each(CASES)('dissector reads %s', (_, frames) => {
  for (const little of [true, false]) {
    const { records } = read(pcapFile(frames, { little, nanoseconds: !little }));
    expect(flows(records)).toEqual([MESSAGE]);
  }
  for (const step of [1, 7]) expect(flows(read(pcapFile(frames), undefined, step).records)).toEqual([MESSAGE]);
});

it('pcapng reads two sections of either byte order, two resolutions, simple packets and blocks it does not know', () => {
  const frame = eth(0x0800, inner4);
  const section = (little: boolean): Bytes =>
    join(
      sectionHeader(little),
      block(0x0bad, new Uint8Array(12), little),
      interfaceBlock(1, [option(2, text('eth0'), little), option(9, Uint8Array.of(9), little)], little),
      interfaceBlock(101, [option(9, Uint8Array.of(0x8a), little)], little),
      enhancedPacket(frame, 1526199167123456789n, 0, little),
      block(4, new Uint8Array(8), little),
      enhancedPacket(inner6, (1526199168n << 10n) + 512n, 1, little),
      block(3, join(number(4, frame.length, little), frame), little),
    );
  const { records, issues } = read(join(section(true), section(false)), pcapng);
  expect(flows(records)).toEqual(Array.from({ length: 6 }, () => MESSAGE));
  expect(records.map(({ time }) => time)).toEqual([
    1526199167123.4568,
    1526199168500,
    null,
    1526199167123.4568,
    1526199168500,
    null,
  ]);
  expect(issues).toEqual({ 'other-record': 2 });
});
