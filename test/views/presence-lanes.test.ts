import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../src/model.ts';
import { lanesOf, sharesOf, ticksBetween, type SeenChange } from '../../src/views/session/presence-lanes.ts';

const change = (time: number | null, who: string, state: string): SeenChange => ({
  time: time as EpochMs | null,
  who,
  state,
  activity: null,
  note: null,
});

describe('lanesOf', () => {
  test('draws each state up to the next of the same person, the last to the end of the session', () => {
    const changes = [
      change(0, 'a', 'Available'),
      change(10, 'b', 'Away'),
      change(20, 'a', 'Available'),
      change(30, 'a', 'Do Not Disturb'),
      change(null, 'a', 'Offline'),
    ];
    const lanes = lanesOf(changes, 100 as EpochMs);
    expect(lanes.map(({ who, spans }) => [who, spans.map(({ from, to, kind }) => [from, to, kind])])).toEqual([
      [
        'a',
        [
          [0, 30, 'free'],
          [30, 100, 'busy'],
        ],
      ],
      ['b', [[10, 100, 'away']]],
    ]);
    expect(sharesOf(lanes[0]!)).toEqual([
      { state: 'Do Not Disturb', share: 0.7 },
      { state: 'Available', share: 0.3 },
    ]);
  });

  test('one change at the very end is there, and has no share', () => {
    const [lane] = lanesOf([change(5, 'a', 'Offline')], 5 as EpochMs);
    expect(lane?.spans).toMatchObject([{ from: 5, to: 5, kind: 'offline' }]);
    expect(sharesOf(lane!)).toEqual([]);
  });

  test('nothing with a time gives no lane', () => {
    expect(lanesOf([change(null, 'a', 'Offline')], null)).toEqual([]);
  });
});

test('ticksBetween gives round times of the zone, no more than asked for', () => {
  const day = 86_400_000;
  expect(ticksBetween(0, 3 * day, 4, 2 * 3_600_000).map((at) => (at + 7_200_000) % day)).toEqual([0, 0, 0]);
  expect(ticksBetween(500, 4_200, 5, 0)).toEqual([1_000, 2_000, 3_000, 4_000]);
  for (const span of [7, 1_234, 98_765, 1e7, 1e10, 1e13]) {
    expect(ticksBetween(3, 3 + span, 6, 0).length).toBeLessThanOrEqual(7);
  }
});
