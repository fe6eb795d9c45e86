/** Fragments of real Lync traces and of the specifications' examples, as the SIP side reads them. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecords, recordOf } from '../protocols/sip-records.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
const FOLDER = join(CORPUS, 'lync');
const absent = existsSync(FOLDER) ? '' : ` (skipped: no corpus at ${CORPUS})`;

const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
/** From the line that begins with `mark`, without the mark. */
const from = (text: string, mark: string): string => text.slice(text.indexOf(mark) + mark.length);

describe.skipIf(absent !== '')('lync fragments' + absent, () => {
  test('an answer with the Edge’s word on it', () => {
    const { sip, issues } = readRecords([recordOf(textOf('ms-pres-4.11-msrtc-subscribe-federated.txt'))]);
    expect(issues).toEqual([]);
    expect(sip).toMatchObject([
      {
        method: 'SUBSCRIBE',
        status: 200,
        event: 'presence',
        from: 'alice@fabrikam.com',
        fromTag: '38209ebf3e',
        to: 'bob@contoso.com',
        markers: [
          {
            kind: 'trust',
            sourceType: 'AutoFederation',
            network: 'federation',
            verified: true,
            remoteFqdn: null,
            edgeFqdn: 'lcsproxy-internal.fabrikam.com',
          },
        ],
      },
    ]);
  });

  test('a BENOTIFY whose length was redacted', () => {
    const { sip, issues } = readRecords([recordOf(textOf('ms-pres-4.4.3-benotify-headers.txt'))]);
    expect(issues).toEqual([]);
    expect(sip).toMatchObject([{ method: 'BENOTIFY', cseq: 2, event: 'vnd-microsoft-roaming-self', facts: [] }]);
  });

  test('a SUBSCRIBE to a public provider, wrapped and redacted by its publisher', () => {
    const { sip } = readRecords([recordOf(from(textOf('ocs2007-rk-pic-subscribe.txt'), 'Start-Line: '))]);
    expect(sip).toMatchObject([
      {
        method: 'SUBSCRIBE',
        callId: 'cecb8c21ba01462a90f2f7235673f2b9',
        from: '[email protected]',
        fromTag: 'dfac414f0f',
        event: 'presence',
        markers: [
          { kind: 'user-data', publicCloud: true, federation: true },
          { kind: 'agent', value: 'UCCP/2.0.6362.0 OC/2.0.6362.0 (Microsoft Office Communicator)' },
        ],
      },
    ]);
  });

  test('a typing notice whose body is cut', () => {
    const text = from(textOf('sipe-issue119-INFO-keyboardactivity.txt'), '153566Z\n');
    const { sip, issues } = readRecords([recordOf(text)]);
    expect(sip).toMatchObject([
      { method: 'INFO', from: 'user.b@example.com', facts: [{ kind: 'notice', notice: 'typing' }] },
    ]);
    expect(issues).toEqual(['sip-body-short']);
  });

  test('a 404 through Messenger’s proxy, with two diagnostics', () => {
    const text = textOf('skype-pic-404-rsyslog-escaped.txt').replaceAll('#015 ', '\r\n').replaceAll('#015', '\r\n');
    const { sip } = readRecords([recordOf(text)]);
    expect(sip).toMatchObject([{ method: 'INVITE', status: 404, from: 'engelmatt@skype.com' }]);
    expect(sip[0]?.facts.flatMap((fact) => (fact.kind === 'diagnostic' ? [[fact.id, fact.source]] : []))).toEqual([
      [1034, 'federation.messenger.msn.com'],
      [10003, 'AMS0S00MED02.infra.lync.com'],
    ]);
  });

  test('TF_DIAG and TF_COMPONENT records', () => {
    const read = (file: string): unknown =>
      readRecords([recordOf(textOf(file), { kind: 'trace-diagnostic' })]).messages.map((message) => [
        message.protocol === 'trace-diagnostic' && message.callId,
        message.facts,
      ]);
    expect(read('sfb2015-edge-cls-diag.txt')).toMatchObject([
      [
        'f1b3ad5d-183b-4632-b210-c2f9bec71960',
        [
          {
            kind: 'diagnostic',
            reason:
              'The domain of the message resolved by DNS SRV but none of the FQDNs is in the same domain (SIPPROXY_E_EPROUTING_MSG_ALLOWED_DOMAIN_NO_SRV_MATCH)',
            source: 'vcse.steven.lab:25002',
          },
        ],
      ],
    ]);
    expect(read('lync2010-edge-tf_component-no-begin.txt')).toMatchObject([
      ['c00bc6180f284b948be61febf274d05e', [{ reason: expect.stringContaining('SIPPROXY_E_ROUTING') as string }]],
    ]);
  });
});
