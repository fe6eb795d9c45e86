/** What holds for every log that prints SIP messages behind heads: cases run with each format's own writing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import type { Direction, LogFormat } from '../../src/model.ts';
import { CUTS, accountedBytes, readLog, type ReadLog, type Reading } from './read-log.ts';

export interface SipLogWriting {
  /** The message (CR LF) as the format's program writes it, at second `second` of a minute. */
  write: (message: string, direction: Direction, second: number) => string;
  /** A line of the log that is of no message. */
  noise: string;
  /** The format says who sent and who received; false where it does not. */
  directed?: boolean;
  /** Other messages in a body cannot be told from messages of the log. */
  flat?: boolean;
}

const MODIFIED = Date.UTC(2026, 10, 21, 12);

export function sipMessage(body: string, callId = 'a1', length = Buffer.byteLength(body)): string {
  return [
    'MESSAGE sip:bob@example.com SIP/2.0',
    'Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1',
    `Call-ID: ${callId}`,
    'CSeq: 1 MESSAGE',
    'Content-Type: text/plain',
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');
}

export const OK = 'SIP/2.0 200 OK\r\nCall-ID: a1\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n';

/** Reads a log in every cut: alike, each byte accounted for, and found by its content to be of this format. */
export function readSipLog(format: LogFormat, file: string | Uint8Array, reading: Reading = {}): ReadLog {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  expect(FORMATS.find((each) => each.sniff(bytes.subarray(0, 65_536)))?.id).toBe(format.id);
  const whole = readLog(format, bytes, { modified: MODIFIED, ...reading });
  for (const cut of bytes.length > 100_000 ? [65_536] : CUTS) {
    const log = readLog(format, bytes, { modified: MODIFIED, ...reading, cut });
    expect(log.records).toEqual(whole.records);
    expect(log.issues).toEqual(whole.issues);
    expect(accountedBytes(log)).toBe(bytes.length);
  }
  return whole;
}

export function fixture(path: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, '../fixtures', path));
}

/** Payloads without regard to line ends. */
export function texts({ records }: ReadLog): string[] {
  return records.map(({ payload }) => plain(Buffer.from(payload, 'latin1').toString()));
}

export function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}

export function describeSipLog(format: LogFormat, writing: SipLogWriting): void {
  const { write, noise } = writing;
  const first = sipMessage('two lines,\r\nthe second é');
  const log = `${noise}\n${write(first, 'in', 1)}${noise}\n${write(OK, 'out', 2)}${noise}\n`;
  const lineEnds: [string, (text: string) => string][] = [
    ['as they are', (text) => text],
    ['LF', (text) => text.replaceAll('\r\n', '\n')],
    ['CR LF', (text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')],
  ];

  describe.each(lineEnds)(`${format.id}, line ends %s`, (_, ended) => {
    test('gives messages of both directions, among other lines, with their places', () => {
      const text = ended(log);
      const read = readSipLog(format, text);
      expect(texts(read)).toEqual([plain(first), plain(OK)]);
      const directions = writing.directed === false ? [null, null] : ['in', 'out'];
      expect(read.records.map(({ direction }) => direction)).toEqual(directions);
      const [one, two] = read.records.map(({ place }) => place);
      expect(
        Buffer.from(text)
          .subarray(one!.offset, one!.offset + one!.length)
          .toString(),
      ).toContain('the second é');
      expect(one!.offset + one!.length).toBeLessThanOrEqual(two!.offset);
      expect(
        Buffer.from(text)
          .subarray(two!.offset, two!.offset + two!.length)
          .toString(),
      ).toContain('200 OK');
      expect(read.issues['record-truncated']).toBeUndefined();
    });

    test.skipIf(writing.flat === true)(
      'gives a body that holds lines like heads, marks and other lines of the log',
      () => {
        const body = `see\n${noise}\n${write(OK, 'out', 2)}${noise}\nso`
          .replaceAll('\r\n', '\n')
          .replaceAll('\n', '\r\n');
        const message = sipMessage(body);
        const read = readSipLog(format, ended(write(message, 'in', 1) + write(OK, 'out', 2)));
        expect(texts(read)).toEqual([plain(message), plain(OK)]);
      },
    );

    test('goes on behind a message whose length is wrong', () => {
      for (const length of [5_000, 40]) {
        const message = sipMessage('short, and no more\r\nthan this', 'b2', length);
        const read = readSipLog(format, ended(`${write(message, 'in', 1)}${noise}\n${write(OK, 'out', 2)}`));
        expect(texts(read).at(-1)).toBe(plain(OK));
        expect(read.records).toHaveLength(2);
        expect(texts(read)[0]).toContain(plain(message));
      }
    });

    test('reads a file that ends anywhere', () => {
      const text = Buffer.from(ended(write(first, 'in', 1) + write(OK, 'out', 2)));
      for (let length = 0; length < text.length; length += 3) {
        const read = readLog(format, text.subarray(0, length), { modified: MODIFIED });
        expect(accountedBytes(read)).toBe(length);
        if (length > text.indexOf('SIP/2.0 200 OK') + 20) expect(texts(read)[0]).toBe(plain(first));
      }
    });
  });
}
