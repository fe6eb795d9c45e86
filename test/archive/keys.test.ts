import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDayOf, indexKeysOf, keyQueryOf } from '../../src/archive/keys.ts';
import { KnownKeys } from '../../src/archive/known-keys.ts';
import type { EpochMs, SessionFragment } from '../../src/model.ts';

const fragment = (joins: string[], gapMs: number | null): SessionFragment => {
  return { protocol: 'sip', joins, gapMs, markers: [], messages: [] };
};
const ms = (value: number): EpochMs => value as EpochMs;

test('indexKeysOf keeps the keys of a session that silence does not end', () => {
  expect(indexKeysOf(fragment(['call:a', 'conv:b'], null), ms(5), ms(6))).toEqual(['call:a', 'conv:b']);
});

test('keyQueryOf finds every session that lies within the span, or touches it', () => {
  const time = fc.integer({ min: 0, max: 3e12 });
  const length = fc.oneof(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 1e11 }));
  fc.assert(
    fc.property(time, length, time, length, fc.boolean(), (start, lasts, from, wide, undated) => {
      const span = { from: ms(from), to: ms(from + wide) };
      const keys = indexKeysOf(
        fragment(['chat:a|b'], 1000),
        undated ? null : ms(start),
        undated ? null : ms(start + lasts),
      );
      const { exact, prefixes } = keyQueryOf(['chat:a|b'], [span]);
      const found = keys.some((key) => exact.includes(key) || prefixes.some((prefix) => key.startsWith(prefix)));
      const touches = undated || (start <= from + wide && start + lasts >= from);
      if (touches) expect(found).toBe(true);
    }),
  );
});

test('KnownKeys never denies a key that it was told, and denies most others', () => {
  const known = new KnownKeys();
  for (let n = 0; n < 100_000; n++) known.add(anyDayOf(`call:${n}@contoso.com`));
  let [denied, wrong] = [0, 0];
  for (let n = 0; n < 100_000; n++) {
    if (!known.mayHave(`call:${n}@contoso.com`)) denied++;
    if (known.mayHave(`call:${n}@fabrikam.com`)) wrong++;
  }
  expect(denied).toBe(0);
  expect(wrong).toBeLessThan(100);
});
