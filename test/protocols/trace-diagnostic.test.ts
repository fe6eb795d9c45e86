import { describe, expect, test } from 'vitest';
import { traceDiagnostic } from '../../src/protocols/trace-diagnostic.ts';
import { bytesOf, readRecords, recordOf, wire } from './sip-records.ts';

const read = (...lines: string[]): ReturnType<typeof readRecords> =>
  readRecords([recordOf(wire(...lines), { kind: 'trace-diagnostic' })]);

describe('trace-diagnostic', () => {
  test('reads a record, its result glued to the text or on its own line', () => {
    const glued = read(
      'Severity: warning',
      'Text: The domain of the message resolved by DNS SRV Result-Code: 0xc3e93d6f SIPPROXY_E_EPROUTING_NO_SRV_MATCH',
      'SIP-Start-Line: INVITE sip:bob@x SIP/2.0',
      'SIP-Call-ID: f1b3ad5d',
      'SIP-CSeq: 2066245576 INVITE',
      'Peer: vcse.example:25002',
      'Data: domain="x"; fqdn1="y:5061"',
    );
    const apart = read(
      'LogType: diagnostic',
      'Severity: warning',
      'Text: The domain of the message',
      '  resolved by DNS SRV',
      'Result-Code: 0xc3e93d6f SIPPROXY_E_EPROUTING_NO_SRV_MATCH',
      'SIP-Call-ID: f1b3ad5d',
      'SIP-CSeq: 2066245576 INVITE',
      'Peer: vcse.example:25002',
    );
    for (const { messages, issues } of [glued, apart]) {
      expect(issues).toEqual([]);
      expect(messages).toMatchObject([
        {
          protocol: 'trace-diagnostic',
          callId: 'f1b3ad5d',
          cseq: 2066245576,
          title: expect.stringMatching(/^TF_DIAG warning The domain/) as string,
          facts: [
            {
              kind: 'diagnostic',
              id: null,
              reason: 'The domain of the message resolved by DNS SRV (SIPPROXY_E_EPROUTING_NO_SRV_MATCH)',
              source: 'vcse.example:25002',
            },
          ],
        },
      ]);
    }
  });

  test('takes id and reason where the data are those of ms-diagnostics', () => {
    const { messages } = read(
      'Severity: error',
      'SIP-Call-ID: c',
      'Data: 1010;reason="Certificate trust failed";source="edge"',
    );
    expect(messages[0]?.facts).toMatchObject([{ id: 1010, reason: 'Certificate trust failed', source: 'edge' }]);
  });

  test('says so when a record tells nothing', () => {
    expect(read('Severity: information', '')).toMatchObject({ messages: [], issues: ['other-record'] });
  });

  test('sniffs its own lines and no SIP', () => {
    expect(traceDiagnostic.sniff(bytesOf('LogType: diagnostic\nResult-Code: 0x1 A_B'))).toBe(true);
    expect(traceDiagnostic.sniff(bytesOf('INVITE sip:a@b SIP/2.0\r\nCall-ID: x'))).toBe(false);
  });
});
