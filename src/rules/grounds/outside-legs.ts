/** Which legs of a session ran outside the deployment, as far as the trace shows it. */
import { domainOf, type Sighting, type SidedSession } from '../../model.ts';
import type { Catalogue } from '../../providers/index.ts';

/** Ports on which clients reach their own server, not servers each other: TLS clients, XMPP clients, BOSH. */
const CLIENT_PORTS: ReadonlySet<number> = new Set([443, 5222, 5223, 5280, 5281]);

/**
 * Legs on the outer side of an Edge, and, in a capture that knows no sides, legs of which an end is a public address,
 * a known access proxy or a host of the other side's domain. A client's leg to its own server is none.
 */
export function openOutsideLegs(catalogue: Catalogue): (session: SidedSession) => Sighting[] {
  const proxies = new Set(catalogue.providers.flatMap((entry) => entry.proxies.flatMap(({ names }) => names)));
  return (session) => {
    const domain = session.remote === null ? null : domainOf(session.remote);
    const legs: Sighting[] = [];
    for (const { method, sightings } of session.messages) {
      if (method === 'diagnostic') continue;
      for (const seen of sightings) if (isOutside(seen, domain, proxies) && !isClientLeg(seen)) legs.push(seen);
    }
    return legs;
  };
}

function isOutside({ side, local, remote }: Sighting, domain: string | null, proxies: ReadonlySet<string>): boolean {
  if (side !== null) return side === 'external';
  for (const host of [remote?.host, local?.host]) {
    if (host === undefined) continue;
    if (isPublicAddress(host) || proxies.has(host)) return true;
    if (domain !== null && (host === domain || host.endsWith('.' + domain))) return true;
  }
  return false;
}

/** A client does not listen: in the trace of an Edge only its own end can be such a port. A capture does not say whose an end is. */
function isClientLeg({ side, local, remote }: Sighting): boolean {
  return CLIENT_PORTS.has(local?.port ?? 0) || (side === null && CLIENT_PORTS.has(remote?.port ?? 0));
}

/** An IP address that is routed in the Internet: not private, loopback, link-local or shared (RFC 1918, 4193, 6598, 6890). */
export function isPublicAddress(host: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
  if (match !== null) {
    const [a, b] = [Number(match[1]), Number(match[2])];
    if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
    if (a === 100) return b < 64 || b > 127;
    if (a === 169) return b !== 254;
    if (a === 172) return b < 16 || b > 31;
    if (a === 192) return b !== 168;
    return a <= 255;
  }
  // Global unicast is 2000::/3.
  return host.includes(':') && /^[23][0-9a-f]{3}:/.test(host);
}
