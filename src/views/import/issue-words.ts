/** What an issue's code means, and what can be done about it. */
import { wordFor } from '../../messages/catalogue.ts';

/** '' for a code that this version does not know: an older archive may hold one. */
export const meaningOf = (code: string): string => wordFor('issue', code, '');

/** '' where nothing can be done. */
export const adviceFor = (code: string): string => wordFor('advice', code, '');
