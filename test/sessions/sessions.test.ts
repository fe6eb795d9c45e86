/** What belongs together, what is said once, and when a session ends. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Message, Session } from '../../src/model.ts';
import { at, MINUTE, place, sessionsOf, sip, stanza, text } from './messages.ts';

function only(sessions: readonly Session[]): Session {
  expect(sessions).toHaveLength(1);
  const [session] = sessions;
  if (session === undefined) throw new Error('No session.');
  return session;
}
const textsOf = (session: Session): string[] => session.texts.map((said) => said.text);

describe('a SIP session', () => {
  test('holds one message where two hops saw it, with both sightings', () => {
    const invite = { method: 'INVITE', facts: [text('hello')] } as const;
    const session = only(
      sessionsOf([
        sip({ ...invite, direction: 'in', side: 'internal', time: at(0), facts: [...invite.facts] }),
        sip({ ...invite, direction: 'out', side: 'external', time: at(3), facts: [...invite.facts] }),
      ]),
    );
    expect(session.messageCount).toBe(1);
    expect(session.messages[0]?.sightings.map(({ side }) => side)).toEqual(['internal', 'external']);
    expect(textsOf(session)).toEqual(['hello']);
  });

  test('keeps two requests of one text apart by their CSeq', () => {
    const said = (cseq: number, ms: number): Message =>
      sip({ method: 'MESSAGE', cseq, time: at(ms), toTag: 'b', facts: [text('again')] });
    expect(textsOf(only(sessionsOf([said(2, 0), said(3, 10)])))).toEqual(['again', 'again']);
  });

  test('keeps both sides’ requests of one CSeq apart by the tags', () => {
    const session = only(
      sessionsOf([
        sip({ method: 'MESSAGE', fromTag: 'a', toTag: 'b', facts: [text('ping')] }),
        sip({ method: 'MESSAGE', fromTag: 'b', toTag: 'a', time: at(5), facts: [text('pong')] }),
      ]),
    );
    expect(textsOf(session)).toEqual(['ping', 'pong']);
  });

  test('joins two Call-IDs by their conversation, also when the link comes last', () => {
    const list = [
      sip({ method: 'INVITE', callId: 'x' }),
      sip({ method: 'INVITE', callId: 'y', conversation: 'v' }),
      sip({ method: 'BYE', callId: 'x', conversation: 'v', cseq: 2, time: at(10) }),
    ];
    expect(only(sessionsOf(list)).callIds).toEqual(['x', 'y']);
    expect(only(sessionsOf(...list.map((message) => [message]))).callIds).toEqual(['x', 'y']);
  });

  test('marks the text that was refused for good, not one that a branch took', () => {
    const said = (cseq: number): Message => sip({ method: 'MESSAGE', cseq, time: at(cseq), facts: [text(`${cseq}`)] });
    const answer = (cseq: number, status: number, toTag: string): Message =>
      sip({ method: 'MESSAGE', cseq, status, toTag, time: at(cseq) });
    const session = only(
      sessionsOf([said(1), answer(1, 480, 'b'), said(2), answer(2, 480, 'b'), answer(2, 200, 'c'), said(3)]),
    );
    expect(session.texts.map(({ failed }) => failed)).toEqual([true, undefined, undefined]);
  });

  test('does not end by silence', () => {
    only(sessionsOf([sip({ method: 'INVITE' }), sip({ method: 'BYE', cseq: 2, time: at(600 * MINUTE) })]));
  });

  test('says the first IM once when it rode in the INVITE and came again as MESSAGE', () => {
    const session = only(
      sessionsOf([
        sip({ method: 'INVITE', facts: [text('hi  there', { inInvite: true })] }),
        sip({ method: 'INVITE', status: 200, toTag: 'b', time: at(1) }),
        sip({ method: 'MESSAGE', cseq: 2, toTag: 'b', time: at(2), facts: [text('hi there')] }),
        sip({ method: 'MESSAGE', cseq: 3, toTag: 'b', time: at(3), facts: [text('hi there')] }),
      ]),
    );
    expect(textsOf(session)).toEqual(['hi  there', 'hi there']);
    expect(session.texts[0]?.time).toBe(at(0));
  });

  test('says a text once that was sent again with credentials', () => {
    const session = only(
      sessionsOf([
        sip({ method: 'MESSAGE', facts: [text('secret')] }),
        sip({ method: 'MESSAGE', status: 407, toTag: 'p', time: at(1) }),
        sip({ method: 'MESSAGE', cseq: 2, time: at(2), facts: [text('secret')] }),
        sip({ method: 'MESSAGE', status: 200, cseq: 2, toTag: 'b', time: at(3) }),
      ]),
    );
    expect(textsOf(session)).toEqual(['secret']);
    expect([session.outcome, session.status]).toEqual(['established', 200]);
  });

  test.each([
    ['established', 200, [180, 200]],
    ['failed', 480, [100, 480]],
    ['open', null, [180]],
    ['established', 200, [200, 491]],
  ] as const)('is %s with status %s after %j', (outcome, status, answers) => {
    const session = only(
      sessionsOf([
        sip({ method: 'INVITE' }),
        ...answers.map((answer, index) =>
          sip({ method: 'INVITE', status: answer, cseq: 1 + index, toTag: 'b', time: at(10 + index) }),
        ),
      ]),
    );
    expect([session.outcome, session.status]).toEqual([outcome, status]);
  });

  test('takes a file’s answer to its offer', () => {
    const offer = { kind: 'file', transfer: 't', name: 'plan.docx', size: 12, accepted: null } as const;
    const session = only(
      sessionsOf([
        sip({ method: 'INVITE', facts: [offer] }),
        sip({ method: 'MESSAGE', cseq: 2, time: at(5), facts: [{ ...offer, name: '', size: null, accepted: true }] }),
      ]),
    );
    expect(session.files).toEqual([expect.objectContaining({ name: 'plan.docx', size: 12, accepted: true })]);
    expect(session.modalities.map(({ modality }) => modality)).toContain('file');
  });

  test('gives a diagnostic to the session of its Call-ID and counts it as no message', () => {
    const { time, timeSource, direction, local, remote, side } = sip({ method: 'INVITE' });
    const diagnostic: Message = {
      ...{ time, timeSource, direction, local, remote, side },
      protocol: 'trace-diagnostic',
      places: [place(900_000)],
      from: null,
      to: null,
      title: 'TF_DIAG',
      facts: [{ kind: 'diagnostic', id: 1034, reason: 'Previous hop federated peer did not report', source: null }],
      markers: [],
      callId: 'call-1',
      cseq: 1,
    };
    const session = only(sessionsOf([sip({ method: 'INVITE' }), diagnostic]));
    expect(session.messageCount).toBe(1);
    expect(session.diagnostics.map(({ id }) => id)).toEqual([1034]);
  });

  test('has an id that anyone can compute again', () => {
    const digest = createHash('sha256').update('call:call-1').digest('hex').slice(0, 20);
    expect(only(sessionsOf([sip({ method: 'INVITE' })])).id).toBe(digest);
  });

  test('orders messages by time, not by their place in the file', () => {
    const session = only(
      sessionsOf([
        sip({ method: 'MESSAGE', cseq: 3, time: at(20), facts: [text('second')] }),
        sip({ method: 'MESSAGE', cseq: 2, time: at(10), facts: [text('first')] }),
      ]),
    );
    expect(textsOf(session)).toEqual(['first', 'second']);
    expect([session.start, session.end]).toEqual([at(10), at(20)]);
  });
});

describe('an XMPP chat', () => {
  const said = (ms: number, words: string, over: Parameters<typeof stanza>[0] = {}): Message =>
    stanza({ time: at(ms), id: words, facts: [text(words)], ...over });

  test('is one in both directions', () => {
    const session = only(
      sessionsOf([said(0, 'hello'), said(10, 'hi', { from: 'bob@gmail.com', to: 'alice@contoso.com' })]),
    );
    expect(textsOf(session)).toEqual(['hello', 'hi']);
    expect(session.participants).toEqual(['alice@contoso.com', 'bob@gmail.com']);
  });

  test('goes on up to half an hour of silence and ends beyond it', () => {
    only(sessionsOf([said(0, 'a'), said(30 * MINUTE, 'b')]));
    expect(sessionsOf([said(0, 'a'), said(30 * MINUTE + 1, 'b')])).toHaveLength(2);
  });

  test('that a later file bridges becomes one', () => {
    const [first, last] = [said(0, 'a'), said(50 * MINUTE, 'c')];
    expect(sessionsOf([first], [last])).toHaveLength(2);
    expect(textsOf(only(sessionsOf([first], [last], [said(25 * MINUTE, 'b')])))).toEqual(['a', 'b', 'c']);
  });

  test('is told from the presence of the same two', () => {
    const kinds = sessionsOf([
      said(0, 'hello'),
      stanza({
        name: 'presence',
        type: null,
        time: at(5),
        facts: [{ kind: 'presence', who: null, state: 'Busy', activity: null, note: null }],
      }),
    ]).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['im', 'presence']);
  });

  test('holds a stanza once that two logs saw', () => {
    const session = only(
      sessionsOf(
        [said(0, 'hello', { places: [place(0, 0)], direction: 'in' })],
        [said(40, 'hello', { places: [place(700, 1)], direction: 'out' })],
      ),
    );
    expect(textsOf(session)).toEqual(['hello']);
    expect(session.messages[0]?.sightings).toHaveLength(2);
  });

  test('joins the echo of a stanza without an id, and keeps what was said twice', () => {
    const plain = (ms: number, direction: 'in' | 'out'): Message =>
      said(ms, 'ok', { id: null, direction, places: [place(ms)] });
    expect(textsOf(only(sessionsOf([plain(0, 'in'), plain(20, 'out')])))).toEqual(['ok']);
    expect(textsOf(only(sessionsOf([plain(0, 'in'), plain(2_000, 'in')])))).toEqual(['ok', 'ok']);
    expect(textsOf(only(sessionsOf([plain(0, 'in'), plain(6_000, 'out')])))).toEqual(['ok', 'ok']);
  });

  test('has an id made of its pair and its start', () => {
    const key = `chat:alice@contoso.com|bob@gmail.com@${at(0)}`;
    expect(only(sessionsOf([said(0, 'a')])).id).toBe(createHash('sha256').update(key).digest('hex').slice(0, 20));
  });

  test('of a room is one session of everyone in it', () => {
    const room = 'plans@rooms.jabber.org';
    const session = only(
      sessionsOf([
        said(0, 'a', { type: 'groupchat', to: room, toJid: room, room }),
        said(9, 'b', {
          type: 'groupchat',
          room,
          from: room,
          fromJid: `${room}/carol`,
          to: 'alice@contoso.com',
          toJid: 'alice@contoso.com/x',
        }),
      ]),
    );
    expect(session.rooms).toEqual([room]);
  });

  test('of a room has everyone in it who was sent a copy', () => {
    const room = 'plans@rooms.jabber.org';
    const copy = (n: number, heardBy: string): Message =>
      said(n, 'a', { type: 'groupchat', id: 'g1', room, from: `${room}/carol`, to: room, toJid: room, heardBy });
    const session = only(sessionsOf([copy(0, 'alice@contoso.com'), copy(1, 'dave@contoso.com')]));
    expect(session.texts).toHaveLength(1);
    expect(session.participants).toEqual(['alice@contoso.com', 'dave@contoso.com', room, `${room}/carol`]);
    expect(session.modalities.map(({ modality }) => modality)).toContain('multiparty');
  });
});
