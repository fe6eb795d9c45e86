import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../src/bytes/text.ts';
import { PayloadBuffer } from '../../src/formats/payload-buffer.ts';
import { WholeElement } from '../../src/formats/whole-element.ts';

function isWhole(text: string, cut = text.length): boolean {
  const element = new WholeElement();
  const payload = new PayloadBuffer();
  const bytes = bytesOf(text);
  let whole = true;
  for (let at = 0; at < bytes.length; at += cut) {
    payload.append(bytes, at, Math.min(bytes.length, at + cut));
    whole = element.isWhole(payload);
  }
  return whole;
}

describe('WholeElement', () => {
  test.each([
    '',
    '  \n',
    '<presence/>',
    '<presence />',
    "<message to='a>b/'><body>x &lt; y</body></message>",
    '<a/><b></b>\n',
    "<?xml version='1.0'?><stream:stream to='x'>",
    '<stream:stream>',
    '</stream:stream>',
    'dy>rest</body></message>',
    '<a><!-- > <b> -->x<![CDATA[ <c> ]] ]]></a>',
  ])('takes %j for whole, in any cut', (text) => {
    for (const cut of [1, 2, 3, 1000]) expect(isWhole(text, cut)).toBe(true);
  });

  test.each([
    '<presence',
    "<message to='a/>",
    '<message><body>x',
    '<message><body>x</body>',
    '<a/><b>',
    'text',
    '<a/>text',
    '<stream:streams>',
    '<stream:features>',
    '<a><!-- </a>',
    '<a><![CDATA[ </a> ]>',
    '<?xml version="1.0">',
  ])('takes %j for unfinished, in any cut', (text) => {
    for (const cut of [1, 2, 3, 1000]) expect(isWhole(text, cut)).toBe(false);
  });

  test('says whether the payload ends between tags, and goes on in another one', () => {
    const element = new WholeElement();
    const payload = new PayloadBuffer();
    payload.append(bytesOf('<a b="'), 0, 6);
    expect([element.isWhole(payload), element.isInText]).toEqual([false, false]);
    payload.clear();
    element.goOn();
    payload.append(bytesOf('>">x'), 0, 4);
    expect([element.isWhole(payload), element.isInText]).toEqual([false, true]);
    payload.clear();
    element.goOn();
    payload.append(bytesOf('</a>'), 0, 4);
    expect(element.isWhole(payload)).toBe(true);
  });
});
