import { describe, expect, test } from 'vitest';
import type { EpochMs, Fact, MediaUse, Session } from '../../src/model.ts';
import { continues } from '../../src/views/session/continues.ts';
import { clamped, placesOf, sideOf, transcriptOf } from '../../workers/session-parts.ts';
import { undecorated } from '../../workers/undecorated.ts';

const at = (time: number | null): EpochMs | null => time as EpochMs | null;
const said = (time: number | null, from: string, text: string) => ({
  time: at(time),
  from,
  to: [],
  text,
  contentType: 'text/plain',
  places: [],
});

const SIDES = { local: 'alice@contoso.com', remote: 'bob@yahoo.com' };

const EMPTY = {
  texts: [],
  presence: [],
  files: [],
  messages: [],
  modalities: [],
  media: [],
  diagnostics: [],
  opaque: [],
};

function entriesOf(parts: Partial<Session>) {
  return transcriptOf({ ...EMPTY, ...parts } as unknown as Session, SIDES);
}

describe('transcriptOf', () => {
  test('puts what was said and done in the order of its times; what has none comes last, as it stood', () => {
    const entries = entriesOf({
      texts: [said(30, 'bob@yahoo.com', 'b'), said(null, 'bob@yahoo.com', 'y'), said(null, 'bob@yahoo.com', 'z')],
      presence: [{ time: at(10), who: 'bob@yahoo.com', state: 'Busy', activity: null, note: null, places: [] }],
      files: [{ time: at(20), name: 'a.txt', size: 1, accepted: null, places: [] }],
    });
    expect(entries.map((entry) => (entry.kind === 'text' ? entry.item.text : entry.kind))).toEqual([
      'presence',
      'file',
      'b',
      'y',
      'z',
    ]);
  });

  test('has each use of a medium where it began, with plain addresses; and what an archive only names', () => {
    const use: MediaUse = {
      media: 'audio',
      callId: 'c',
      by: 'bob(yahoo.com)@msn.com',
      offered: at(5),
      taken: true,
      start: at(20),
      end: at(90),
      ports: [5000],
      holds: [{ by: 'bob(yahoo.com)@msn.com', start: at(30), end: null }],
      places: [],
    };
    const refused: MediaUse = { ...use, offered: at(10), taken: false, start: null, end: null, ports: [], holds: [] };
    const modalities = (['audio', 'im', 'video'] as const).map((modality) => ({ modality, time: at(5), places: [] }));
    const session = { ...EMPTY, participants: [], initiator: null, responder: null, media: [use, refused], modalities };
    const entries = transcriptOf(undecorated(session as unknown as Session), SIDES);
    const by = 'bob@yahoo.com';
    expect(entries).toEqual([
      { kind: 'media', time: 5, item: { media: 'video' } },
      { kind: 'media', time: 10, item: expect.objectContaining({ media: 'audio', by, taken: false }) as object },
      {
        kind: 'media',
        time: 20,
        item: {
          media: 'audio',
          by,
          offered: 5,
          taken: true,
          start: 20,
          end: 90,
          ports: [5000],
          holds: [{ by, start: 30, end: null }],
        },
      },
    ]);
  });

  test('tells who came and went in a room once, and how; what was set, asked and received', () => {
    const room = 'tea@rooms.contoso.com';
    const [bob, eve] = ['bob@yahoo.com', 'eve@evil.example'];
    const facts: Fact[] = [
      { kind: 'member', who: bob, change: 'join', room },
      { kind: 'member', who: bob, change: 'join', room },
      { kind: 'member', who: bob, change: 'join', room, how: 'renamed', detail: 'bobby' },
      { kind: 'topic', topic: 'Tea' },
      { kind: 'notice', notice: 'typing' },
      { kind: 'notice', notice: 'typing' },
      { kind: 'subscription', step: 'subscribe' },
      { kind: 'member', who: eve, change: 'leave', room, how: 'kicked', by: 'boss', detail: 'spam' },
    ];
    const messages = facts.map((fact, index) => ({
      from: bob,
      to: 'alice@contoso.com',
      facts: [fact],
      sightings: [{ time: at(index) }],
    })) as unknown as Session['messages'];
    expect(entriesOf({ messages })).toEqual([
      { kind: 'member', time: 0, item: { who: bob, change: 'join', room } },
      { kind: 'member', time: 2, item: { who: bob, change: 'join', room, how: 'renamed', detail: 'bobby' } },
      { kind: 'topic', time: 3, item: { who: bob, topic: 'Tea' } },
      { kind: 'notice', time: 4, item: { who: bob, notice: 'typing' } },
      { kind: 'subscription', time: 6, item: { who: bob, to: 'alice@contoso.com', step: 'subscribe' } },
      { kind: 'member', time: 7, item: { who: eve, change: 'leave', room, how: 'kicked', by: 'boss', detail: 'spam' } },
    ]);
  });

  test('tells the sides apart', () => {
    expect(sideOf(SIDES, 'alice@contoso.com')).toBe('local');
    expect(sideOf(SIDES, 'bob@yahoo.com')).toBe('remote');
    expect(sideOf(SIDES, 'carol@contoso.com')).toBe('local');
    expect(sideOf(SIDES, 'dave@fabrikam.com')).toBe('other');
  });
});

test('continues joins texts of one person within two minutes', () => {
  const [first, soon, late, other] = entriesOf({
    texts: [
      said(0, 'bob@yahoo.com', '1'),
      said(60_000, 'bob@yahoo.com', '2'),
      said(300_000, 'bob@yahoo.com', '3'),
      said(300_001, 'alice@contoso.com', '4'),
    ],
  });
  if (!first || !soon || !late || !other) throw new Error('Four texts give four entries.');
  expect(continues(soon, first)).toBe(true);
  expect(continues(late, soon)).toBe(false);
  expect(continues(other, late)).toBe(false);
  expect(continues(first, undefined)).toBe(false);
});

test('clamped cuts a text of a megabyte and says how long it is', () => {
  const [long, short] = entriesOf({
    texts: [said(1, 'bob@yahoo.com', 'x'.repeat(1_000_000)), said(2, 'bob@yahoo.com', 'short')],
  });
  if (!long || !short) throw new Error('Two texts give two entries.');
  const cut = clamped(long);
  expect(cut.kind === 'text' && cut.item.text.length).toBeLessThan(20_000);
  expect(cut.cut).toBe(1_000_000);
  expect(clamped(short)).toBe(short);
});

test('placesOf names every place of every message by the number of the message', () => {
  const place = (offset: number) => ({ source: 1, offset, length: 10 });
  const messages = [
    { title: 'INVITE', sightings: [{ places: [place(0)] }, { places: [place(50), place(90)] }] },
    { title: 'BYE', sightings: [{ places: [place(200)] }] },
  ] as unknown as Session['messages'];
  expect(placesOf(messages).map(({ message, title, place }) => [message, title, place.offset])).toEqual([
    [1, 'INVITE', 0],
    [1, 'INVITE', 50],
    [1, 'INVITE', 90],
    [2, 'BYE', 200],
  ]);
});
