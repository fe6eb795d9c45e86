/** What RSMF tells of a message: how it was changed, answered, reacted to and taken back; and who was there. */
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { foldedEvents, Membership, eventsOf } from '../../src/exports/rsmf-events.ts';
import { manifestOf, type RsmfManifest } from '../../src/exports/rsmf-manifest.ts';
import { transcriptOf } from '../../src/exports/transcript.ts';
import type { TranscriptEvent } from '../../src/exports/transcript-event.ts';
import type { EpochMs, Fact, JudgedSession, SaidText, SessionMessage } from '../../src/model.ts';
import { madeSession } from '../archive/made.ts';
import { RSMF_SCHEMA } from './rsmf-schema.ts';

const ALICE = 'alice@contoso.com';
const BOB = 'bob@gmail.com';
const at = (second: number): EpochMs => (Date.UTC(2014, 5, 24, 9) + second * 1000) as EpochMs;
const stamp = (second: number): string => new Date(at(second)).toISOString();
const said = (second: number, text: string, more: Partial<SaidText> = {}): SaidText => ({
  ...{ time: at(second), from: ALICE, to: [BOB], text, contentType: 'text/plain', places: [] },
  ...more,
});

function stanza(second: number, from: string, facts: Fact[], id = `m${second}`): SessionMessage {
  const { session } = madeSession(1);
  const [message] = session.messages;
  const [sighting] = message!.sightings;
  return { ...message!, id, from, to: null, facts, sightings: [{ ...sighting!, time: at(second) }] };
}

function judged(texts: SaidText[], messages: SessionMessage[] = [], rooms: string[] = []): JudgedSession {
  const { session, judgement } = madeSession(1);
  const sides = { local: ALICE, remote: BOB, participants: [ALICE, BOB] };
  const bare = { ...session, presence: [], files: [], media: [], diagnostics: [], opaque: [] };
  return {
    session: { ...bare, texts, messages, rooms, callIds: [''] },
    judgement: { ...judgement, sides: { ...judgement.sides, ...sides } },
  };
}

const validate = new Ajv({ allErrors: true }).compile(RSMF_SCHEMA);

function manifest(session: JudgedSession, content = true): RsmfManifest {
  const sources = foldedEvents(transcriptOf(session.session));
  const made = manifestOf(session, sources, content, (people) =>
    new Membership(sources).atBeginningOf(sources, people),
  );
  // As it is read, without keys that are not there.
  const read = JSON.parse(JSON.stringify(made)) as RsmfManifest;
  expect([validate(read), validate.errors]).toEqual([true, null]);
  return read;
}

describe('a message that was corrected', () => {
  const texts = [
    said(1, 'see you at tne', { corrected: 2 }),
    said(2, 'when?', { from: BOB, to: [ALICE] }),
    said(3, 'see you at ten', { corrects: 0 }),
    said(4, 'see you at eleven', { corrects: 0 }),
  ];

  test('is one event with what stands in the end, and each edit with who, when, before and after', () => {
    const { events } = manifest(judged(texts));
    expect(events.map(({ body, timestamp }) => [body, timestamp])).toEqual([
      ['see you at eleven', stamp(1)],
      ['when?', stamp(2)],
    ]);
    expect(events[0]?.edits).toEqual([
      { participant: 'P1', timestamp: stamp(3), previous: 'see you at tne', new: 'see you at ten' },
      { participant: 'P1', timestamp: stamp(4), previous: 'see you at ten', new: 'see you at eleven' },
    ]);
    expect(events[1]).not.toHaveProperty('edits');
  });

  test('has every version in the order of its text, which is what is indexed', () => {
    const told = foldedEvents(transcriptOf(judged(texts).session)).flatMap(eventsOf);
    expect(told.map((event) => (event.kind === 'text' ? event.text : ''))).toEqual([
      'see you at tne',
      'see you at ten',
      'see you at eleven',
      'when?',
    ]);
  });

  test('tells no words where texts are left out', () => {
    const { events } = manifest(judged(texts), false);
    expect(JSON.stringify(events)).not.toMatch(/see you|when/);
    expect(events[0]?.edits).toHaveLength(2);
  });

  test('keeps a correction that did not arrive, and one of a text that is not there, as events of their own', () => {
    const { events } = manifest(
      judged([said(1, 'one'), said(2, 'refused', { corrects: 0, failed: true }), said(3, 'lost', { corrects: null })]),
    );
    expect(events.map(({ body }) => body)).toEqual(['one', 'refused', 'lost']);
  });
});

