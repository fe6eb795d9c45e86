import type { EpochMs, Organisation, SeenCertificate, SidedSession } from '../model.ts';
import { clientUsageIn, clientUsageOf, dayOf, standsFor, zoneOf, type ClientUsage } from '../organisation/index.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces, openingPlaces } from './grounds/session-words.ts';

/** A certificate is read once, not once a session. */
const usages = new Map<string, ClientUsage>();
const MOST_CERTIFICATES = 1_000;

/** An Edge through which the session may have gone. */
interface Edge {
  fqdn: string;
  /** Of the certificate that the organisation gives; null = it gives none. */
  given: ClientUsage | null;
  /** Handed over in handshakes under that name: those good at the session's time, else all. */
  seen: SeenCertificate[];
  /** None of those is good at the session's time. */
  isOfAnotherTime: boolean;
  /** `either`: some of its certificates have the usage and some have not. */
  usage: 'fine' | 'none' | 'either' | 'unknown';
}

export const edgeCertificateClientEku: RuleMaker = (catalogue, seen) => {
  const factsOf = openProviderFacts(catalogue);
  const edgesOf = openEdges(seen);
  const head = {
    id: 'edge-certificate-client-eku',
    version: 2,
    title: 'The Edge certificate has no client key usage',
    severity: 'violation',
    sources: ['pic-planning', 'pic-support', 'rfc-5280'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    if (!entries.some(({ clientEku }) => clientEku !== null)) return null;
    const asked = `${name} needs the client key usage (EKU) on the certificate of the Access Edge service`;
    const edges = edgesOf(organisation, session);
    const places = fewPlaces(
      edges.flatMap((edge) => edge.seen.flatMap(({ places: [first] }) => first ?? [])),
      openingPlaces(session, verdict),
    );
    const unknown = (why: string) => raise(`${asked}; ${why}.`, places, { severity: 'undetermined' });
    if (edges.length === 0) {
      return unknown('the organisation has given no Edge certificate, and no handshake shows one by its name');
    }
    if (edges.every(({ usage }) => usage === 'fine')) return null;
    const without = edges.filter(({ usage }) => usage === 'none');
    if (without.length === edges.length) {
      const names = without.map((edge) => nameOf(edge, organisation)).join(', ');
      return raise(`${asked}; that of ${names} names key usages, and not this one.`, places);
    }
    const mixed = edges.find(({ usage }) => usage === 'either');
    if (mixed !== undefined) {
      return unknown(`of the certificates of ${nameOf(mixed, organisation)} some have it and some have not`);
    }
    if (without.length > 0) {
      return unknown('some Edge certificates lack it, and the log does not tell which Edge it was');
    }
    const unread = edges.filter(({ usage }) => usage === 'unknown').map(({ fqdn }) => fqdn);
    return unknown(`the certificate of ${unread.join(', ')} is not given or cannot be read, and no handshake shows it`);
  });
};

/** The Edges that the trust header names where they are listed or their certificates were seen, else all that are listed. */
function openEdges(seen: readonly SeenCertificate[]): (organisation: Organisation, session: SidedSession) => Edge[] {
  return (organisation, session) => {
    const listed = organisation.edges ?? [];
    const passed = new Set<string>();
    for (const marker of session.markers) {
      if (marker.kind === 'trust' && marker.edgeFqdn !== null) passed.add(marker.edgeFqdn.toLowerCase());
    }
    const edgeOf = (fqdn: string, certificate: string | null): Edge => {
      const given = certificate === null ? null : usageOf(certificate);
      const named = seen.filter((one) => standsFor(one, fqdn));
      const good = named.filter(({ from, to }) => isWithin(session.start, from, to));
      const shown = good.length > 0 ? good : named;
      const usage = together([given, ...shown.map(clientUsageIn)]);
      return { fqdn, given, seen: shown, isOfAnotherTime: good.length === 0 && named.length > 0, usage };
    };
    const named = listed.filter(({ fqdn }) => passed.has(fqdn));
    if (named.length > 0) return named.map(({ fqdn, certificate }) => edgeOf(fqdn, certificate));
    const shown = [...passed].map((fqdn) => edgeOf(fqdn, null)).filter((edge) => edge.seen.length > 0);
    return shown.length > 0 ? shown : listed.map(({ fqdn, certificate }) => edgeOf(fqdn, certificate));
  };
}

/** What has no time may be of any. */
function isWithin(time: EpochMs | null, from: EpochMs, to: EpochMs): boolean {
  return time === null || (from <= time && time <= to);
}

function together(all: readonly (ClientUsage | null)[]): Edge['usage'] {
  const fine = all.some((usage) => usage === 'named' || usage === 'any');
  const none = all.includes('none');
  return fine ? (none ? 'either' : 'fine') : none ? 'none' : 'unknown';
}

/** `sip.contoso.com (given by the organisation; seen in a handshake of 192.0.2.1:5061 on 2014-06-24)` */
function nameOf({ fqdn, given, seen: [first], isOfAnotherTime }: Edge, organisation: Organisation): string {
  const ways: string[] = [];
  if (given !== null && given !== 'unreadable') ways.push('given by the organisation');
  if (first !== undefined) {
    const { endpoint, time, from, to } = first;
    const day = (at: EpochMs): string => dayOf(at, zoneOf(organisation));
    const where = endpoint === null ? '' : ` of ${endpoint.host}${endpoint.port === null ? '' : `:${endpoint.port}`}`;
    const when = time === null ? '' : ` on ${day(time)}`;
    const other = isOfAnotherTime ? `, valid from ${day(from)} to ${day(to)}, which is not the session's time` : '';
    ways.push(`seen in a handshake${where}${when}${other}`);
  }
  return ways.length === 0 ? fqdn : `${fqdn} (${ways.join('; ')})`;
}

function usageOf(certificate: string): ClientUsage {
  let usage = usages.get(certificate);
  if (usage === undefined) {
    if (usages.size >= MOST_CERTIFICATES) usages.clear();
    usages.set(certificate, (usage = clientUsageOf(certificate)));
  }
  return usage;
}
