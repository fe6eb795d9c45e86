/** Order, repetition and outcome at their borders: cases that a reviewer's own inputs showed. */
import { describe, expect, test } from 'vitest';
import type { Message, Session } from '../../src/model.ts';
import { at, place, sessionsOf, sip, stanza, text } from './messages.ts';

function one(list: readonly Message[]): Session {
  const sessions = sessionsOf(list);
  if (sessions.length !== 1 || sessions[0] === undefined) throw new Error(`${sessions.length} sessions`);
  return sessions[0];
}
const said = (session: Session): string[] => session.texts.map((each) => each.text);

describe('messages of one record', () => {
  test('stay in the order in which they stand in it', () => {
    const list = [9, 10, 11, 12].map((cseq, ordinal) =>
      sip({ method: 'MESSAGE', cseq, ordinal, places: [place(0)], facts: [text(`text ${cseq}`)] }),
    );
    expect(said(one(list))).toEqual(['text 9', 'text 10', 'text 11', 'text 12']);
    expect(said(one(list.toReversed()))).toEqual(['text 9', 'text 10', 'text 11', 'text 12']);
  });

  test('are two when they say the same without an id, at the same time', () => {
    const equal = [0, 1].map((ordinal) =>
      stanza({ ordinal, places: [place(0)], direction: 'in', facts: [text('ok')] }),
    );
    expect(said(one(equal))).toEqual(['ok', 'ok']);
  });

  test('find their echoes one by one', () => {
    const hops = (['in', 'in', 'out', 'out'] as const).map((direction, ordinal) =>
      stanza({ ordinal, direction, time: at(ordinal), places: [place(ordinal * 100)], facts: [text('ok')] }),
    );
    const session = one(hops);
    expect(said(session)).toEqual(['ok', 'ok']);
    expect(session.messages.map(({ sightings }) => sightings.length)).toEqual([2, 2]);
  });
});

describe('the INVITE’s first text', () => {
  const invite = sip({ method: 'INVITE', facts: [text('hello', { inInvite: true })] });
  const message = (cseq: number, words: string) =>
    sip({ method: 'MESSAGE', cseq, time: at(cseq * 1000), toTag: 'b', facts: [text(words)] });

  test('is kept once when the first MESSAGE repeats it', () => {
    expect(said(one([invite, message(2, 'hello'), message(3, 'yes?')]))).toEqual(['hello', 'yes?']);
  });

  test('may be said again later', () => {
    expect(said(one([invite, message(2, 'yes?'), message(3, 'hello')]))).toEqual(['hello', 'yes?', 'hello']);
  });

  test('is repeated once at most', () => {
    expect(said(one([invite, message(2, 'hello'), message(3, 'hello')]))).toEqual(['hello', 'hello']);
  });
});

describe('the outcome', () => {
  const call = (callId: string, method: string, status: number | null, ms: number) =>
    sip({ method, status, callId, conversation: 'v', time: at(ms) });

  test('has the status of the opening request, whatever became of another leg', () => {
    const session = one([
      call('im', 'INVITE', null, 0),
      call('im', 'INVITE', 480, 10),
      call('audio', 'INVITE', null, 20),
      call('audio', 'INVITE', 200, 30),
    ]);
    expect([session.outcome, session.status]).toEqual(['established', 480]);
  });

  test('of a challenge alone is open: what came of it is not in the log', () => {
    const session = one([call('im', 'REGISTER', null, 0), call('im', 'REGISTER', 401, 10)]);
    expect([session.outcome, session.status]).toEqual(['open', 401]);
  });

  test('of a file whose INVITE is declined is that it was not accepted', () => {
    const offer = { kind: 'file', transfer: 't', name: 'plan.docx', size: 10, accepted: null } as const;
    const files = (status: number) =>
      one([sip({ method: 'INVITE', facts: [offer] }), sip({ method: 'INVITE', status, time: at(10) })]).files;
    expect(files(603)).toMatchObject([{ name: 'plan.docx', accepted: false }]);
    expect(files(200)).toMatchObject([{ accepted: null }]);
    // A challenge is a question: nothing shows that it was sent again.
    expect(files(407)).toMatchObject([{ accepted: null }]);
  });
});

describe('participants', () => {
  test('are those too whose presence is told, but they take no part in a conversation', () => {
    const who = { kind: 'presence', who: 'dan@contoso.com', state: 'Busy', activity: null, note: null } as const;
    const session = one([
      sip({ method: 'MESSAGE', facts: [text('hello')] }),
      sip({ method: 'NOTIFY', cseq: 2, event: 'presence', facts: [who] }),
    ]);
    expect(session.participants).toContain('dan@contoso.com');
    expect(session.modalities.map(({ modality }) => modality)).toEqual(['im', 'presence']);
  });
});