test('receipts are of the only receiver, and of nobody where there are several', () => {
  const { events } = manifest(
    judged([
      said(1, 'read', { receipt: 'displayed' }),
      said(2, 'there', { receipt: 'delivered' }),
      said(3, 'to all', { receipt: 'displayed', to: [BOB, 'carla@gmail.com'] }),
    ]),
  );
  expect(events.map(({ read_receipts: told }) => told)).toEqual([
    [{ participant: 'P2', action: 'read' }],
    [{ participant: 'P2', action: 'delivered' }],
    undefined,
  ]);
});

describe('reactions', () => {
  const text: Fact = {
    ...{ kind: 'text', from: null, to: [BOB], text: 'lunch?', contentType: 'text/plain', inInvite: false },
    names: ['server-1'],
  };
  const reaction = (of: string, reactions: string[]): Fact => ({ kind: 'reaction', of, reactions });

  test('stand with the message that they mean; of one person the last ones count', () => {
    const { events } = manifest(
      judged(
        [said(1, 'lunch?')],
        [
          stanza(1, ALICE, [text]),
          stanza(2, BOB, [reaction('server-1', ['👎'])]),
          stanza(3, BOB, [reaction('m1', ['👍', '🎉'])]),
          stanza(4, 'carla@gmail.com', [reaction('m1', ['👍'])]),
        ],
      ),
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.reactions).toEqual([
      { value: '👍', count: 2, participants: ['P2', 'P3'] },
      { value: '🎉', count: 1, participants: ['P2'] },
    ]);
  });

  test('to a text that is not there are told in words', () => {
    const { events } = manifest(judged([], [stanza(2, BOB, [reaction('elsewhere', ['👍'])])]));
    expect(events.map(({ type, body }) => [type, body])).toEqual([['unknown', `${BOB} reacts with 👍`]]);
  });
});

describe('a channel', () => {
  const ROOM = 'room@conference.gmail.com';
  const member = (who: string, change: 'join' | 'leave'): Fact => ({ kind: 'member', who, change, room: ROOM });
  const everyone = [ALICE, BOB, 'carla@gmail.com', 'dave@gmail.com'];
  const { session } = judged(
    [said(3, 'hello', { to: [ROOM] }), said(90_000, 'the day after', { to: [ROOM] })],
    [
      stanza(1, BOB, [member(BOB, 'join')]),
      stanza(2, BOB, [member(BOB, 'join')]),
      stanza(4, 'carla@gmail.com', [member('carla@gmail.com', 'join')]),
      stanza(5, BOB, [member(BOB, 'leave')]),
      stanza(90_001, 'dave@gmail.com', [member('dave@gmail.com', 'join')]),
    ],
    [ROOM],
  );
  const sources = foldedEvents(transcriptOf(session));

  test('has at the beginning of each slice those who are there', () => {
    const cut = sources.findIndex(({ event }) => (event.time ?? 0) >= at(90_000));
    const membership = new Membership(sources);
    expect(membership.atBeginningOf(sources.slice(0, cut), everyone)).toEqual([ALICE, BOB]);
    expect(membership.atBeginningOf(sources.slice(cut), everyone)).toEqual([ALICE, 'carla@gmail.com']);
  });

  test('tells once that somebody joins, though the room repeats it', () => {
    const joins = sources.filter(
      ({ event }: { event: TranscriptEvent }) => event.kind === 'member' && event.change === 'join',
    );
    expect(joins).toHaveLength(3);
  });

  test('numbers its events through all slices', () => {
    expect(sources.map(({ number }) => number)).toEqual(sources.map((_, index) => index + 1));
  });
});
