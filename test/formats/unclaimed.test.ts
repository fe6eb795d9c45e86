import { expect, test } from 'vitest';
import { reasonUnclaimed } from '../../src/formats/unclaimed.ts';

test.each<[string, string, string | null]>([
  [
    'fields without a start line',
    'Via: SIP/2.0/TCP a\nTo: sip:a@b.example\nCSeq: 1 MESSAGE\nCall-Id: x\n\nHello',
    'sip-start-missing',
  ],
  [
    'a start line without a version',
    'INVITE sip:a@b.example\r\nCall-ID: x\r\nVia: SIP/2.0/UDP a\r\n',
    'sip-start-missing',
  ],
  ['fields behind a prefix', '12:00:01 | Call-ID: x\n12:00:01 | CSeq: 1 INVITE\n', 'sip-start-missing'],
  [
    'a presence document',
    '<state xsi:type="aggregateState" xmlns="http://schemas.microsoft.com/2006/09/sip/state"/>',
    'xml-other',
  ],
  ['mail', 'From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nHello', null],
  ['words', 'transaction [BYE], from state [INIT] to [TRYING]\n', null],
  ['a page of what is less < than', '< is less than\n', null],
  ['nothing', '', null],
])('reasonUnclaimed of %s', (_, text, expected) => {
  expect(reasonUnclaimed(new TextEncoder().encode(text))).toBe(expected);
});
