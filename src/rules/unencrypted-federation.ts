import { openOutsideLegs } from './grounds/outside-legs.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces } from './grounds/session-words.ts';

/** Only where the trace itself shows the transport: a message that was read off the wire over TCP or UDP. */
export const unencryptedFederation: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const legsOf = openOutsideLegs(catalogue);
  const head = {
    id: 'unencrypted-federation',
    version: 1,
    title: 'Federation in clear outside the deployment',
    severity: 'warning',
    sources: ['port-summary'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict) => {
    const facts = factsOf(verdict.id);
    if (facts.class === null) return null;
    const clear = legsOf(session).filter(({ local, remote }) => {
      const transport = remote?.transport ?? local?.transport ?? null;
      return transport === 'tcp' || transport === 'udp';
    });
    const first = clear[0];
    if (first === undefined) return null;
    const transport = (first.remote?.transport ?? first.local?.transport ?? '').toUpperCase();
    const ends = `${first.local?.host ?? '?'} and ${first.remote?.host ?? '?'}`;
    const because =
      `Federation with ${facts.name} runs encrypted (TLS) outside the deployment; messages were read in clear over ` +
      `${transport} between ${ends}.`;
    return raise(because, fewPlaces(...clear.slice(0, 3).map(({ places }) => places)));
  });
};
