/**
 * `npm run fuzz`: real inputs of every format, spoiled, through the whole pipeline. Nothing may throw, hang (a second of CPU a
 * megabyte) or lose a byte, and now and then the same input in other pieces must give the same.
 *
 *   npm run fuzz -- [--seed N] [--seconds N] [--trials N]
 *
 * Every trial follows from its number alone: the first has the seed, the next one more. A failing one is named with its
 * number and kept in a temporary file; `--seed NUMBER --trials 1` tries it again.
 */
import { parseArgs } from 'node:util';
import { realInputs } from './inputs.ts';
import { faultOf, keep, trialOf } from './trial.ts';
import { watchTrials } from './watch.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    trials: { type: 'string', default: 'Infinity' },
  },
});
const first = Number(values.seed);
const last = first + Number(values.trials);
const end = performance.now() + Number(values.seconds) * 1000;
const inputs = realInputs();
const watch = watchTrials();
let failures = 0;
let bytes = 0;
let seed = first;
console.log(`${inputs.length} inputs, from seed ${first}, for ${values.seconds} s`);
for (; seed < last && performance.now() < end; seed += 1) {
  watch.begin(seed);
  const trial = trialOf(inputs, seed);
  bytes += trial.bytes.length;
  const fault = await faultOf(trial);
  if (fault === null) continue;
  failures += 1;
  console.log(`\nseed ${seed}: ${trial.about}\n${fault}\nkept in ${keep(trial)}`);
}
watch.close();
console.log(`\n${seed - first} trials, ${(bytes / 1e6).toFixed(0)} MB, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
