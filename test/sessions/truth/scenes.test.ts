/** Every scene as it was, whatever the order of the traces and their files. */
import { expect, test } from 'vitest';
import { Chance } from '../../demonstration/chance.ts';
import { sessionsIn, type Line } from '../golden/traffic.ts';
import { trueScenes, type TrueScene } from './scenes.ts';

const NINE = Date.UTC(2014, 5, 24, 9);
const ms = (time: string | null): number => Date.parse(time ?? '') - NINE;

function read(line: Line): TrueScene {
  return {
    callIds: line.keys.callIds,
    kind: line.kind,
    participants: line.participants,
    messages: line.counts.messages,
    start: ms(line.start),
    end: ms(line.end),
    texts: line.texts.map(({ time, from, text }) => [ms(time), from, text]),
    presence: line.presence.map(({ time, who, state }) => [ms(time), who, state]),
    files: line.files.map(({ name, accepted }) => [name, accepted]),
  };
}

const spelled = (list: readonly TrueScene[]): string[] =>
  list.map(({ callIds, ...rest }) => JSON.stringify({ callIds: callIds.sort(), ...rest })).sort();

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const left = [...list];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(chance.between(0, left.length - 1), 1));
  return order;
}

test.each([
  { seed: 11, scenes: 250, files: 1 },
  { seed: 12, scenes: 150, files: 3 },
])(
  'of $scenes scenes in four traces each is found whole, once and in order (seed $seed)',
  async ({ seed, scenes, files }) => {
    const truth = trueScenes({ seed, scenes, files });
    const expected = spelled(truth.scenes);
    for (const order of [truth.files, truth.files.toReversed(), shuffled(truth.files, new Chance(seed))]) {
      expect(spelled((await sessionsIn(...order)).map((line) => read(line)))).toEqual(expected);
    }
  },
  60_000,
);
