/**
 * `npm run fuzz`: real inputs of every format, spoiled, through the whole pipeline. Nothing may throw, hang (a second of CPU a
 * megabyte) or lose a byte, and now and then the same input in other pieces must give the same.
 *
 *   npm run fuzz -- [--seed N] [--seconds N] [--trials N] [--slowness N] [FILE...]
 *
 * Every trial follows from its number alone: the first has the seed, the next one more. A failing one is named with its
 * number and kept in a temporary file; `--seed NUMBER --trials 1` tries it again, and so does the file's path, also when the
 * inputs have changed since.
 */
import { parseArgs } from 'node:util';
import { realInputs } from './inputs.ts';
import { faultOf, keep, trialOf, trialOfFile, type Trial } from './trial.ts';
import { watchTrials } from './watch.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    trials: { type: 'string', default: 'Infinity' },
    /** So much longer than a second a megabyte it may take: for a slow machine. */
    slowness: { type: 'string', default: '1' },
  },
});
const first = Number(values.seed);
const last = first + Number(values.trials);
const end = performance.now() + Number(values.seconds) * 1000;
const inputs = realInputs();
const watch = watchTrials();

function* trials(): Generator<Trial> {
  for (const path of positionals) yield trialOfFile(path);
  if (positionals.length > 0) return;
  for (let seed = first; seed < last && performance.now() < end; seed += 1) yield trialOf(inputs, seed);
}

let count = 0;
let failures = 0;
let bytes = 0;
console.log(`${inputs.length} inputs, from seed ${first}, for ${values.seconds} s`);
for (const trial of trials()) {
  watch.begin(trial.seed);
  count += 1;
  bytes += trial.bytes.length;
  const fault = await faultOf(trial, Number(values.slowness));
  if (fault === null) continue;
  failures += 1;
  console.log(`\nseed ${trial.seed}: ${trial.about}\n${fault}\nkept in ${keep(trial)}`);
}
watch.close();
console.log(`\n${count} trials, ${(bytes / 1e6).toFixed(0)} MB, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
