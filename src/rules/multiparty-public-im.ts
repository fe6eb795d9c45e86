import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces, openingPlaces } from './grounds/session-words.ts';

const MOST_NAMES = 6;

export const multipartyPublicIm: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'multiparty-public-im',
    version: 1,
    title: 'More than two parties with a public provider',
    severity: 'violation',
    sources: ['pic-limits', 'pic-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict) => {
    const facts = factsOf(verdict.id);
    if (facts.class !== 'public') return null;
    const seen = session.modalities.find(({ modality }) => modality === 'multiparty');
    if (seen === undefined && session.rooms.length === 0) return null;
    const people = session.participants.filter((address) => !session.rooms.includes(address));
    const names = people.slice(0, MOST_NAMES).join(', ') + (people.length > MOST_NAMES ? ', …' : '');
    const where = session.rooms[0] === undefined ? '' : ` in ${session.rooms[0]}`;
    const because = `Public IM with ${facts.name} is strictly between two people; here ${people.length} took part${where}: ${names}.`;
    const shown = seen === undefined ? openingPlaces(session, verdict) : fewPlaces(seen.places, verdict.places);
    return raise(because, shown);
  });
};
