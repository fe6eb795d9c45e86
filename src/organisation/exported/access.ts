/** External access as it applies to each user: the policy of the user stands over that of the site, that over the global one. */
import type { AccessException, AccessPolicy } from '../../model.ts';
import type { Policy, ToldUser } from './cmdlet.ts';

const SWITCHES = ['publicCloud', 'publicCloudAudioVideo', 'xmpp', 'federation'] as const;

export interface Access {
  /** null = not all that it hangs on is told: `notes` says what. */
  access: AccessPolicy | null;
  notes: string[];
  /** Pools of which it is not told at which site they are, and it matters. */
  openPools: string[];
  /** Sites with a policy of their own. */
  sites: string[];
}

/** @param sites site by pool, both in any case. */
export function accessOf(
  policies: readonly Policy[],
  users: readonly ToldUser[] | null,
  sites: Readonly<Record<string, string>>,
): Access {
  const byIdentity = new Map(policies.map((policy) => [policy.identity, policy]));
  const global = byIdentity.get('global');
  const named = policies.filter(({ identity }) => identity.startsWith('site:')).map(({ name }) => name.slice(5));
  const open = (note: string, openPools: string[] = []): Access => ({
    access: null,
    notes: [note],
    openPools,
    sites: named,
  });
  if (global === undefined) {
    return open(
      'There is no Global policy in the file, so who has no other one is not told: access is left as it was.',
    );
  }
  const others = policies.filter((policy) => policy !== global && !isSame(policy, global));
  const base: AccessPolicy = { users: 'all', ...switchesOf(global), exceptions: [] };
  if (others.length === 0) return { access: base, notes: [], openPools: [], sites: named };
  if (users === null) {
    const list = others.map(({ name }) => name).join(', ');
    return open(`Who has ${list} is told by Get-CsUser: until that file is there too, access is left as it was.`);
  }
  const siteOf = new Map(Object.entries(sites).map(([pool, site]) => [pool.toLowerCase(), site.toLowerCase()]));
  const atSites = others.some(({ identity }) => identity.startsWith('site:'));
  const openPools = new Set<string>();
  for (const user of users) {
    const policy = policyOf(user, byIdentity, siteOf);
    if (policy === null && user.policy !== '') continue;
    if (policy === null && atSites && !siteOf.has(user.pool)) openPools.add(user.pool);
    const exception = exceptionFor(user.address, policy ?? global, global);
    if (exception !== null) base.exceptions.push(exception);
  }
  if (openPools.size > 0) {
    const list = [...openPools].map((pool) => pool || 'no pool').sort();
    const note =
      'Policies of sites are among them; at which site these pools are is not told, so access is left as it was: ';
    return open(note + list.join(', ') + '.', list);
  }
  return { access: base, notes: [], openPools: [], sites: named };
}

/** null = neither the user nor the site has one, or the user's is not there, which is then an error of the row. */
function policyOf(
  { policy, pool, row }: ToldUser,
  policies: ReadonlyMap<string, Policy>,
  siteOf: ReadonlyMap<string, string>,
): Policy | null {
  if (policy !== '') {
    const own = policies.get(`tag:${policy.toLowerCase()}`) ?? policies.get(policy.toLowerCase()) ?? null;
    if (own === null) row.error('ExternalAccessPolicy', 'is no policy of Get-CsExternalAccessPolicy', policy);
    return own;
  }
  const site = siteOf.get(pool);
  return site === undefined ? null : (policies.get(`site:${site}`) ?? null);
}

function switchesOf({ publicCloud, publicCloudAudioVideo, xmpp, federation }: Policy) {
  return { publicCloud, publicCloudAudioVideo, xmpp, federation };
}

const isSame = (a: Policy, b: Policy): boolean => SWITCHES.every((one) => a[one] === b[one]);

/** Only where it differs from what all have. */
function exceptionFor(user: string, policy: Policy, global: Policy): AccessException | null {
  const exception: AccessException = { user };
  for (const one of SWITCHES) if (policy[one] !== global[one]) exception[one] = policy[one];
  return Object.keys(exception).length > 1 ? exception : null;
}
