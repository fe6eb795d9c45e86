/** What happens in a worker, as values: Comlink keeps only an error's name, message and stack. */
import { Reasoned, type Outcome } from '../src/model.ts';
import { isQuotaExceeded, Locked, Refusal, Superseded } from '../src/archive/index.ts';
import { Aborted } from '../src/pipeline.ts';
import { explainedRoom } from './room.ts';

/** What was asked cannot be done while something else runs, or as things stand. */
export class Busy extends Reasoned {
  override name = 'Busy';
}

/** Never rejects. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return failureOf(await explainedRoom(error));
  }
}

export function failureOf(error: unknown): Outcome<never> {
  const message = error instanceof Error ? error.message : String(error);
  const why = error instanceof Reasoned ? { reason: error.reason } : {};
  return { ok: false, code: codeOf(error), message, ...why };
}

function codeOf(error: unknown): (Outcome<never> & { ok: false })['code'] {
  if (error instanceof Aborted || error instanceof Superseded) return 'aborted';
  if (error instanceof Busy) return 'busy';
  if (error instanceof Refusal) return 'refused';
  if (error instanceof Locked) return 'locked';
  return isQuotaExceeded(error) ? 'quota' : 'bug';
}
