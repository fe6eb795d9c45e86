/** Why something was not done, in the language of the page. */
import { wordFor } from '../messages/catalogue.ts';
import type { Outcome, Reason } from '../model.ts';
import { bytesOf } from './quantities.ts';

type Failed = Pick<Outcome<never> & { ok: false }, 'message' | 'reason'>;

/** The English message where only the browser knows what happened. */
export function whyOf({ message, reason }: Failed): string {
  return reason === undefined ? message : wordFor('reason', reason.id, message, valuesOf(reason));
}

/** Where it came without a message. */
export const saidOf = (reason: Reason): string => whyOf({ message: reason.id, reason });

function valuesOf({ values }: Reason): Record<string, string | number> {
  const written = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? bytesOf(value.bytes) : value,
  ]);
  return Object.fromEntries(written) as Record<string, string | number>;
}
