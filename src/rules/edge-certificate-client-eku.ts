import type { Organisation, SidedSession } from '../model.ts';
import { clientUsageOf, type ClientUsage } from '../organisation/index.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { openingPlaces } from './grounds/session-words.ts';

/** A certificate is read once, not once a session. */
const usages = new Map<string, ClientUsage>();
const MOST_CERTIFICATES = 1_000;

export const edgeCertificateClientEku: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'edge-certificate-client-eku',
    version: 1,
    title: 'The Edge certificate has no client key usage',
    severity: 'violation',
    sources: ['pic-planning', 'pic-support', 'rfc-5280'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    if (!entries.some(({ clientEku }) => clientEku !== null)) return null;
    const asked = `${name} needs the client key usage (EKU) on the certificate of the Access Edge service`;
    const places = openingPlaces(session, verdict);
    const unknown = (why: string) => raise(`${asked}; ${why}.`, places, { severity: 'undetermined' });
    const edges = edgesOf(organisation, session);
    if (edges.length === 0) return unknown('the organisation has given no Edge certificate');
    const without = edges.filter(({ usage }) => usage === 'none');
    const fine = edges.filter(({ usage }) => usage === 'named' || usage === 'any');
    if (without.length === 0 && fine.length === edges.length) return null;
    if (without.length === edges.length) {
      const names = without.map(({ fqdn }) => fqdn).join(', ');
      return raise(`${asked}; that of ${names} names key usages, and not this one.`, places);
    }
    if (without.length > 0)
      return unknown('some Edge certificates lack it, and the log does not tell which Edge it was');
    const unread = edges.filter(({ usage }) => usage === 'unreadable' || usage === null).map(({ fqdn }) => fqdn);
    return unknown(`the certificate of ${unread.join(', ')} is not given or cannot be read`);
  });
};

/** The Edge that the trust header names where it is listed, else all of them. */
function edgesOf(organisation: Organisation, session: SidedSession): { fqdn: string; usage: ClientUsage | null }[] {
  const listed = organisation.edges ?? [];
  const passed = new Set<string>();
  for (const marker of session.markers) {
    if (marker.kind === 'trust' && marker.edgeFqdn !== null) passed.add(marker.edgeFqdn.toLowerCase());
  }
  const named = listed.filter(({ fqdn }) => passed.has(fqdn));
  return (named.length > 0 ? named : listed).map(({ fqdn, certificate }) => ({
    fqdn,
    usage: certificate === null ? null : usageOf(certificate),
  }));
}

function usageOf(certificate: string): ClientUsage {
  let usage = usages.get(certificate);
  if (usage === undefined) {
    if (usages.size >= MOST_CERTIFICATES) usages.clear();
    usages.set(certificate, (usage = clientUsageOf(certificate)));
  }
  return usage;
}
