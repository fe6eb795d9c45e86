import { describe, expect, test } from 'vitest';
import { hasControls, piecesOf } from '../../src/views/parts/controls.ts';

/** Controls in brackets by name, the rest as it is. */
const shown = (text: string): string =>
  piecesOf(text)
    .map(({ text: piece, control }) => (control ? `[${control.name}]` : piece))
    .join('');

describe('piecesOf', () => {
  test.each([
    ['photo\u202egpj.exe', 'photo[RLO]gpj.exe'],
    ['a\u0000b\u001b[31m', 'a[NUL]b[ESC][31m'],
    ['zero\u200bwidth\ufeff', 'zero[ZWSP]width[BOM]'],
    ['\u2066x\u2069', '[LRI]x[PDI]'],
    ['tag \u{e0041}', 'tag [U+E0041]'],
  ])('names what is not seen: %j', (text, expected) => {
    expect(hasControls(text)).toBe(true);
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['line one\nline two\tand a tab\r\n'],
    ['نص عربي and עברית'],
    ['می‌خواهم'],
    ['👩‍👩‍👧 and 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['café naïve 中文 ｆｕｌｌ'],
  ])('leaves text as it is: %j', (text) => {
    expect(hasControls(text)).toBe(false);
    expect(shown(text)).toBe(text);
  });

  test('its pieces together are the text', () => {
    const text = '\u202eab\u0007\u0008c\u{e0020}d\u200e';
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
