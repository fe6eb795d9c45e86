import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import { isColoured } from '../../src/bytes/colourless.ts';
import { Transcoder } from '../../src/bytes/transcoder.ts';
import type { SourceId } from '../../src/model.ts';
import { FileStages } from '../../src/pipeline/stages.ts';
import { sipMessage } from '../formats/sip-log-cases.ts';

const ESC = '\x1b';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text without colours, cut into pieces of `step` bytes, and the account that its offsets are told to. */
function colourless(text: string, step: number): { text: string; account: FileAccount } {
  const account = new FileAccount(0 as SourceId);
  const transcoder = new Transcoder({ name: 'utf-8', bom: 0, isColoured: true }, account);
  const bytes = bytesOf(text);
  let out = '';
  const take = (piece: Uint8Array): void => void (out += Buffer.from(piece).toString('latin1'));
  for (let at = 0; at < bytes.length; at += step) take(transcoder.write(bytes.slice(at, at + step)));
  take(transcoder.end());
  return { text: Buffer.from(out, 'latin1').toString(), account };
}

describe('ColourlessUtf8', () => {
  test.each([1, 2, 7, 65_536])('leaves out colours in pieces of %i bytes, and keeps other escapes', (step) => {
    const text = `${ESC}[32mred${ESC}[0m é ${ESC}[1;38;5;200mx${ESC}[K ${ESC}[2J ${ESC}x ${ESC}`;
    expect(colourless(text, step).text).toBe(`red é x ${ESC}[2J ${ESC}x ${ESC}`);
  });

  test('leads places back to the file', () => {
    const text = `${ESC}[32mone${ESC}[0m\n${ESC}[33mtwo${ESC}[0m\n`;
    const { account, text: plain } = colourless(text, 3);
    const { offset, length } = account.place(plain.indexOf('two'), 3);
    expect(text.slice(offset, offset + length)).toContain('two');
  });

  test('is the text itself where there are no colours, whatever the cuts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, step) => {
        fc.pre(!text.includes(ESC));
        expect(colourless(text, step).text).toBe(text);
      }),
    );
  });
});

test('isColoured asks for several sequences', () => {
  expect(isColoured(bytesOf(`a${ESC}[1mb${ESC}[0m`))).toBe(false);
  expect(isColoured(bytesOf(`${ESC}[1m`.repeat(3)))).toBe(true);
});

test('a message of a coloured console is read, with every byte accounted for', () => {
  const lines = sipMessage('hello').split('\r\n');
  const log = lines.map((line) => `${ESC}[1;32m${line}${ESC}[0m\n`).join('');
  const stages = new FileStages({ source: 0 as SourceId, timeZone: 'UTC', modified: null }, () => undefined);
  stages.write(bytesOf(log));
  stages.end();
  expect(stages.report('console.log', '')).toMatchObject({
    format: 'sip-text',
    sipRequests: 1,
    explainedBytes: log.length,
    skippedBytes: 0,
  });
});
