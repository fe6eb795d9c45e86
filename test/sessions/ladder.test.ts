/** The ladder's data: lanes, arrows, forks; and the clocks of the logs behind it. */
import { describe, expect, test } from 'vitest';
import type { Ladder } from '../../src/model/ladder.ts';
import type { Direction, Endpoint, Message, Session, SipMessage, SourceId } from '../../src/model.ts';
import { correctedSkew, estimateSkew, ladderOf, skewSamples } from '../../src/sessions/index.ts';
import { at, place, sessionsOf, sip, stanza } from './messages.ts';

const host = (name: string): Endpoint => ({ host: name, port: 5061, transport: 'tls' });
const source = (number: number): SourceId => number as SourceId;
let offset = 0;
/** As the log `file` shows it: on its way in or out, the peer beyond. */
function seen(
  over: Partial<SipMessage> & { method: string },
  file: number,
  direction: Direction,
  peer: string,
  ms: number,
): Message {
  const where = place((offset += 100), file);
  return sip({ ...over, places: [where], time: at(ms), direction, remote: host(peer) });
}

const INVITE = { method: 'INVITE', cseq: 1 };
const OK = { method: 'INVITE', cseq: 1, status: 200, toTag: 'b' };
/** Alice's Front End, the Edge, Bob's provider; the Edge (file 0) and the Front End (file 1) are logged, whose clock is ahead. */
function federated(ahead: number): Session {
  const [session, ...none] = sessionsOf([
    seen(INVITE, 1, 'in', 'alice-pc', 0 + ahead),
    seen(INVITE, 1, 'out', 'edge.contoso.com', 2 + ahead),
    seen(INVITE, 0, 'in', 'fe.contoso.com', 6),
    seen(INVITE, 0, 'out', 'sip.partner.com', 9),
    seen(OK, 0, 'in', 'sip.partner.com', 209),
    seen(OK, 0, 'out', 'fe.contoso.com', 211),
    seen(OK, 1, 'in', 'edge.contoso.com', 215 + ahead),
    seen(OK, 1, 'out', 'alice-pc', 217 + ahead),
  ]);
  expect(none).toEqual([]);
  if (session === undefined) throw new Error('No session');
  return session;
}

const spelled = ({ lanes, arrows }: Ladder, { messages }: Session): string[] =>
  arrows.map(({ message, from, to, times }) => {
    const name = (lane: number): string => lanes[lane]?.names.join() || `log ${lanes[lane]?.sources.join()}`;
    const { method, status } = messages[message] ?? { method: '?', status: null };
    return `${status ?? method}: ${name(from)} > ${name(to)}${times > 1 ? ` x${times}` : ''}`;
  });

