import type { Confidence, ProviderVerdict, Sides } from '../model.ts';
import type { Counterpart } from './counterpart.ts';
import { xmppIdOf } from './sip-markers.ts';
import type { Tables } from './tables.ts';

/** An XMPP session belongs to the domain on its other side (RFC 6120 §1.4): nothing else says more. */
export function classifyXmpp(sides: Sides, counterpart: Counterpart, tables: Tables): ProviderVerdict {
  const told = sides.known === 'organisation';
  const { address, domain, own, service } = counterpart;
  if (address === null || domain === null) {
    if (sides.local === null) {
      return verdict('unknown', 'guess', 'The stanzas name no other side.');
    }
    return verdict('internal', told ? 'likely' : 'guess', 'The stanzas go to no other side than the own server.');
  }
  if (own && sides.local !== null) {
    return told
      ? verdict('internal', 'certain', "Both sides are in the organisation's domains.")
      : verdict('internal', 'guess', `Both sides are in ${domain}, which is taken for the organisation's own.`);
  }
  if (service) {
    const because = `${domain} is a service in the organisation's own domain: a room or component of its server.`;
    return verdict('internal', told ? 'likely' : 'guess', because);
  }
  const id = xmppIdOf(domain, tables);
  const confidence: Confidence = told && sides.local !== null ? 'certain' : 'likely';
  const because = [
    id === 'gtalk'
      ? `The other side is in ${domain}, a domain of Google Talk, by XMPP.`
      : `The other side is in ${domain}, by XMPP.`,
  ];
  if (tables.xmppPartners.has(domain)) because.push(`${domain} is a configured XMPP partner.`);
  if (!told) because.push("Which domain is the organisation's own is a guess from the trace.");
  return { id, confidence, because, places: [] };
}

function verdict(id: ProviderVerdict['id'], confidence: Confidence, because: string): ProviderVerdict {
  return { id, confidence, because: [because], places: [] };
}
