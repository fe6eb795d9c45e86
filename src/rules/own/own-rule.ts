/** A person's own rule as the others are: its condition raises one flag for a session. */
import { type Catalogue, type Citation, type Flag, type OwnRule, type Rule } from '../../model.ts';
import { fewPlaces, NO_TIME, openingPlaces } from '../grounds/session-words.ts';
import { openCondition, type Sight } from './conditions.ts';

const OWN_SOURCE = 'own';
const MOST_SIGHTS = 4;
const LONGEST_VALUE = 80;

const NONE: readonly Flag[] = [];

export function ownRule(catalogue: Catalogue, told: OwnRule): Rule {
  const { id, version, title, severity } = told;
  const judge = openCondition(told.when);
  const because = /[.!?]$/.test(told.because) ? told.because : told.because + '.';
  const sources: Citation[] = catalogue.citations.filter(({ key }) => key === OWN_SOURCE);
  const raise = (words: string, places: Flag['places'], as: Flag['severity']): Flag[] => [
    { rule: id, ruleVersion: version, severity: as, because: words, sources: [OWN_SOURCE], places },
  ];
  return {
    id,
    version,
    title,
    severity,
    sources,
    check(session, verdict, organisation) {
      const sights: Sight[] = [];
      const answer = judge({ session, verdict, organisation, catalogue }, sights);
      if (answer === false) return NONE;
      const opening = openingPlaces(session, verdict);
      if (answer === null) return raise(`${because} ${NO_TIME}, so it cannot be told.`, opening, 'undetermined');
      const shown = fewPlaces(...sights.slice(0, MOST_SIGHTS).map(({ found }) => found.places ?? []));
      return raise(because + seen(sights), shown.length > 0 ? shown : opening, severity);
    },
  };
}

/** ' Seen: Provider yahoo; Clock at the start 23:10.' */
function seen(sights: readonly Sight[]): string {
  if (sights.length === 0) return '';
  const list = sights
    .slice(0, MOST_SIGHTS)
    .map(({ field, found }) => `${field.title} ${quoted(field.kind, found.value)}`);
  return ` Seen: ${list.join('; ')}.`;
}

function quoted(kind: string, value: string | number): string {
  if (kind !== 'text') return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
  const text = String(value);
  return `“${text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE - 1) + '…' : text}”`;
}
