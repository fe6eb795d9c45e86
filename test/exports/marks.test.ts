/** Each form shows what became of a text, and calls, or says that it leaves them out. */
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ExportRun, exportForm, type ContentsStatement, type ExportFormId } from '../../src/exports/index.ts';
import type { EpochMs, JudgedSession, MediaUse } from '../../src/model.ts';
import { rankOf, runImport, summarise } from '../../src/pipeline.ts';
import { fileOf, settings, TestStore } from '../pipeline/files.ts';
import { sessionOf } from './hostile.ts';

const ALICE = 'alice@contoso.com';
const BOB = 'bob@gmail.com';
const at = (second: number): string => new Date(Date.UTC(2014, 5, 24, 9, 0, second)).toISOString();
const ms = (second: number): EpochMs => Date.parse(at(second)) as EpochMs;
const said = (second: number, text: string, more: object) => ({
  time: at(second),
  from: ALICE,
  to: [BOB],
  text,
  ...more,
});

const TEXTS = [
  said(1, 'see you at tne', { subject: 'Lunch', corrected: 1, receipt: 'displayed' }),
  said(2, 'see you at ten', { corrects: 0, receipt: 'delivered' }),
  said(3, 'the price is 5', { retracted: { time: at(4), by: ALICE, reason: 'wrong room' } }),
  said(5, 'are you there?', { failed: true }),
];
const MARKS = [
  'subject: Lunch',
  'a correction',
  'corrected later',
  'taken back by alice@contoso.com: wrong room',
  'not delivered',
  'displayed',
];

const CALL: MediaUse = {
  media: 'audio',
  callId: 'c1',
  by: 'bob(gmail.com)@msn.com',
  offered: ms(10),
  taken: true,
  start: ms(12),
  end: ms(137),
  ports: [50010, 50020],
  holds: [{ by: ALICE, start: ms(60), end: ms(72) }],
  places: [],
};
const REFUSED: MediaUse = { ...CALL, media: 'video', taken: false, start: null, end: null, ports: [], holds: [] };
const CALL_WORDS =
  'Audio offered by bob@gmail.com, lasts 2 min 5 s, ports 50010 and 50020; held by alice@contoso.com for 12 s';
const REFUSED_WORDS = 'Video offered by bob@gmail.com, not taken';

async function judged(): Promise<JudgedSession> {
  const store = new TestStore();
  const line = sessionOf(7, TEXTS, { protocol: 'xmpp', end: at(10) });
  await runImport([fileOf(line + '\n', { name: 'x.ndjson' })], store, settings());
  const [read] = store.sorted(() => 0);
  if (read === undefined) throw new Error('The line gave no session');
  const session = summarise(read.fragment, rankOf(await store.sources()));
  store.close();
  return { session: { ...session, media: [CALL, REFUSED] }, judgement: read.judgement };
}

async function exported(
  id: ExportFormId,
  more: { mailPer?: 'conversation' | 'message'; words?: string[] } = {},
): Promise<{ text: string; contents: ContentsStatement }> {
  const parts: Uint8Array[] = [];
  const run = new ExportRun(
    exportForm(id),
    {
      program: 'Fedlens test',
      made: ms(0),
      selection: 'all',
      held: null,
      organisation: null,
      sources: [],
      documents: [],
      content: true,
      evidence: 'files',
      redaction: more.words === undefined ? null : { parties: [], words: more.words },
      mailPer: more.mailPer ?? 'conversation',
      inside: [],
      seconds: () => 0,
      newHash: () => ({ update: () => undefined, hex: () => 'aa' }),
    },
    { open: () => ({ write: (bytes) => void parts.push(bytes.slice()), end: () => undefined }) },
  );
  run.session(await judged());
  const contents = await run.finish({ open: () => null }, async () => undefined);
  return { text: unfolded(Buffer.concat(parts)), contents };
}

/** What a person finds in it: lines of mail unfolded, its bodies out of base64, a zip in them unpacked. */
function unfolded(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/\r\n[ \t]/g, ' ');
  const bodies = [...bytes.toString('utf8').matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)].map(
    ([, lines = '']) => {
      const body = Buffer.from(lines.replaceAll('\r\n', ''), 'base64');
      if (body.subarray(0, 2).toString('latin1') !== 'PK') return body.toString('utf8');
      return Object.values(unzipSync(body))
        .map((file) => Buffer.from(file).toString('utf8'))
        .join('\n');
    },
  );
  return [text, ...bodies].join('\n');
}

describe('marks of texts, and calls', () => {
  test.each<ExportFormId>(['html', 'csv', 'rsmf', 'eml', 'dat'])('stand in %s beside what was said', async (form) => {
    const { text } = await exported(form);
    for (const words of [...TEXTS.map((one) => one.text), ...MARKS, CALL_WORDS, REFUSED_WORDS]) {
      expect([words, text.includes(words)]).toEqual([words, true]);
    }
  });

  test('stand in the head of a mail of one text', async () => {
    const { text } = await exported('eml', { mailPer: 'message' });
    for (const mark of MARKS) expect(text).toContain(`X-Fedlens-Mark: ${mark}\r\n`);
  });

  test('have no key in shape 1 of the session’s line, and are said to be left out', async () => {
    const { text, contents } = await exported('ndjson');
    const { texts } = JSON.parse(text.split('\n')[0] ?? '') as { texts: object[] };
    const keys = ['time', 'from', 'to', 'text', 'contentType'];
    expect(texts.map((one) => Object.keys(one))).toEqual(texts.map(() => keys));
    expect(contents.leftOut).toContainEqual({
      what: 'marks of texts',
      why: 'Shape 1 of the lines has no key for them.',
      count: 4,
    });
  });

  test('are said to be left out where the form has no place for them', async () => {
    const { text, contents } = await exported('actiance');
    for (const one of TEXTS) expect(text).toContain(one.text);
    expect(contents.leftOut).toEqual(
      expect.arrayContaining([
        { what: 'marks of texts', why: 'This form has no place for them.', count: 4 },
        { what: 'audio, video and sharing', why: 'This form has no place for them.', count: 2 },
      ]),
    );
  });

  test.each<ExportFormId>(['html', 'csv', 'rsmf', 'eml', 'dat'])(
    'are redacted in %s: the subject and the reason are words of people',
    async (form) => {
      const { text } = await exported(form, { words: ['lunch', 'wrong'] });
      expect(text).not.toMatch(/lunch|wrong/i);
      expect(text).toContain('[redacted]');
    },
  );
});
