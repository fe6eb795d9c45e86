/** Out and in again: the same sessions, texts and times. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportForm, type ExportFormId } from '../../src/exports/index.ts';
import type { ImportFile } from '../../src/pipeline.ts';
import { ROOT } from '../cli/program.ts';
import { fileOf } from '../pipeline/files.ts';
import { exported, told, type Files } from './exported.ts';
import { HOSTILE_PARTIES, HOSTILE_TEXTS, hostileLines, sessionOf } from './hostile.ts';

const back = (files: Files): ImportFile[] => [...files].map(([name, bytes]) => fileOf(bytes, { name }));
const demonstration = ['demonstration.log', 'demonstration-xmpp.log'].map((name) =>
  fileOf(readFileSync(join(ROOT, 'public', name)), { name }),
);

describe('a round trip', () => {
  test.each<[ExportFormId, object]>([
    ['ndjson', {}],
    ['eml', {}],
    ['eml', { mailPer: 'message' }],
    ['bagit', {}],
    ['bagit', { inside: [exportForm('eml'), exportForm('html')] }],
  ])('of the demonstration through %s %o gives the same sessions, texts and times', async (form, more) => {
    const before = await told(demonstration);
    expect(before.length).toBeGreaterThan(100);
    expect(await told(back(await exported(demonstration, form, more)))).toEqual(before);
  });

  test.each<[ExportFormId, object]>([
    ['ndjson', {}],
    ['eml', {}],
    ['eml', { mailPer: 'message' }],
  ])('of hostile sessions through %s %o keeps every letter', async (form, more) => {
    const files = [fileOf(hostileLines(), { name: 'hostile.ndjson' })];
    expect(await told(back(await exported(files, form, more)))).toEqual(await told(files));
  });

  test('read beside the logs it was made of, first or last, an export adds nothing', async () => {
    const before = await told(demonstration);
    const lines = back(await exported(demonstration, 'ndjson'));
    expect(await told([...demonstration, ...lines])).toEqual(before);
    expect(await told([...lines, ...demonstration])).toEqual(before);
  });

  test('of equal texts at one moment keeps each, a mail a text', async () => {
    const said = { time: '2014-06-24T09:00:00.000Z', from: 'alice@contoso.com', to: ['bob@yahoo.com'], text: 'again' };
    const files = [fileOf(sessionOf(7, [said, said, { ...said, time: null }]) + '\n', { name: 'x' })];
    const mails = await exported(files, 'eml', { mailPer: 'message' });
    expect(mails.size).toBe(3);
    expect(await told(back(mails))).toEqual(await told(files));
  });
});

describe('redaction', () => {
  test.each<ExportFormId>(['rsmf', 'eml', 'actiance', 'dat', 'csv', 'ndjson', 'html', 'bagit', 'pcap'])(
    'leaves no party and no word in %s',
    async (form) => {
      const files = [fileOf(hostileLines(), { name: 'hostile.ndjson' })];
      const redaction = { parties: ['bob@yahoo.com', '@evil.example'], words: ['long', 'hello'] };
      const written = await exported(files, form, { redaction });
      expect(written.size).toBeGreaterThan(0);
      // What was taken away is marked where it was; a capture has nothing in it then.
      const all = [...written.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n');
      if (form !== 'pcap') {
        expect(all + decodedParts(all)).toContain('[redacted]');
        expect(all + decodedParts(all)).toContain('redacted-1@redacted.invalid');
      }
      for (const [path, bytes] of written) {
        const text = Buffer.from(bytes).toString('utf8');
        const decoded = text + decodedParts(text);
        for (const word of ['bob@yahoo.com', 'evil.example>', 'A long text', ' hello']) {
          expect([path, decoded.includes(word)]).toEqual([path, false]);
        }
      }
    },
  );
});

/** Bodies in base64, as text. */
function decodedParts(text: string): string {
  return [...text.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)]
    .map(([, lines = '']) => Buffer.from(lines.replaceAll('\r\n', ''), 'base64').toString('utf8'))
    .join('\n');
}

test('the hostile cases are all there', () => {
  expect(HOSTILE_TEXTS.some((text) => text.length > 1_000_000)).toBe(true);
  expect(HOSTILE_PARTIES.some((party) => party.includes('..'))).toBe(true);
});
