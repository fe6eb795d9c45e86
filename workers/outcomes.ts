/** What happens in a worker, as values: Comlink keeps only an error's name, message and stack. */
import type { Outcome } from '../src/model.ts';
import { isQuotaExceeded, Locked, Refusal, Superseded } from '../src/archive/index.ts';
import { Aborted } from '../src/pipeline.ts';
import { explainedRoom } from './room.ts';

/** What was asked cannot be done while an import runs. */
export class Busy extends Error {
  override name = 'Busy';
}

/** What was given is not what it should be: the message says why, a sentence a line. */
export class Refused extends Error {
  override name = 'Refused';
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
  if (error instanceof Aborted || error instanceof Superseded) return { ok: false, code: 'aborted', message };
  if (error instanceof Busy) return { ok: false, code: 'busy', message };
  if (error instanceof Refused || error instanceof Refusal) return { ok: false, code: 'refused', message };
  if (error instanceof Locked) return { ok: false, code: 'locked', message };
  if (isQuotaExceeded(error)) return { ok: false, code: 'quota', message };
  return { ok: false, code: 'bug', message };
}
