import { t, wordFor } from '../../messages/catalogue.ts';
import type { FieldFault } from '../../model.ts';

/** What is wrong, in the language of the page, with the value that was found. */
export function faultText({ code, message, value }: FieldFault): string {
  const fault = code === null ? message : wordFor('fault', code, message);
  return value === '' ? fault : t('faults.found', { fault, value });
}
