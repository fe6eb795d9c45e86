/** What an issue's code means, and what can be done about it. */
import { isMessageKey, t } from '../../messages/catalogue.ts';
import { ISSUES, type IssueCode } from '../../model.ts';

/** '' for a code that this version does not know: an older archive may hold one. */
export const meaningOf = (code: string): string => (code in ISSUES ? ISSUES[code as IssueCode].means : '');

/** '' where nothing can be done. */
export function adviceFor(code: string): string {
  const key = `advice.${code}`;
  return isMessageKey(key) ? t(key as 'advice.file-empty') : '';
}