describe('ladderOf', () => {
  test('shows each hop apart, once where both ends logged it', () => {
    const session = federated(0);
    const ladder = ladderOf(session, { hops: 'apart' });
    expect(ladder.lanes.map(({ names }) => names)).toEqual([
      ['alice-pc'],
      ['fe.contoso.com'],
      ['edge.contoso.com'],
      ['sip.partner.com'],
    ]);
    expect(ladder.lanes.map(({ sources }) => sources)).toEqual([[], [1], [0], []]);
    expect(spelled(ladder, session)).toEqual([
      'INVITE: alice-pc > fe.contoso.com',
      'INVITE: fe.contoso.com > edge.contoso.com',
      'INVITE: edge.contoso.com > sip.partner.com',
      '200: sip.partner.com > edge.contoso.com',
      '200: edge.contoso.com > fe.contoso.com',
      '200: fe.contoso.com > alice-pc',
    ]);
    expect(ladder.arrows[1]?.sightings).toHaveLength(2);
  });

  test('shows the ends alone with hops joined', () => {
    const session = federated(0);
    const ladder = ladderOf(session, { hops: 'joined' });
    expect(spelled(ladder, session)).toEqual(['INVITE: alice-pc > sip.partner.com', '200: sip.partner.com > alice-pc']);
    expect(ladder.arrows.map(({ time }) => time)).toEqual([at(0), at(209)]);
  });

  test('is the same with a clock that is wrong and corrected', () => {
    const right = ladderOf(federated(0), { hops: 'apart' });
    const skew = new Map([[source(1), 5_000]]);
    const corrected = ladderOf(federated(5_000), { hops: 'apart', skew });
    expect(corrected.lanes).toEqual(right.lanes);
    expect(corrected.arrows.map(({ from, to, time }) => [from, to, time])).toEqual(
      right.arrows.map(({ from, to, time }) => [from, to, time]),
    );
  });

  test('counts retransmissions on their hop', () => {
    const [session] = sessionsOf([0, 500, 1_500].map((ms) => seen(INVITE, 0, 'out', 'sip.partner.com', ms)));
    expect(spelled(ladderOf(session!, { hops: 'apart' }), session!)).toEqual(['INVITE: log 0 > sip.partner.com x3']);
  });

  test('keeps branches of a forked call apart', () => {
    const ringing = (toTag: string, status: number, ms: number): Message =>
      seen({ method: 'INVITE', status, toTag }, 0, 'in', 'fe', ms);
    const [session] = sessionsOf([
      seen(INVITE, 0, 'out', 'fe', 0),
      ringing('b1', 180, 10),
      ringing('b2', 180, 20),
      ringing('b2', 200, 30),
      ringing('b1', 487, 40),
      seen({ method: 'ACK', toTag: 'b2' }, 0, 'out', 'fe', 50),
    ]);
    const { forks, arrows } = ladderOf(session!, { hops: 'apart' });
    expect(forks).toEqual([{ callId: 'call-1', tags: ['b1', 'b2'] }]);
    expect(arrows.map(({ fork }) => fork)).toEqual([null, 0, 1, 1, 0, 1]);
  });

  test('stands people where a log names no machine, and answers go back', () => {
    const [session] = sessionsOf([sip({ method: 'MESSAGE' }), sip({ method: 'MESSAGE', status: 200, time: at(5) })]);
    const ladder = ladderOf(session!, { hops: 'apart' });
    expect(ladder.lanes).toEqual([
      { names: ['alice@contoso.com'], sources: [], kind: 'person' },
      { names: ['bob@yahoo.com'], sources: [], kind: 'person' },
    ]);
    expect(ladder.arrows.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [0, 1, 'request'],
      [1, 0, 'response'],
    ]);
    const [chat] = sessionsOf([stanza({ id: 'x' })]);
    expect(ladderOf(chat!, { hops: 'joined' }).arrows).toMatchObject([{ from: 0, to: 1, kind: 'stanza' }]);
  });

  test('takes captured packets from address to address', () => {
    const [session] = sessionsOf([sip({ method: 'OPTIONS', local: host('10.0.0.1'), remote: host('10.0.0.2') })]);
    const { lanes, arrows } = ladderOf(session!, { hops: 'apart' });
    expect(lanes.map(({ names }) => names)).toEqual([['10.0.0.1'], ['10.0.0.2']]);
    expect(arrows).toMatchObject([{ from: 0, to: 1 }]);
  });

  test('takes two logs of one machine for one lane', () => {
    const [session] = sessionsOf([
      seen(INVITE, 0, 'out', 'sip.partner.com', 0),
      seen({ method: 'BYE', cseq: 2, toTag: 'b' }, 1, 'out', 'sip.partner.com', 60_000),
    ]);
    expect(ladderOf(session!, { hops: 'apart' }).lanes.map(({ sources }) => sources)).toEqual([[0, 1], []]);
  });
});

