/** What the picture of coverage draws, in words. */
import { t } from '../../messages/catalogue.ts';
import type { LicenceCoverage, UsedDay } from '../../model.ts';
import { dayName } from '../zones.ts';

export type Standing = 'covered' | 'missing' | 'undetermined';

export const standingOf = ({ missing, undetermined }: UsedDay): Standing =>
  missing.length > 0 ? 'missing' : undetermined ? 'undetermined' : 'covered';

/** The picture in a few sentences, for those who do not see it. */
export function summaryOf({ from, to, users, told }: LicenceCoverage): string {
  const parts: string[] = [];
  if (from !== null && to !== null) parts.push(t('coverage.summary.days', { from: dayName(from), to: dayName(to) }));
  parts.push(t('coverage.summary.used', { n: users.used }));
  if (told) {
    parts.push(
      t('coverage.summary.unlicensed', { n: users.unlicensed }),
      t('coverage.summary.idle', { n: users.idle }),
    );
  }
  return parts.join(' ');
}
