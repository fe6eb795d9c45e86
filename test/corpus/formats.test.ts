/** Which format reads which text of the corpus, how many records it finds, and that every byte is accounted for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectEncoding } from '../../src/bytes/encoding.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { CUTS, accountedBytes, readLog } from '../formats/read-log.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');

const ROWS: [file: string, format: string | null, records: number, why: string][] = [
  ['lync/lync2010-edge-options.txt', 'sipstack', 1, 'a whole record'],
  ['lync/lync2010-edge-tf_component-no-begin.txt', 'sipstack', 1, 'a diagnostic without a begin mark'],
  ['lync/sfb2015-edge-cls-diag.txt', 'sipstack', 1, 'a TF_DIAG record'],
  ['lync/ocs2007-rk-pic-subscribe.txt', 'sipstack', 1, 'no head, no end mark, wrapped lines'],
  ['lync/avaya-cc-begin_record-variant.txt', 'sipstack', 0, 'cut off before its Call-ID'],
  ['lync/ms-pres-4.11-msrtc-subscribe-federated.txt', 'sip-text', 1, 'a message alone'],
  ['lync/ms-pres-4.4.3-benotify-headers.txt', 'sip-text', 1, 'Content-Length is an ellipsis'],
  ['lync/sipe-issue119-INFO-keyboardactivity.txt', 'sipe', 1, 'cut off in the body'],
  ['lync/windows-messenger5-rtcdll-header-only.txt', 'uccapi', 1, 'a start line alone'],
  ['lync/sipe-issue119-categories-body-part.txt', null, 0, 'a part of a body, no message'],
  ['sip-text/wireshark-follow-tcp-sip.txt', 'sip-text', 7, 'seven messages'],
  ['sip-text/linphone-desktop-397.txt', 'linphone', 2, 'two messages, the second cut by its publisher'],
  ['sip-text/linphone-message.txt', 'linphone', 0, 'a head without its message'],
  ['sip-text/linphone-sdk-78-keepalive-glued.txt', null, 0, 'lines about messages, no message'],
  ['sip-text/sipe-old-style-received.txt', 'sipe', 1, 'a message between rules of #'],
  ['sip-text/b199-iso-SyslogCatchAll.txt', 'pjsip', 16, 'behind two syslog heads; 16 heads TX or RX are in it'],
  [
    'sip-text/headers-one-per-tool.txt',
    'syslog-escaped',
    1,
    'heads of ten tools, of which one has a start line behind it',
  ],
  ['lync/sipe-issue126-safe-debug.txt', 'sipe', 0, 'safe debugging: no content'],
  ['lync/skype-pic-404-rsyslog-escaped.txt', 'syslog-escaped', 1, '#015 without #012'],
  ['xmpp-text/ejabberd.txt', 'ejabberd', 1, 'one stanza'],
  ['xmpp-text/prosody.txt', 'prosody', 0, 'the top tag of no stanza'],
  [
    'xmpp-text/pidgin-jabber.txt',
    'pidgin-jabber',
    2,
    'what was sent and received at the login, shortened by its publisher',
  ],
  ['xmpp-text/wireshark-follow-tcp-jabber.txt', 'xmpp-stream', 134, 'elements of both directions'],
];

describe.skipIf(!existsSync(CORPUS))(`formats on the corpus (skipped where ${CORPUS} is absent)`, () => {
  test.each(ROWS)('%s is read by %s: %i records (%s)', (file, format, records) => {
    const bytes = readFileSync(join(CORPUS, file));
    const found = FORMATS.find((each) => each.sniff(bytes));
    expect(found?.id ?? null).toBe(format);
    if (found === undefined) return;
    const encoding = detectEncoding(bytes);
    const whole = readLog(found, bytes, { encoding });
    expect(whole.records).toHaveLength(records);
    for (const cut of CUTS) {
      const log = readLog(found, bytes, { encoding, cut });
      expect(log.records).toEqual(whole.records);
      expect(accountedBytes(log)).toBe(bytes.length);
    }
  });
});
