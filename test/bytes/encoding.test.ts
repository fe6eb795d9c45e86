import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import { detectEncoding, type TextEncoding } from '../../src/bytes/encoding.ts';
import { Transcoder } from '../../src/bytes/transcoder.ts';
import type { SourceId } from '../../src/model.ts';

function utf16(text: string, little: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return little ? bytes : bytes.swap16();
}

function transcode(encoding: TextEncoding, bytes: Uint8Array, cut: number): { view: Buffer; account: FileAccount } {
  const account = new FileAccount(0 as SourceId);
  const transcoder = new Transcoder(encoding, account);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += cut) {
    pieces.push(Buffer.from(transcoder.write(bytes.subarray(at, at + cut))));
  }
  pieces.push(Buffer.from(transcoder.end()));
  return { view: Buffer.concat(pieces), account };
}

describe('detectEncoding', () => {
  const rows: [string, Uint8Array, TextEncoding][] = [
    ['ASCII', Buffer.from('INVITE sip:bob@contoso.com SIP/2.0\r\n'), { name: 'utf-8', bom: 0 }],
    ['nothing', new Uint8Array(0), { name: 'utf-8', bom: 0 }],
    ['UTF-8 with BOM', Buffer.from('\uFEFFSubject: Grüße'), { name: 'utf-8', bom: 3 }],
    ['UTF-8 without BOM', Buffer.from('Subject: Grüße 你好'), { name: 'utf-8', bom: 0 }],
    ['UTF-8 cut inside a character', Buffer.from('你好').subarray(0, 5), { name: 'utf-8', bom: 0 }],
    ['UTF-16LE with BOM', utf16('\uFEFFa', true), { name: 'utf-16le', bom: 2 }],
    ['UTF-16BE with BOM', utf16('\uFEFFa', false), { name: 'utf-16be', bom: 2 }],
    ['UTF-16LE without BOM', utf16('TL_INFO(TF_PROTOCOL) é', true), { name: 'utf-16le', bom: 0 }],
    ['UTF-16BE without BOM', utf16('TL_INFO(TF_PROTOCOL) é', false), { name: 'utf-16be', bom: 0 }],
    ['Windows-1252', Buffer.from('Müller sagt: schöne Grüße, Jos\xe9', 'latin1'), { name: 'windows-1252', bom: 0 }],
    ['Windows-1252 quotes', Buffer.from('\x93Don\x92t\x94 \x96 5 \x80', 'latin1'), { name: 'windows-1252', bom: 0 }],
    ['UTF-8 with damaged bytes', Buffer.from('abc \xff\xfe def \x80\x81', 'latin1'), { name: 'utf-8', bom: 0 }],
    [
      'UTF-8 with one damaged word',
      Buffer.concat([Buffer.from('Grüße und Küsse '), Buffer.from('M\xfcller', 'latin1')]),
      { name: 'utf-8', bom: 0 },
    ],
  ];
  test.each(rows)('tells %s', (_, head, encoding) => expect(detectEncoding(head)).toEqual(encoding));
});

describe('Transcoder', () => {
  const text = 'Größe: 5 €, 你好 😀\r\nTL_INFO';
  const cuts = [1, 2, 7, 65_536];

  test.each(cuts)('reads UTF-16 and code pages in chunks of %i bytes, offsets exact', (cut) => {
    const latin = 'Größe: 5 €\r\nJosé';
    const rows: [TextEncoding, Uint8Array, string][] = [
      [{ name: 'utf-16le', bom: 2 }, utf16('\uFEFF' + text, true), text],
      [{ name: 'utf-16be', bom: 2 }, utf16('\uFEFF' + text, false), text],
      [{ name: 'utf-16be', bom: 0 }, utf16(text, false), text],
      [{ name: 'utf-8', bom: 3 }, Buffer.from('\uFEFF' + text), text],
      [{ name: 'utf-8', bom: 0 }, Buffer.from(text), text],
      [{ name: 'windows-1252', bom: 0 }, Buffer.from('Gr\xf6\xdfe: 5 \x80\r\nJos\xe9', 'latin1'), latin],
      [{ name: 'koi8-r', bom: 0 }, Buffer.from([0xf0, 0xd2, 0x21]), 'Пр!'],
    ];
    for (const [encoding, bytes, expected] of rows) {
      const { view, account } = transcode(encoding, bytes, cut);
      expect(view.toString()).toBe(expected);
      expect(account.issues()).toEqual({});
      // Each character of the view lies where it lies in the file.
      let viewAt = 0;
      let fileAt = encoding.bom;
      for (const character of expected) {
        const viewLength = Buffer.byteLength(character);
        const wide = encoding.name.startsWith('utf-16');
        const fileLength = wide ? character.length * 2 : encoding.name === 'utf-8' ? viewLength : 1;
        expect(account.place(viewAt, viewLength)).toEqual({ source: 0, offset: fileAt, length: fileLength });
        viewAt += viewLength;
        fileAt += fileLength;
      }
      account.explain(3);
      account.skip('other-record', 3, view.length - 3);
      expect(account.explainedBytes + account.skippedBytes).toBe(bytes.length);
      expect(account.skippedBytes).toBeGreaterThan(0);
    }
  });

  test.each(cuts)('reports what is not valid with its own place, in chunks of %i bytes', (cut) => {
    const pair = Buffer.from([0x41, 0, 0x3d, 0xd8, 0x42, 0, 0x00, 0xde, 0x43]);
    const wide = transcode({ name: 'utf-16le', bom: 0 }, pair, cut);
    expect(wide.view.toString()).toBe('A\uFFFDB\uFFFD\uFFFD');
    const places = wide.account.issues()['text-not-utf8']?.places.map((place) => [place.offset, place.length]);
    expect(places).toEqual([[2, 2], [6, 2], [8, 1]]); // prettier-ignore
    expect(wide.account.place(0, wide.view.length).length).toBe(pair.length);

    const bytes = Buffer.concat([Buffer.from('ä'), Buffer.from([0xff, 0x20, 0xe2, 0x82, 0x20, 0xed, 0xa0, 0xf0])]);
    const narrow = transcode({ name: 'utf-8', bom: 0 }, bytes, cut);
    expect(narrow.view.equals(bytes)).toBe(true);
    const reported = narrow.account.issues()['text-not-utf8']?.places.map((place) => [place.offset, place.length]);
    expect(reported).toEqual([[2, 1], [4, 2], [7, 1], [8, 1], [9, 1]]); // prettier-ignore
  });

  test('passes UTF-8 on without a copy', () => {
    const account = new FileAccount(0 as SourceId);
    const chunk = Buffer.from('Grüße');
    expect(new Transcoder({ name: 'utf-8', bom: 0 }, account).write(chunk)).toBe(chunk);
  });

  test('counts one issue for each U+FFFD that a decoder gives', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xed, 0xa0));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (values, cut) => {
        const bytes = Uint8Array.from(values);
        const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\uFFFD').length - 1;
        const real = Buffer.from(bytes).toString('latin1').split('\xef\xbf\xbd').length - 1;
        const { account } = transcode({ name: 'utf-8', bom: 0 }, bytes, cut);
        expect(account.issues()['text-not-utf8']?.count ?? 0).toBe(decoded - real);
      }),
      { numRuns: 500 },
    );
  });
});
