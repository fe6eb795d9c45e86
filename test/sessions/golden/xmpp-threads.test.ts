/** Which stanzas are one talk: threads, silence, what has no time, calls that outlast it; through the whole pipeline. */
import { expect, test } from 'vitest';
import { compareLines } from '../../../src/exports/session-line.ts';
import { EMPTY_ORGANISATION } from '../../../src/organisation/index.ts';
import { runImport } from '../../../src/pipeline.ts';
import { fileOf, settings, TestStore } from '../../pipeline/files.ts';
import { chat, said, sessionsIn, stanza, type Line } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const MINUTE = 60_000;
const line = (at: number, text: string, inner = '', more: { back?: boolean; id?: string } = {}): string => {
  const [from, to] = more.back === true ? [BOB, ALICE] : [ALICE, BOB];
  const id = more.id ?? `${text}${at}`;
  return stanza({ xml: chat(from, to, (text === '' ? '' : `<body>${text}</body>`) + inner, `id="${id}"`), at });
};
const thread = (name: string, parent = ''): string =>
  `<thread${parent === '' ? '' : ` parent="${parent}"`}>${name}</thread>`;
const talks = (sessions: readonly Line[]): unknown[] =>
  sessions.map((session) => ({ thread: session.keys.thread, said: said(session) }));

test('each thread of a pair is a session; a stanza without one joins the talk that spoke last', async () => {
  const lines = [
    line(0, 'a', thread('t1')),
    line(1_000, 'b', thread('t2', 't1')),
    line(2_000, 'c', '', { back: true }),
    line(3_000, 'd', thread('t1')),
    line(4_000, 'e', '', { back: true }),
  ];
  const expected = [
    { thread: 't1', said: ['alice: a', 'alice: d', 'bob: e'] },
    { thread: 't2', said: ['alice: b', 'bob: c'] },
  ];
  expect(talks(await sessionsIn(lines.join('')))).toEqual(expected);
  // In pieces, and in any order.
  expect(talks(await sessionsIn(...lines))).toEqual(expected);
  expect(talks(await sessionsIn(...lines.toReversed()))).toEqual(expected);
  expect(talks(await sessionsIn(lines[2]!, lines[0]!, lines[4]!, lines[1]!, lines[3]!))).toEqual(expected);
});

test('two threads that begin at the same moment are two sessions', async () => {
  const ids = (await sessionsIn(line(0, 'a', thread('t1')) + line(0, 'b', thread('t2')))).map(
    (session) => (session as Line & { id: string }).id,
  );
  expect(new Set(ids).size).toBe(2);
});

test('a talk without a thread takes the first that is named in it', async () => {
  const sessions = await sessionsIn(line(0, 'a') + line(1_000, 'b', thread('t1'), { back: true }) + line(2_000, 'c'));
  expect(talks(sessions)).toEqual([{ thread: 't1', said: ['alice: a', 'bob: b', 'alice: c'] }]);
});

test('a receipt goes where its text is, an error too', async () => {
  const received = '<received xmlns="urn:xmpp:receipts" id="m1"/>';
  const sessions = await sessionsIn(
    line(0, 'a', thread('t1'), { id: 'm1' }) +
      line(1_000, 'b', thread('t2')) +
      line(2_000, '', received, { back: true }),
  );
  expect(sessions.map(({ counts }) => counts.messages)).toEqual([2, 1]);
});

test('silence ends a thread, too', async () => {
  const lines =
    line(0, 'a', thread('t1')) + line(20 * MINUTE, 'b', thread('t2')) + line(40 * MINUTE, 'c', thread('t1'));
  expect(talks(await sessionsIn(lines))).toEqual([
    { thread: 't1', said: ['alice: a'] },
    { thread: 't2', said: ['alice: b'] },
    { thread: 't1', said: ['alice: c'] },
  ]);
});

test('stanzas without a time belong to the talk that they stand in', async () => {
  const stamp = '<delay xmlns="urn:xmpp:delay" stamp="2014-06-24T08:00:00Z"/>';
  const bare = (text: string, inner = ''): string => chat(ALICE, BOB, `<body>${text}</body>${inner}`, `id="${text}"`);
  const xml = [bare('first'), bare('kept', stamp), bare('second'), bare('third')].join('\n');
  const [session, ...none] = await sessionsIn(xml);
  expect(none).toEqual([]);
  expect(said(session!)).toEqual(['alice: first', 'alice: kept', 'alice: second', 'alice: third']);
  expect(session).toMatchObject({ start: '2014-06-24T08:00:00.000Z', end: '2014-06-24T08:00:00.000Z' });
  expect(session!.texts.map(({ time }) => time)).toEqual([null, '2014-06-24T08:00:00.000Z', null, null]);
});

test('a call of an hour is one session, and it lasts an hour', async () => {
  const jingle = (id: string, action: string, inner: string, at: number): string =>
    stanza({
      xml: `<iq xmlns="jabber:client" type="set" id="${id}" from="${ALICE}" to="${BOB}"><jingle xmlns="urn:xmpp:jingle:1" action="${action}" sid="s1">${inner}</jingle></iq>`,
      at,
    });
  const audio =
    '<content creator="initiator" name="a"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></content>';
  const begin = jingle('1', 'session-initiate', audio, 0) + jingle('3', 'session-accept', audio, 9_000);
  const end = jingle('2', 'session-terminate', '<reason><success/></reason>', 60 * MINUTE);
  for (const files of [[begin + end], [begin, end], [end, begin]]) {
    expect(await sessionsIn(...files)).toMatchObject([
      { kind: 'av', modalities: ['audio'], start: '2014-06-24T09:00:00.000Z', end: '2014-06-24T10:00:00.000Z' },
    ]);
  }
});

test('the organisation says how much silence ends a talk', async () => {
  const file = fileOf(line(0, 'a') + line(20 * MINUTE, 'b'), { name: 'a.log' });
  const count = async (idleMinutes: number | null): Promise<number> => {
    const store = new TestStore();
    await runImport([file], store, settings({ ...EMPTY_ORGANISATION, idleMinutes }));
    return [...store.sorted(compareLines)].length;
  };
  expect(await count(null)).toBe(1);
  expect(await count(19)).toBe(2);
  expect(await count(20)).toBe(1);
});
