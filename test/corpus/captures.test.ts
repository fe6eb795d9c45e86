/**
 * Every capture of the corpus against what tshark reads in it. A difference is a row below, with what the bytes of the file
 * prove.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import { netmon } from '../../src/formats/netmon.ts';
import { pcap } from '../../src/formats/pcap.ts';
import { pcapng } from '../../src/formats/pcapng.ts';
import type { Message, SourceId } from '../../src/model.ts';
import { openProtocols } from '../../src/protocols/index.ts';

const CORPUS = resolve(
  process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus'),
  'captures',
);
const present = existsSync(resolve(CORPUS, 'tshark.json'));

/** What tshark says of a file; what a capture holds. */
interface Counts {
  sip_requests: number;
  sip_responses: number;
  methods: Record<string, number>;
  statuses: Record<string, number>;
  call_ids: string[];
}

/** File, what differs from tshark, the issue that says so, and the reason. */
const DIFFERENCES: [file: string, change: (counts: Counts) => void, issue: string, reason: string][] = [
  [
    'zeek__sip-junk-before-request.pcap',
    (counts) => {
      counts.sip_requests = 0;
      counts.methods = {};
    },
    'sip-malformed',
    'Its only request, bytes 144 to 195, is "REGISTER sip:1.1.1.1:5060 SIP/2.0", "Expires: 3600" and a blank line: without Call-ID, CSeq, From and To it belongs to no session, so it is reported and not archived. tshark counts start lines.',
  ],
];

function read(name: string, step: number): { counts: Counts; xmpp: number; account: FileAccount; size: number } {
  const bytes = readFileSync(resolve(CORPUS, name));
  const account = new FileAccount(0 as SourceId);
  const ids = new Set<string>();
  const counts: Counts = { sip_requests: 0, sip_responses: 0, methods: {}, statuses: {}, call_ids: [] };
  let xmpp = 0;
  const protocols = openProtocols(account.own, (message: Message) => {
    if (message.protocol === 'xmpp') xmpp++;
    if (message.protocol !== 'sip') return;
    if (message.status === null) {
      counts.sip_requests++;
      counts.methods[message.method] = (counts.methods[message.method] ?? 0) + 1;
    } else {
      counts.sip_responses++;
      counts.statuses[message.status] = (counts.statuses[message.status] ?? 0) + 1;
    }
    if (message.callId !== '') ids.add(message.callId);
  });
  const format = [pcap, pcapng, netmon].find((one) => one.sniff(bytes.subarray(0, 65_536)));
  if (format === undefined) throw new Error(`No format for ${name}.`);
  const writer = format.open({ account, timeZone: 'UTC', modified: null }, (record) => protocols.push(record));
  for (let at = 0; at < bytes.length; at += step) writer.write(bytes.subarray(at, at + step));
  writer.end();
  protocols.end();
  counts.call_ids = [...ids].sort();
  return { counts, xmpp, account, size: bytes.length };
}

describe.skipIf(!present)(`captures of the corpus${present ? '' : ` (none at ${CORPUS})`}`, () => {
  const expected: Record<string, Counts & { xmpp_frames: number }> = present
    ? (JSON.parse(readFileSync(resolve(CORPUS, 'tshark.json'), 'utf8')) as Record<
        string,
        Counts & { xmpp_frames: number }
      >)
    : {};

  it.each(Object.keys(expected))('%s holds what tshark finds', (name) => {
    const { xmpp_frames: _, ...counts } = structuredClone(expected[name]!);
    const found = read(name, 65_536);
    for (const [file, change, issue] of DIFFERENCES) {
      if (file !== name) continue;
      change(counts);
      expect(Object.keys(found.account.issues())).toContain(issue);
    }
    counts.call_ids.sort();
    expect(found.counts).toEqual(counts);
  });

  it.each(Object.keys(expected))('%s is accounted for byte by byte, in any chunks', (name) => {
    const whole = read(name, 65_536);
    expect(whole.account.accounted).toBe(whole.size);
    expect(whole.account.explainedBytes + whole.account.skippedBytes).toBe(whole.size);
    for (const step of [1, 7]) {
      const cut = read(name, step);
      expect(cut.counts).toEqual(whole.counts);
      expect(cut.xmpp).toBe(whole.xmpp);
      expect(cut.account.issues()).toEqual(whole.account.issues());
    }
  });

  it('holds XMPP where tshark finds it, and nowhere else', () => {
    for (const [name, { xmpp_frames }] of Object.entries(expected)) {
      expect([name, read(name, 65_536).xmpp > 0]).toEqual([name, xmpp_frames > 0]);
    }
  });
});
