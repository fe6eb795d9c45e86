/** Every session, text, party and time as it was, whatever the order of the files. */
import { expect, test } from 'vitest';
import { Chance } from '../../demonstration/chance.ts';
import { sessionsIn, type Line } from '../golden/traffic.ts';
import { trueLogs, type TrueTalk } from './talks.ts';

const NINE = Date.UTC(2014, 5, 24, 9);
const iso = (ms: number): string => new Date(NINE + ms).toISOString();

function told(talk: TrueTalk): object {
  return {
    protocol: talk.protocol,
    callIds: talk.callIds,
    modalities: talk.modalities,
    participants: talk.participants,
    messages: talk.messages,
    texts: talk.texts.map(({ time, from, text }) => ({ time: iso(time), from, text })),
    start: iso(talk.start),
    end: iso(talk.end),
  };
}

function read(line: Line): object {
  return {
    protocol: line.protocol,
    callIds: line.keys.callIds,
    modalities: line.modalities,
    participants: line.participants,
    messages: line.counts.messages,
    texts: line.texts.map(({ time, from, text }) => ({ time, from, text })),
    start: line.start,
    end: line.end,
  };
}

const spelled = (list: readonly object[]): string[] => list.map((item) => JSON.stringify(item)).sort();

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const left = [...list];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(chance.between(0, left.length - 1), 1));
  return order;
}

test.each([
  { seed: 1, talks: 400, files: 2 },
  { seed: 2, talks: 300, files: 3 },
  { seed: 3, talks: 200, files: 5 },
])('of $talks mixed talks each is found whole, once and in order (seed $seed)', async ({ seed, talks, files }) => {
  const truth = trueLogs({ seed, talks, files });
  const chance = new Chance(seed);
  const expected = spelled(truth.talks.map(told));
  for (const order of [truth.files, truth.files.toReversed(), shuffled(truth.files, chance)]) {
    expect(spelled((await sessionsIn(...order)).map(read))).toEqual(expected);
  }
});
