/** A filter of sessions in words: what an export says that it was asked for. */
import { t } from '../../messages/catalogue.ts';
import { facetWord } from '../facet-words.ts';
import { FACETS, type SessionQuery } from '../session-query.ts';
import { dayName } from '../zones.ts';

export function filterWords(query: SessionQuery): string {
  const parts = FACETS.flatMap((facet) => query[facet].map((value) => facetWord(facet, value)));
  if (query.hold !== '') parts.push(t('subject.hold', { n: query.hold }));
  if (query.q.trim() !== '') parts.push(`“${query.q.trim()}”`);
  if (query.from !== '') parts.push(t('filter.since', { from: dayName(query.from) }));
  if (query.to !== '') parts.push(t('filter.until', { to: dayName(query.to) }));
  return parts.length === 0 ? t('export.all') : parts.join(', ');
}
