import type { Sighting } from '../model.ts';
import { openOutsideLegs } from './grounds/outside-legs.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces } from './grounds/session-words.ts';

/** Servers to each other: SIP federation and public IM by MTLS, XMPP (RFC 6120 §14.7). */
const EXPECTED = { sip: 5061, xmpp: 5269 } as const;

export const portNotExpected: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const legsOf = openOutsideLegs(catalogue);
  const head = {
    id: 'port-not-expected',
    version: 2,
    title: 'Another port than the documented one',
    severity: 'warning',
    sources: ['port-summary'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict) => {
    const facts = factsOf(verdict.id);
    if (facts.class === null) return null;
    const expected = EXPECTED[session.protocol];
    const found: { leg: Sighting; end: string }[] = [];
    for (const leg of legsOf(session)) {
      const end = listeningElsewhere(leg, expected);
      if (end !== null && !found.some((known) => known.end === end)) found.push({ leg, end });
    }
    if (found.length === 0) return null;
    const ends = found.slice(0, 3).map(({ end }) => end);
    const what = session.protocol === 'sip' ? 'SIP federation' : 'XMPP between servers';
    const because = `${what} uses TCP port ${expected}; the trace shows ${ends.join(', ')}.`;
    return raise(because, fewPlaces(...found.slice(0, 3).map(({ leg }) => leg.places)));
  });
};

/**
 * The end that listens on another port, as host:port; null where the expected port is there or nothing tells which
 * end listens. A connection is used both ways, so the ports tell, not the direction.
 */
function listeningElsewhere({ local, remote }: Sighting, expected: number): string | null {
  if (local?.port === expected || remote?.port === expected) return null;
  for (const end of [remote, local]) {
    if (end !== null && end.port !== null && !isEphemeral(end.port)) return `${end.host}:${end.port}`;
  }
  return null;
}

/** Ports that systems give to the connecting end: 1025–5000 (Windows up to 2003), from 32768 on (Linux, later Windows). */
function isEphemeral(port: number): boolean {
  return (port >= 1025 && port <= 5000) || port >= 32_768;
}
