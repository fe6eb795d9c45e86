import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { dayOfSession, NO_TIME, onDay, openingPlaces } from './grounds/session-words.ts';

/** Messenger's users were moved to Skype at sign-in; federation with them goes on with nothing to do. */
export const userMigrated: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'user-migrated',
    version: 1,
    title: 'A Messenger contact, now on Skype',
    severity: 'info',
    sources: ['pic-support', 'pim-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const moved = factsOf(verdict.id).entries.find((entry) => entry.moved !== null)?.moved;
    if (moved === undefined || moved === null) return null;
    const day = dayOfSession(session, organisation);
    const told = `Messenger's users were moved to ${factsOf(moved.to).name} at sign-in in April 2013, and federation goes on`;
    const places = openingPlaces(session, verdict);
    if (day === null) {
      const because = `${told}. ${NO_TIME}, so it may lie before.`;
      return raise(because, places, { severity: 'undetermined', sources: moved.sources });
    }
    if (day <= moved.day) return null;
    const because = `${told}; the session with ${session.remote ?? 'the contact'} starts ${onDay(day, session, organisation)}.`;
    return raise(because, places, { sources: moved.sources });
  });
};
