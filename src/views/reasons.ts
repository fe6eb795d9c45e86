/** Why something was not done, in the language of the page. */
import { t, wordFor } from '../messages/catalogue.ts';
import type { Outcome, Reason, ReasonValue } from '../model.ts';
import { bytesOf } from './quantities.ts';

/** What failed, or what was found not to fit. */
type Failed = Pick<Outcome<never> & { ok: false }, 'message' | 'reason'>;

/** The English message where only the browser knows what happened. */
export function whyOf({ message, reason }: Failed): string {
  return reason === undefined ? message : wordFor('reason', reason.id, message, valuesOf(reason));
}

/** Where it came without a message. */
export const saidOf = (reason: Reason): string => whyOf({ message: reason.id, reason });

const valuesOf = ({ values }: Reason): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]));

function written(value: ReasonValue): string | number {
  if (typeof value !== 'object') return value;
  if ('word' in value) return value.of === 'fault' ? t(`fault.${value.word}`) : t(`standing.${value.word}`);
  return 'id' in value ? saidOf(value) : bytesOf(value.bytes);
}
