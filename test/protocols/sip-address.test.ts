import { describe, expect, test } from 'vitest';
import { readAddress, readAddresses } from '../../src/protocols/sip-address.ts';

describe('readAddress', () => {
  test.each([
    ['&quot;Bob &amp; Co&quot; &lt;sip:Bob@Yahoo.com;gruu&gt;;tag=x', 'bob@yahoo.com', 'x'],
    ['&lt;sip:bob@yahoo.com&gt;', 'bob@yahoo.com', null],
    ['&#34;X&#34; &lt;sips:bob@yahoo.com&gt;;epid=1;tag=y', 'bob@yahoo.com', 'y'],
    // What only looks like it is read as it stands: a name may hold anything.
    ['"&lt;sip:eve@evil.org&gt;" <sip:bob@yahoo.com>;tag=z', 'bob@yahoo.com', 'z'],
    ['sip:a&lt@contoso.com;tag=w', 'a&lt@contoso.com', 'w'],
  ])('reads %s, whose brackets a web page has made entities', (value, bare, tag) => {
    expect(readAddress(value)).toMatchObject({ bare, tag });
  });
});

test('readAddresses parts a list that a web page has escaped', () => {
  const value = '&quot;Bob, Jr.&quot; &lt;sip:bob@yahoo.com&gt;, &lt;sip:carol@yahoo.com&gt;';
  expect(readAddresses(value).map(({ bare }) => bare)).toEqual(['bob@yahoo.com', 'carol@yahoo.com']);
});
