import { openProviderFacts, sourceWords } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { dayOfSession, NO_TIME, onDay, openingPlaces } from './grounds/session-words.ts';

/** The last good day is the catalogue's; AOL by direct federation is `federated`, which has no end. */
export const serviceEnded: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'service-ended',
    version: 1,
    title: 'The service had ended',
    severity: 'violation',
    sources: ['pic-support', 'pim-support', 'known'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    const ends = entries.map(({ end }) => end);
    // Of two that it can be, one without an end may still be there.
    if (ends.length === 0 || ends.includes(null)) return null;
    const end = ends.reduce((last, one) => (one !== null && last !== null && one.day > last.day ? one : last));
    if (end === undefined || end === null) return null;
    const day = dayOfSession(session, organisation);
    const told = `The last day of ${name} is ${end.day}${sourceWords(end.confidence)}`;
    const places = openingPlaces(session, verdict);
    if (day === null) {
      const because = `${told}. ${NO_TIME}, so it may lie before or after.`;
      return raise(because, places, { severity: 'undetermined', sources: end.sources });
    }
    if (day <= end.day) return null;
    const because = `${told}, that day included; the session starts ${onDay(day, session, organisation)}.`;
    return raise(because, places, { sources: end.sources });
  });
};
