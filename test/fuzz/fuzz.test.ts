/** A short run of `npm run fuzz`, each time from the same seed. */
import { expect, test } from 'vitest';
import { realInputs } from './inputs.ts';
import { faultOf, keep, trialOf } from './trial.ts';

const SECONDS = 10;
/** Other tests run beside it, on whatever machine. */
const SLOWNESS = 3;

test(
  `real inputs, spoiled, for ${SECONDS} s: nothing throws, hangs or loses a byte`,
  { timeout: 120_000 },
  async () => {
    const inputs = realInputs();
    const end = performance.now() + SECONDS * 1000;
    let seed = 1;
    for (; performance.now() < end; seed += 1) {
      const trial = trialOf(inputs, seed);
      const fault = await faultOf(trial, SLOWNESS);
      if (fault !== null) expect.fail(`seed ${seed}: ${trial.about}\n${fault}\nkept in ${keep(trial)}`);
    }
    expect(seed).toBeGreaterThan(10);
  },
);