describe('estimateSkew', () => {
  test.each([0, 5_000, -90_000, 3_600_000])('finds a clock that is %i ms ahead, whatever the delay', (ahead) => {
    const skews = estimateSkew(skewSamples(federated(ahead).messages));
    const front = skews.find(({ source: one }) => one === source(1))?.aheadMs ?? 0;
    const edge = skews.find(({ source: one }) => one === source(0))?.aheadMs ?? 0;
    expect(front - edge).toBe(ahead);
    expect(skews.map(({ basis }) => basis).sort()).toEqual(['both-ways', 'reference']);
  });

  test('takes what arrives late for delay where all goes one way, and what arrives early for skew', () => {
    const oneWay = (ms: number): number | undefined => {
      const [session] = sessionsOf([
        seen(INVITE, 0, 'out', 'fe.contoso.com', 0),
        seen(INVITE, 1, 'in', 'edge.contoso.com', ms),
      ]);
      return estimateSkew(skewSamples(session!.messages)).find(({ basis }) => basis === 'one-way')?.aheadMs;
    };
    expect(oneWay(300)).toBe(0);
    expect(oneWay(-300)).toBe(-300);
  });

  test('goes by way of a log that shares messages with both', () => {
    const chain = [0, 1, 2].flatMap((file) => [
      seen(INVITE, file, 'in', `h${file - 1}`, file * 10 + file * 1_000),
      seen(INVITE, file, 'out', `h${file + 1}`, file * 10 + 5 + file * 1_000),
      seen(OK, file, 'in', `h${file + 1}`, 200 - file * 10 + file * 1_000),
      seen(OK, file, 'out', `h${file - 1}`, 205 - file * 10 + file * 1_000),
    ]);
    const [session] = sessionsOf(chain);
    const skews = estimateSkew(skewSamples(session!.messages));
    const ahead = [0, 1, 2].map((file) => skews.find(({ source: one }) => one === source(file))?.aheadMs ?? NaN);
    expect(ahead.map((ms) => ms - ahead[0]!)).toEqual([0, 1_000, 2_000]);
  });

  test('puts many exchanges together, though some begin inside and some outside, and a clock may be asked by one user alone', () => {
    const samples = [false, true, false, true, false].flatMap((isOutside, number) => {
      const [near, far] = isOutside ? [1, 0] : [0, 1];
      const parties = {
        callId: `c${number}`,
        from: `sip:u${number}@a.test`,
        to: `sip:u${number % 2 ? number : 99}@a.test`,
      };
      const on = (file: number, ms: number): number => ms + (file === 1 ? 7_000 : 0);
      const [session] = sessionsOf([
        seen({ ...INVITE, ...parties }, near, 'out', 'far', on(near, 0)),
        seen({ ...INVITE, ...parties }, far, 'in', 'near', on(far, 20)),
        seen({ ...OK, ...parties }, far, 'out', 'near', on(far, 50)),
        seen({ ...OK, ...parties }, near, 'in', 'far', on(near, 70)),
      ]);
      return skewSamples(session!.messages);
    });
    const skews = estimateSkew(samples);
    const ahead = (file: number): number => skews.find(({ source: one }) => one === source(file))?.aheadMs ?? NaN;
    expect(ahead(1) - ahead(0)).toBe(7_000);
    expect(skews.map(({ samples: count }) => count)).toContain(10);
  });

  test('says nothing of logs that share no message', () => {
    const [session] = sessionsOf([
      seen(INVITE, 0, 'out', 'fe', 0),
      seen({ method: 'BYE', cseq: 2 }, 1, 'out', 'fe', 9),
    ]);
    expect(estimateSkew(skewSamples(session!.messages))).toEqual([]);
  });
});

describe('correctedSkew', () => {
  const estimated = estimateSkew(skewSamples(federated(5_000).messages));
  const of = (told: [number, number][]) => {
    const skews = correctedSkew(estimated, new Map(told.map(([file, ms]) => [source(file), ms])));
    return skews.map(({ source: one, against, aheadMs, basis }) => [one, against, aheadMs, basis]);
  };

  test('leaves what is measured where nothing is told', () => {
    expect(correctedSkew(estimated, new Map())).toEqual(estimated);
  });

  test('takes the person’s word, and what is measured against that clock follows', () => {
    expect(of([[1, 2_000]])).toEqual([
      [0, 1, -3_000, 'both-ways'],
      [1, 1, 2_000, 'told'],
    ]);
    expect(of([[0, 60_000]])).toEqual([
      [0, 0, 60_000, 'told'],
      [1, 0, 65_000, 'both-ways'],
    ]);
  });

  test('takes it where nothing can be measured, and where both are told', () => {
    expect(of([[7, -500]])).toEqual(expect.arrayContaining([[7, 7, -500, 'told']]));
    expect(
      of([
        [0, 0],
        [1, 4_000],
      ]),
    ).toEqual([
      [0, 0, 0, 'told'],
      [1, 1, 4_000, 'told'],
    ]);
  });

  test('keeps the ladder of one exchange in order whatever is told of one of its clocks', () => {
    const session = federated(5_000);
    const right = spelled(ladderOf(federated(0), { hops: 'apart' }), federated(0));
    for (const told of [-60_000, 0, 3_000]) {
      const skews = correctedSkew(estimated, new Map([[source(1), told]]));
      const skew = new Map(skews.map(({ source: one, aheadMs }) => [one, aheadMs]));
      expect(spelled(ladderOf(session, { hops: 'apart', skew }), session)).toEqual(right);
    }
  });
});
