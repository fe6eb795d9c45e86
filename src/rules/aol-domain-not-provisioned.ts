import { domainOf } from '../model.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { guessWords, openingPlaces } from './grounds/session-words.ts';

/** AOL takes no further customer domains: only those that are provisioned can be used. */
export const aolDomainNotProvisioned: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'aol-domain-not-provisioned',
    version: 1,
    title: 'The domain is not provisioned with AOL',
    severity: 'violation',
    sources: ['pic-support', 'pim-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    if (!entries.some(({ provisioned }) => provisioned !== null)) return null;
    const asked = `${name} serves provisioned customer domains alone and takes no more`;
    const places = openingPlaces(session, verdict);
    const unknown = (why: string) => raise(`${asked}; ${why}.`, places, { severity: 'undetermined' });
    if (organisation.providers === null) return unknown('the organisation has not said which domains are');
    if (session.local === null) return unknown('which user of the organisation took part is not known');
    const listed = organisation.providers.filter(({ id }) => id === verdict.id);
    const domain = domainOf(session.local);
    if (listed.some(({ domains }) => domains?.includes(domain) === true)) return null;
    if (listed.some(({ domains }) => domains === null))
      return unknown('the organisation has not said which domains are');
    const provisioned = listed.flatMap(({ domains }) => domains ?? []);
    const known = provisioned.length === 0 ? 'none is provisioned' : `provisioned are ${provisioned.join(', ')}`;
    return raise(`${asked}; ${domain} is not among them: ${known}.${guessWords(organisation)}`, places);
  });
};
