/** What the catalogue and the organisation say, laid out for looking up: made once, asked for every session. */
import { domainOf, isDecorated, type Organisation, type ProviderId } from '../model.ts';
import type { Catalogue, ProviderEntry } from './catalogue.ts';

export interface Tables {
  /** Entries by domain and by access proxy (host name); several where providers share it. */
  domains: ReadonlyMap<string, readonly ProviderEntry[]>;
  proxies: ReadonlyMap<string, readonly ProviderEntry[]>;
  /** The organisation's own; null = not told. */
  own: ReadonlySet<string> | null;
  xmppPartners: ReadonlySet<string>;
  allowed: ReadonlySet<string>;
  /** Public providers that the organisation has switched on. */
  enabled: ReadonlySet<string>;
  /** Of providers that share their domains, the one that the administrator names alone. */
  label: ProviderId | null;
  zone: string;
}

export function tablesOf(catalogue: Catalogue, organisation: Organisation | null): Tables {
  const partners = organisation?.xmppPartners ?? [];
  const listed = organisation?.providers ?? [];
  return {
    domains: byName(catalogue, ({ domains }) => domains),
    proxies: byName(catalogue, ({ proxies }) => proxies),
    own: organisation?.domains == null ? null : new Set(organisation.domains),
    xmppPartners: new Set(partners.flatMap(({ domain, additionalDomains }) => [domain, ...additionalDomains])),
    allowed: new Set(organisation?.allowedDomains ?? []),
    enabled: new Set(listed.filter(({ enabled }) => enabled).map(({ id }) => id)),
    label: labelOf(listed),
    zone: organisation?.timeZone ?? 'UTC',
  };
}

function byName(
  catalogue: Catalogue,
  hosts: (entry: ProviderEntry) => ProviderEntry['domains'],
): ReadonlyMap<string, readonly ProviderEntry[]> {
  const map = new Map<string, ProviderEntry[]>();
  for (const entry of catalogue.providers) {
    for (const { names } of hosts(entry)) {
      for (const name of names) {
        const known = map.get(name);
        if (known === undefined) map.set(name, [entry]);
        else if (!known.includes(entry)) known.push(entry);
      }
    }
  }
  return map;
}

/**
 * Messenger and Skype share proxy and domains; the identity under which the administrator lists the provider tells
 * which of them it is, when only one is listed, or only one of the two is switched on.
 */
function labelOf(listed: NonNullable<Organisation['providers']>): ProviderId | null {
  const both = listed.filter(({ id }) => id === 'wlm' || id === 'skype');
  const on = both.filter(({ enabled }) => enabled);
  const ids = new Set((on.length > 0 ? on : both).map(({ id }) => id));
  if (ids.size !== 1) return null;
  return ids.has('wlm') ? 'wlm' : 'skype';
}

/** True where the address, as on the wire, is of the organisation itself; by its local user's domain where it told none. */
export function isOwn(tables: Tables, address: string, local: string | null): boolean {
  if (isDecorated(address)) return false;
  const domain = domainOf(address);
  return tables.own !== null ? tables.own.has(domain) : local !== null && domain === domainOf(local);
}
