import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameKind } from '../../src/protocols/xmpp-frame.ts';
import { StanzaFramer } from '../../src/protocols/xmpp-framer.ts';
import { MAX_STANZA } from '../../src/protocols/xmpp-limits.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Frame = [FrameKind, string, number];

function frame(chunks: readonly Uint8Array[]): Frame[] {
  const frames: Frame[] = [];
  const framer = new StanzaFramer((kind, bytes, offset) => frames.push([kind, decoder.decode(bytes), offset]));
  for (const chunk of chunks) framer.push(chunk);
  framer.end();
  return frames;
}

function chunks(text: string, size: number): Uint8Array[] {
  const bytes = encoder.encode(text);
  const list: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) list.push(bytes.slice(at, at + size));
  return list;
}

function kinds(text: string): FrameKind[] {
  return frame([encoder.encode(text)]).map(([kind]) => kind);
}

const STREAM = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='a.example'>
<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>
<message to='b@a.example' id='1'><body>a &lt; b "c" 'd' é 世界 🙂</body></message><!-- <message> in a comment --><presence/>
<message from='b@a.example'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body>in</body></message></forwarded></received></message>
<iq type='get' id="a>b"><query xmlns='x'><![CDATA[</iq> <message>]]><!-- </iq> --></query></iq>
 <a xmlns='urn:xmpp:sm:3' h='1'/><presence type='unavailable'  ></presence ></stream:stream>`;

describe('StanzaFramer', () => {
  test('frames stanzas, headers and the end of the stream, and nothing in comments or CDATA', () => {
    expect(frame([encoder.encode(STREAM)]).map(([kind, text]) => kind + ' ' + text.slice(0, 9))).toEqual([
      'header <stream:s',
      'negotiation <stream:f',
      'stanza <message ',
      'stanza <presence',
      'stanza <message ',
      'stanza <iq type=',
      'stanza <presence',
      'close </stream:',
    ]);
  });

  test.each([1, 2, 3, 7, 64, 65_536])('gives the same in chunks of %i bytes', (size) => {
    expect(frame(chunks(STREAM, size))).toEqual(frame([encoder.encode(STREAM)]));
  });

  test('gives the same however the stream is cut', () => {
    const bytes = encoder.encode(STREAM);
    const whole = frame([bytes]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const parts = at.slice(1).map((end, index) => bytes.slice(at[index], end));
        expect(frame(parts)).toEqual(whole);
      }),
    );
  });

  test('says where each stanza begins in the stream', () => {
    for (const [, text, offset] of frame(chunks(STREAM, 5))) {
      expect(decoder.decode(encoder.encode(STREAM).slice(offset)).startsWith(text)).toBe(true);
    }
  });

  test('never throws, and gives only what was there, for any bytes', () => {
    const piece = fc.constantFrom(
      ...[
        '<message',
        '<message>',
        '</message>',
        '<iq/>',
        '<body>',
        '</body>',
        '<',
        '>',
        '"',
        "'",
        '/',
        '!',
        '<!--',
        '-->',
      ],
      ...[
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '<!DOCTYPE',
        '[',
        ']',
        '<stream:stream',
        '</stream:stream>',
        ' ',
        'x',
        '\0',
        'é',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
        const text = pieces.join('');
        const whole = frame([encoder.encode(text)]);
        for (const [, bytes] of whole) expect(text).toContain(bytes);
        // Cut elsewhere it may only differ where a chunk begins with a stanza inside an open one.
        if (!/<message|<iq/.test(text.slice(1))) expect(frame(chunks(text, size))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test('goes on at the next stanza after one whose tags do not fit', () => {
    expect(kinds('<message><body>a<br>b</body></message><iq/>')).toEqual(['damaged', 'stanza']);
    expect(kinds('<message><body>a < b</body></message><iq/>')).toEqual(['damaged', 'stanza']);
    expect(kinds('<message to="a<b"><body/></message><iq/>')).toEqual(['damaged', 'stanza']);
    expect(kinds('<message><body></message></body></message><iq/>')).toEqual(['damaged', 'stanza']);
  });

  test('finds the stanzas behind one that was cut', () => {
    const after = '<message id="2"><body>two</body></message><presence id="3"/>';
    expect(frame(chunks('<message id="1"><body>on', 100).concat(chunks(after, 100))).map(([kind]) => kind)).toEqual([
      'truncated',
      'stanza',
      'stanza',
    ]);
    expect(kinds('<message id="1"><body>on' + after)).toEqual(['truncated', 'stanza', 'stanza']);
    expect(kinds('<message id="1"><body>on</message>' + after)).toEqual(['damaged', 'stanza', 'stanza']);
    expect(kinds('<message id="1"><body>on' + after + '</stream:stream>' + after)).toContain('close');
  });

  test('refuses declarations and instructions, and reads on', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "<message>]>"><!ENTITY b '&a;&a;'>]>`;
    expect(kinds(bomb + '<message><body>&b;</body></message>')).toEqual(['refused', 'stanza']);
    expect(kinds('<?php echo ?><iq/>')).toEqual(['refused', 'stanza']);
    expect(kinds('<?xml-stylesheet href="x"?><iq/>')).toEqual(['refused', 'stanza']);
    expect(kinds('<message><body>a<?x y?></body></message><iq/>')).toEqual(['refused', 'stanza']);
    expect(kinds('<message><!DOCTYPE x></message><iq/>')).toEqual(['refused', 'stanza']);
    expect(kinds('<?xml version="1.0"?><iq/>')).toEqual(['stanza']);
  });

  test('reads 100,000 nested tags in under a second, refuses them, and goes on', () => {
    const deep = '<message>' + '<a>'.repeat(100_000) + '</a>'.repeat(100_000) + '</message><iq/>';
    const open = '<message>' + '<a>'.repeat(100_000);
    const began = performance.now();
    expect(kinds(deep)).toEqual(['too-deep', 'stanza']);
    expect(kinds(open)).toEqual(['too-deep']);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('looks at no byte more than a few times, however many stanzas begin inside each other', () => {
    const result = kinds('<message>'.repeat(100_000) + '<iq/>');
    expect(result.at(-1)).toBe('stanza');
    expect(result.length).toBeLessThanOrEqual(100_001);
  });

  test.each(['<!-- In ', '<?x ', '<!DOCTYPE x [', '<![CDATA['])(
    'looks at no byte more than a few times, however many %s are never closed',
    (start) => {
      const text = start.repeat(600_000 / start.length) + '<presence/>';
      const began = performance.now();
      expect(frame([encoder.encode(text)])).toEqual(frame(chunks(text, 65_536)));
      expect(performance.now() - began).toBeLessThan(1500);
      expect(frame(chunks(text, 65_536)).at(-1)?.slice(0, 2)).toEqual(['stanza', '<presence/>']);
    },
  );

  test('takes markup up to the limit for markup, wherever the chunks end', () => {
    const text = (length: number): string => `<!--${'x'.repeat(length)}<presence/>--><message/>`;
    for (const length of [65_000, 65_517, 65_518, 65_519, 65_520, 65_525, 66_000]) {
      const whole = frame([encoder.encode(text(length))]);
      expect(whole).toHaveLength(length < 65_519 ? 1 : 2);
      for (const size of [1000, 65_536]) expect(frame(chunks(text(length), size))).toEqual(whole);
    }
  });

  test('gives up on a stanza that is longer than the limit and reads on inside it', () => {
    const long = '<message><body>' + 'x'.repeat(MAX_STANZA) + '</body></message><iq/>';
    expect(frame(chunks(long, 65_536)).map(([kind]) => kind)).toEqual(['too-long', 'stanza']);
    const open = '<message>' + '<b>x</b>'.repeat(MAX_STANZA / 8) + '<presence/>';
    expect(frame(chunks(open, 65_536)).map(([kind]) => kind)).toEqual(['too-long', 'stanza']);
  });

  test('does not take stray markup for the beginning of something long', () => {
    const text = 'a <!-- never ends ' + 'x'.repeat(100_000) + '<iq/> <?oops ' + 'y'.repeat(100_000) + '<presence/>';
    expect(frame(chunks(text, 65_536)).map(([kind]) => kind)).toEqual(['stanza', 'stanza']);
  });
});
