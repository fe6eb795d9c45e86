/** What the tools of receivers ask of a form, beyond that it can be read. */
import { describe, expect, test } from 'vitest';
import { csvField } from '../../src/exports/csv-field.ts';
import { foldedEvents } from '../../src/exports/rsmf-events.ts';
import { manifestOf } from '../../src/exports/rsmf-manifest.ts';
import { transcriptOf } from '../../src/exports/transcript.ts';
import type { ExportFormId } from '../../src/exports/index.ts';
import type { EpochMs, JudgedSession, SaidText } from '../../src/model.ts';
import { madeSession } from '../archive/made.ts';
import { begunExport } from './exported.ts';

const said = (more: Partial<SaidText>): SaidText => ({
  ...{ time: Date.UTC(2014, 5, 24) as EpochMs, from: 'alice@contoso.com', to: [], text: 'hello' },
  ...{ contentType: 'text/plain', places: [] },
  ...more,
});

function judged(texts: SaidText[], participants: string[] = ['alice@contoso.com']): JudgedSession {
  const { session, judgement } = madeSession(1);
  const sides = { ...judgement.sides, participants };
  return { session: { ...session, texts, participants }, judgement: { ...judgement, sides } };
}

async function written(form: ExportFormId, session: JudgedSession): Promise<{ files: string[]; leftOut: object[] }> {
  const { run, written: files } = begunExport(form, []);
  run.session(session);
  const { leftOut } = await run.finish({ open: () => null }, async () => undefined);
  return { files: [...files.values()].map((bytes) => new TextDecoder().decode(bytes)), leftOut };
}

describe('a cell of CSV', () => {
  test.each([
    ...['1234567890123456789', '12345678901234567e89', '43e12', '007', '+0049', '1.5e3'],
    ...['24/6', '10-12', '1.2.2014', '0:30', '9:15 pm', '1 1/2', 'may 5', '5-Jun', 'Sept 2014'],
  ])('keeps %s as the text it is', (text) => {
    expect(csvField(text)).toBe(`'${text}`);
  });

  test.each([
    '200',
    '-3',
    '0',
    '0.5',
    '123456789012345',
    '43cc622fa1a743822542',
    '2014-06-24',
    'maybe 5 of us',
    '10-12 people',
    '',
  ])('has %s without a mark', (text) => expect(csvField(text)).toBe(text));
});

test('dat names the person, not the address that a provider decorated, as who it is from', async () => {
  const { files } = await written('dat', judged([said({ from: 'carla(contoso.com)@msn.com' })]));
  const [head = '', line = ''] = (files[0] ?? '').replace('\ufeff', '').split('\r\n');
  const at = head.split('\u0014').indexOf('\u00feFROM\u00fe');
  expect(line.split('\u0014')[at]).toBe('\u00fecarla@contoso.com\u00fe');
});

describe('actiance', () => {
  test('lets everybody who speaks enter', async () => {
    const { files } = await written('actiance', judged([said({ from: 'carla(contoso.com)@msn.com' })]));
    const entered = /<ParticipantEntered>\s*<LoginName>([^<]*)/g;
    expect([...(files[0] ?? '').matchAll(entered)].map(([, who]) => who)).toContain('carla@contoso.com');
  });

  test('passes over a conversation of nobody, and says so', async () => {
    const { files, leftOut } = await written('actiance', judged([], []));
    expect(files[0]).not.toContain('<Conversation');
    expect(leftOut).toContainEqual(expect.objectContaining({ what: 'sessions', count: 1 }));
  });
});

test('html breaks no time of its list, and says it as the transcript does', async () => {
  const { files } = await written('html', judged([said({})]));
  const [index = ''] = files;
  expect(index).toContain('time{white-space:nowrap}');
  expect(index).toMatch(/<td><time datetime="(\S+)T(\S+)Z">\1 \2<\/time><\/td>/);
});

test('rsmf calls a text deleted that was taken back, and no other', () => {
  const retracted = { time: null, by: 'alice@contoso.com', reason: null };
  const session = judged([said({}), said({ text: 'wrong room', retracted })]);
  const { events } = manifestOf(session, foldedEvents(transcriptOf(session.session)), true);
  expect(events.flatMap(({ body, deleted }) => (body === undefined ? [] : [[body, deleted]]))).toEqual([
    ['hello', undefined],
    ['wrong room', true],
  ]);
});
