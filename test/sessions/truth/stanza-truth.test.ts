/** Every XMPP session, text, mark, change, party and time as it was, whatever the order of the files. */
import { expect, test } from 'vitest';
import { Chance } from '../../demonstration/chance.ts';
import { sessionsIn, type Line } from '../golden/traffic.ts';
import { trueStanzas, type TrueStanzas, type TrueText } from './stanza-talks.ts';

const NINE = Date.UTC(2014, 5, 24, 9);
const iso = (ms: number): string => new Date(NINE + ms).toISOString();

/** Keys in one order, so that what is written can be compared. */
const spelled = (list: readonly object[]): string[] => list.map((item) => JSON.stringify(item)).sort();

function toldText({ time, from, text, failed, corrects, corrected, retracted, receipt }: TrueText): object {
  const taken = retracted && { time: iso(retracted.time), by: retracted.by };
  return { time: iso(time), from, text, failed, corrects, corrected, retracted: taken, receipt };
}

function told(talk: TrueStanzas): object {
  const { modalities, participants, thread, messages, texts, presence, files, start, end } = talk;
  return {
    modalities,
    participants,
    thread,
    messages,
    texts: texts.map(toldText),
    presence: presence.map(({ time, who, state }) => ({ time: iso(time), who, state })),
    files,
    start: iso(start),
    end: iso(end),
  };
}

function read(line: Line): object {
  const texts = line.texts as unknown as (TrueText & { retracted?: { time: string; by: string } })[];
  const presence = line.presence as unknown as { time: string; who: string; state: string }[];
  return {
    modalities: line.modalities,
    participants: line.participants,
    thread: line.keys.thread,
    messages: line.counts.messages,
    texts: texts.map(({ time, from, text, failed, corrects, corrected, retracted, receipt }) => {
      const taken = retracted && { time: retracted.time, by: retracted.by };
      return { time, from, text, failed, corrects, corrected, retracted: taken, receipt };
    }),
    presence: presence.map(({ time, who, state }) => ({ time, who, state })),
    files: line.files.map(({ name }) => name),
    start: line.start,
    end: line.end,
  };
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const left = [...list];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(chance.between(0, left.length - 1), 1));
  return order;
}

test.each([
  { seed: 11, talks: 150, files: 1 },
  { seed: 12, talks: 150, files: 3 },
  { seed: 13, talks: 100, files: 6 },
])(
  'of $talks XMPP talks in the logs of two servers each is found whole, once and in order (seed $seed)',
  async (given) => {
    const truth = trueStanzas(given);
    const chance = new Chance(given.seed);
    const expected = spelled(truth.talks.map(told));
    for (const order of [truth.files, truth.files.toReversed(), shuffled(truth.files, chance)]) {
      expect(spelled((await sessionsIn(...order)).map(read))).toEqual(expected);
    }
  },
);
