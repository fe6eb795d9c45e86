import { domainOf, type Organisation, type SidedSession } from '../model.ts';
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
    const unknown = (why: string) =>
      raise(`${asked}; ${why}.`, openingPlaces(session, verdict), { severity: 'undetermined' });
    const { xmppPartners } = organisation;
    if (xmppPartners === null) return unknown('the organisation has given no list of XMPP partners');
    const domains = partnerDomains(session, organisation);
    if (domains.length === 0) return unknown("the log does not name the other side's");
    const others = domains.filter(
      (domain) => !xmppPartners.some((one) => one.domain === domain || one.additionalDomains.includes(domain)),
    );
    if (others.length === 0) return null;
    const list = others.slice(0, 3).join(', ');
    const because = `${asked}; ${list} is neither a partner's domain nor one of its additional domains.`;
    return raise(because, openingPlaces(session, verdict));
  });
};

/**
 * The domains that the own server exchanges stanzas with: the other side's; of a room elsewhere that of the room alone,
 * of a room on the own server those of its guests.
 */
function partnerDomains({ local, remote, rooms, participants }: SidedSession, organisation: Organisation): string[] {
  if (remote === null) return [];
  const own = organisation.domains ?? (local === null ? [] : [domainOf(local)]);
  const room = domainOf(remote);
  if (!rooms.includes(remote) || !isServedBy(room, own)) return [room];
  const guests = participants.filter((who) => !rooms.includes(who)).map(domainOf);
  return [...new Set(guests)].filter((domain) => !own.includes(domain));
}

/** A room's service stands in a domain of the server's or under it: rooms.contoso.com. */
function isServedBy(service: string, own: readonly string[]): boolean {
  return own.some((domain) => service === domain || service.endsWith('.' + domain));
}
