import type { SeenMarker, StreamMarker } from '../model.ts';
import { openOutsideLegs } from './grounds/outside-legs.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces } from './grounds/session-words.ts';

/**
 * Only where the trace itself shows the transport: a message that was read off the wire over TCP or UDP, or a stream between
 * XMPP servers that went on though TLS was offered and not used.
 */
export const unencryptedFederation: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const legsOf = openOutsideLegs(catalogue);
  const head = {
    id: 'unencrypted-federation',
    version: 2,
    title: 'Federation in clear outside the deployment',
    severity: 'warning',
    sources: ['port-summary'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict) => {
    const facts = factsOf(verdict.id);
    if (facts.class === null) return null;
    const streams = session.markers.filter(isBetweenServers);
    const passedBy = streams.find(isPassedBy);
    const runs = `Federation with ${facts.name} runs encrypted (TLS) outside the deployment; `;
    if (passedBy !== undefined) {
      const words = 'the servers offered STARTTLS to each other and exchanged stanzas without it.';
      return raise(runs + words, [passedBy.place]);
    }
    // What a server logs of such a stream names TCP all the same.
    if (streams.some(({ tls }) => tls === 'used')) return null;
    const clear = legsOf(session).filter(({ local, remote }) => {
      const transport = remote?.transport ?? local?.transport ?? null;
      return transport === 'tcp' || transport === 'udp';
    });
    const first = clear[0];
    if (first === undefined) return null;
    const transport = (first.remote?.transport ?? first.local?.transport ?? '').toUpperCase();
    const ends = `${first.local?.host ?? '?'} and ${first.remote?.host ?? '?'}`;
    const words = `messages were read in clear over ${transport} between ${ends}.`;
    return raise(runs + words, fewPlaces(...clear.slice(0, 3).map(({ places }) => places)));
  });
};

function isBetweenServers(marker: SeenMarker): marker is SeenMarker & StreamMarker {
  return marker.kind === 'stream' && marker.of === 'server';
}

/** A stream that is encrypted does not offer it any more (RFC 6120 §5.4.3.3). */
function isPassedBy({ tls }: StreamMarker): boolean {
  return tls === 'offered' || tls === 'required';
}
