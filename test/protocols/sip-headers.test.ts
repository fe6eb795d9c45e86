import { describe, expect, test } from 'vitest';
import { bareOf, readAddress, readAddresses, splitOutsideQuotes } from '../../src/protocols/sip-address.ts';
import { readMediaType } from '../../src/protocols/media-type.ts';
import { RecurringText } from '../../src/bytes/recurring-text.ts';
import { SipHeaders, field } from '../../src/protocols/sip-headers.ts';
import { bytesOf, wire } from './sip-records.ts';

function headersOf(...lines: string[]): SipHeaders {
  const bytes = bytesOf(wire(...lines));
  const headers = new SipHeaders(new RecurringText());
  headers.scan(bytes, 0, bytes.length);
  return headers;
}

describe('SipHeaders', () => {
  test('reads names in any case, compact forms and blanks before the colon', () => {
    const headers = headersOf('i: c1', 'F :<sip:a@b>', 'CONTENT-LENGTH\t:  7', 'L: 8', 'cSEQ:1 INVITE', '', '');
    expect(headers.value(field('call-id'))).toBe('c1');
    expect(headers.value(field('from'))).toBe('<sip:a@b>');
    expect(headers.number(field('content-length'))).toBe(7);
    expect(headers.all(field('content-length'))).toEqual(['7', '8']);
    expect(headers.value(field('cseq'))).toBe('1 INVITE');
    expect(headers.complete).toBe(true);
  });

  test('unfolds values, and joins lines that an exporter has wrapped', () => {
    const headers = headersOf(
      'Contact: x',
      'From: "A"',
      '\t <sip:a@b>',
      ' ;tag=1',
      'To: "PIC (p',
      'c1"<sip:p@x>',
      '',
      '',
    );
    expect(headers.value(field('from'))).toBe('"A" <sip:a@b> ;tag=1');
    expect(headers.value(field('to'))).toBe('"PIC (pc1"<sip:p@x>');
  });

  test('says where the body starts, with CR LF or LF, and whether the head was whole', () => {
    const bytes = bytesOf('Call-ID: a\nCSeq: 1 BYE\n\nbody');
    const headers = new SipHeaders(new RecurringText());
    headers.scan(bytes, 0, bytes.length);
    expect([headers.complete, headers.bodyStart]).toEqual([true, bytes.length - 4]);
    headers.scan(bytes, 0, 20);
    expect([headers.complete, headers.bodyStart]).toEqual([false, 20]);
    expect(headers.value(field('cseq'))).toBe('1 B');
  });

  test.each([['-5'], ['…'], ['bad'], ['1 2'], [''], ['99999999999999999999']])('has no number for %j', (value) => {
    expect(headersOf('l: ' + value, '', '').number(field('content-length'))).toBeNull();
  });
});

describe('readAddress', () => {
  test.each([
    ['<sip:Alice@Contoso.com>;tag=a;epid=1', 'alice@contoso.com', 'a'],
    ['sip:alice@contoso.com;tag=9', 'alice@contoso.com', '9'],
    ['"Bell, <Alex>" <sips:a.bell@example.com:5061;transport=tls>; TAG = "q;1"', 'a.bell@example.com', 'q;1'],
    ['"J \\\\\\"" <sip:j@example.com>\t;tag=x', 'j@example.com', 'x'],
    ['"A ""B"" <x>" <sip:ab@example.com>;tag=z', 'ab@example.com', 'z'],
    ['"Mr. J. User <sip:j.user@example.com>', 'j.user@example.com', null],
    ['caller<sip:caller@example.com>;tag=323', 'caller@example.com', '323'],
    ['<sip:+4930123@gw.example;user=phone>', '+4930123@gw.example', null],
    ['<tel:+1-201-555-0123;phone-context=x>;tag=t', '+1-201-555-0123', 't'],
    ['<sip:bob@[2001:DB8::1]:5060;lr>', 'bob@[2001:db8::1]', null],
    ['<sip:[2001:db8::1]>', '[2001:db8::1]', null],
    ['<sip:user(contoso.com)@msn.com>', 'user(contoso.com)@msn.com', null],
    ['<sip:%61lice%40x@example.com>', 'alice%40x@example.com', null],
    ['<sip:alice:secret@example.com?subject=a@b>', 'alice@example.com', null],
    ['<sip:[email protected]>;tag=d', '[email protected]', 'd'],
    ['<sip:alice@con toso.com>;tag=w', 'alice@contoso.com', 'w'],
    ['<sip:<alice@contoso.com>>;tag=n', 'alice@contoso.com', 'n'],
    ['im:alice@example.com', 'alice@example.com', null],
    ['<sip:host.example>', 'host.example', null],
    ['isbn:2983792873', 'isbn:2983792873', null],
    ['', null, null],
    ['<>', null, null],
    ['<sip:a@b>;tag=', 'a@b', null],
  ])('%s', (value, bare, tag) => {
    const address = readAddress(value);
    expect([address.bare, address.tag]).toEqual([bare, tag]);
  });

  test('keeps a quoted comma in a list', () => {
    expect(readAddresses('"A, B" <sip:a@x>, <sip:b@x;p="1,2">,sip:c@x').map(({ bare }) => bare)).toEqual([
      'a@x',
      'b@x',
      'c@x',
    ]);
    expect(splitOutsideQuotes('a;"b;c', ';')).toEqual(['a', '"b', 'c']);
  });

  test('bareOf takes a port for a port, not for a scheme', () => {
    expect(bareOf('contoso.com:5061')).toBe('contoso.com');
  });
});

test('readMediaType reads quoted parameters with semicolons, in any case', () => {
  const type = readMediaType('Multipart/Related; Type="a/b;c"; BOUNDARY = x; start');
  expect(type.name).toBe('multipart/related');
  expect([...type.parameters]).toEqual([
    ['type', 'a/b;c'],
    ['boundary', 'x'],
    ['start', ''],
  ]);
});
