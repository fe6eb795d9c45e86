import { domainOf } from '../model.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { openingPlaces } from './grounds/session-words.ts';

export const xmppPartnerNotConfigured: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'xmpp-partner-not-configured',
    version: 1,
    title: 'The XMPP domain is no configured partner',
    severity: 'violation',
    sources: ['pim-support', 'xmpp-federation'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    if (factsOf(verdict.id).class !== 'xmpp') return null;
    const asked = 'Each XMPP partner domain must be configured';
    const places = openingPlaces(session, verdict);
    const domain = session.remote === null ? null : domainOf(session.remote);
    if (organisation.xmppPartners === null) {
      const because = `${asked}; the organisation has given no list of XMPP partners.`;
      return raise(because, places, { severity: 'undetermined' });
    }
    if (domain === null) {
      return raise(`${asked}; the log does not name the other side's.`, places, { severity: 'undetermined' });
    }
    const configured = organisation.xmppPartners.some(
      (partner) => partner.domain === domain || partner.additionalDomains.includes(domain),
    );
    if (configured) return null;
    return raise(`${asked}; ${domain} is neither a partner's domain nor one of its additional domains.`, places);
  });
};
