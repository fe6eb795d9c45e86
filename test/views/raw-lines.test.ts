import { describe, expect, test } from 'vitest';
import { hexLines, isBinary, linesOf, textOf } from '../../src/views/parts/raw-lines.ts';

const names = (text: string): string[] =>
  linesOf(text).flatMap(({ parts }) => parts.filter(({ isName }) => isName).map((part) => part.text));
const joined = (text: string): string[] => linesOf(text).map(({ parts }) => parts.map((part) => part.text).join(''));

describe('linesOf', () => {
  test('marks header names and not what looks like one elsewhere', () => {
    expect(names('Via: SIP/2.0/TLS a\r\nTo: <sip:bob@yahoo.com>\r\nm=message 5060 sip null\r\nx: y\r\n')).toEqual([
      'Via',
      'To',
      'x',
    ]);
  });

  test('marks the names of XML elements', () => {
    expect(names("<message to='a@b'><body>1 < 2</body></message>")).toEqual(['message', 'body', 'body', 'message']);
  });

  test('keeps every character of every line', () => {
    const text = '  folded\ttab  \r\n<b>&amp;</b>\n\n你好';
    expect(joined(text)).toEqual(['  folded\ttab  ', '<b>&amp;</b>', '', '你好']);
  });

  test('passes over the names in a line of a megabyte', () => {
    const long = `${'<a>'.repeat(350_000)}`;
    expect(linesOf(long)).toEqual([{ parts: [{ text: long, isName: false }] }]);
  });
});

describe('textOf', () => {
  test('reads UTF-8 and shows what is not as �', () => {
    expect(textOf(new Uint8Array([0xe4, 0xbd, 0xa0, 0xff]))).toBe('你\ufffd');
  });
  test('reads UTF-16LE where its zeros show it', () => {
    expect(textOf(new Uint8Array(Buffer.from('INVITE sip:a', 'utf16le')))).toBe('INVITE sip:a');
  });
});

test('isBinary tells a picture from a log', () => {
  expect(isBinary(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1]))).toBe(true);
  expect(isBinary(new TextEncoder().encode('INVITE sip:a SIP/2.0\r\n\tfolded\r\n'))).toBe(false);
});

test('hexLines writes sixteen bytes a line', () => {
  const lines = hexLines(new Uint8Array([...Array(17).keys()].map((n) => n + 65)));
  expect(lines).toHaveLength(2);
  expect(lines[0]?.parts.map(({ text }) => text).join('')).toBe(
    '00000000  41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP',
  );
  expect(lines[1]?.parts[0]?.text).toBe('00000010');
});
