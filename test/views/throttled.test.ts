import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from '../../src/views/throttled.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('throttled runs while it is asked without a pause, and once more for the last asking', () => {
  const run = vi.fn();
  const work = throttled(run, 2000);
  for (let ms = 0; ms < 10_000; ms += 100) {
    work.ask();
    vi.advanceTimersByTime(100);
  }
  expect(run).toHaveBeenCalledTimes(6);
  vi.advanceTimersByTime(60_000);
  expect(run).toHaveBeenCalledTimes(6);
  work.ask();
  expect(run).toHaveBeenCalledTimes(7);
});

test('throttled does nothing more once it is stopped', () => {
  const run = vi.fn();
  const work = throttled(run, 2000);
  work.ask();
  work.ask();
  work.stop();
  vi.advanceTimersByTime(60_000);
  expect(run).toHaveBeenCalledTimes(1);
});
