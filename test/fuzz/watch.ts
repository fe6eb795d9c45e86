/** Ends a run that hangs: the loop that hangs cannot say so itself. */
import { Worker } from 'node:worker_threads';

/** No trial takes so long, on the slowest machine, ms. */
const HANGS_MS = 60_000;

const CODE = `
const { workerData: { numbers, pid, limit } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let seed = 0, since = performance.now();
setInterval(() => {
  if (numbers[0] !== seed) { seed = numbers[0]; since = performance.now(); }
  else if (performance.now() - since > limit) {
    writeSync(1, '\\nseed ' + seed + ' hangs\\n');
    process.kill(pid, 'SIGKILL');
  }
}, 1000);
`;

export function watchTrials(): { begin(seed: number): void; close(): void } {
  const numbers = new Float64Array(new SharedArrayBuffer(8));
  const worker = new Worker(CODE, { eval: true, workerData: { numbers, pid: process.pid, limit: HANGS_MS } });
  worker.unref();
  return { begin: (seed) => void (numbers[0] = seed), close: () => void worker.terminate() };
}
