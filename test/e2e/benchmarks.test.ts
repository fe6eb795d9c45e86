/** A short run of the benchmarks: figures are printed, and guards are lax, since other programs may run beside it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyze, pipeline, split, startPeak } from '../benchmarks/node.ts';
import { writeTrace } from '../benchmarks/trace-file.ts';

const MB = 1e6;
let folder: string;
let small: string;
let large: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fedlens-quick-'));
  small = join(folder, 'small.log');
  large = join(folder, 'large.log');
  await writeTrace(small, 1, 5 * MB);
  await writeTrace(large, 1, 50 * MB);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('the pipeline reads a trace at no less than a 25th of a bare read-and-split', { timeout: 120_000 }, async () => {
  const [bare, own] = [await split(large), await pipeline(large)];
  const rate = (bytes: number, seconds: number): string => (bytes / MB / seconds).toFixed(0);
  const share = bare.seconds / own.seconds;
  console.log(
    `bare split ${rate(bare.bytes, bare.seconds)} MB/s, pipeline ${rate(own.bytes, own.seconds)} MB/s, ` +
      `${(own.messages / own.seconds).toFixed(0)} messages/s: ${share.toFixed(2)} of it`,
  );
  expect(own.messages).toBeGreaterThan(10_000);
  expect(share).toBeGreaterThan(1 / 25);
});

test('fedlens takes no more memory for 50 MB than the limit', { timeout: 120_000 }, async () => {
  const start = await startPeak('built');
  const few = ((await analyze(small, 'built')).peak - start) / MB;
  const many = ((await analyze(large, 'built')).peak - start) / MB;
  console.log(`Memory over the start: ${few.toFixed(0)} MB for 5 MB of input, ${many.toFixed(0)} MB for 50 MB`);
  expect(many).toBeLessThan(150);
});
