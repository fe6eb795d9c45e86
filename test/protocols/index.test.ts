import { describe, expect, test } from 'vitest';
import { PROTOCOLS, openProtocols } from '../../src/protocols/index.ts';
import { bytesOf, flowOf, messageOf, readRecords, recordOf } from './sip-records.ts';

test('PROTOCOLS are told apart by id', () => {
  const wire = ['sip', 'xmpp', 'msrp', 'trace-diagnostic'];
  expect(PROTOCOLS.map(({ id }) => id)).toEqual([...wire, 'archived-session', 'mail', 'chat-compliance']);
});

describe('openProtocols', () => {
  test('leads a record to its protocol by kind, and by content where the kind is not known', () => {
    const stanza = "<message from='a@x' to='b@y'><body>hi</body></message>";
    const { messages, issues } = readRecords([
      recordOf(messageOf({})),
      recordOf(messageOf({ cseq: 2 }), { kind: null }),
      recordOf(stanza, { kind: 'xmpp' }),
      recordOf('LogType: diagnostic\nText: x\nResult-Code: 0x1\nSIP-Call-ID: c', { kind: 'trace-diagnostic' }),
      recordOf('certificate bytes', { kind: 'certificate' }),
    ]);
    expect(messages.map(({ protocol }) => protocol)).toEqual(['sip', 'sip', 'xmpp', 'trace-diagnostic']);
    expect(issues).toEqual([]);
  });

  test('recognises a flow whose first message is cut into bytes', () => {
    const bytes = messageOf({ headers: ['Content-Type: text/plain'], body: 'hello' });
    for (const size of [1, 2, 7, 65_536]) {
      const { sip, issues } = readRecords(flowOf(bytes, [size], { kind: null }));
      expect(sip).toMatchObject([{ facts: [{ kind: 'text', text: 'hello' }] }]);
      expect(issues).toEqual([]);
    }
  });

  test('reports a flow that nobody claims once, a datagram each time', () => {
    const other = flowOf(bytesOf('220 mail.example ESMTP\r\n'.repeat(4000)), [1000], { kind: null });
    expect(readRecords(other).issues).toEqual(['stream-other']);
    const ended = other.map((record, index) => ({ ...record, ends: index === other.length - 1 }));
    expect(readRecords(ended).issues).toEqual(['stream-other']);
    expect(readRecords([recordOf('\x80\x00rtp', { kind: null }), recordOf('x', { kind: null })]).issues).toEqual([
      'packet-other',
      'packet-other',
    ]);
  });

  test('holds little of what nobody claims', () => {
    const account = { explain() {}, skip() {}, issue() {}, place: () => recordOf('').place };
    const reader = openProtocols(account, () => {});
    const payload = new Uint8Array(4096).fill(0x80);
    const before = process.memoryUsage().arrayBuffers;
    for (let flow = 0; flow < 20_000; flow += 1) reader.push(recordOf(payload, { kind: null, flow: 'f' + flow }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 << 20);
    reader.end();
  });
});
