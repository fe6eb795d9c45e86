import type { IsoDate, Licence, LicenceSku, Organisation } from '../model.ts';

/** Licences by user, laid out once for an organisation. */
interface Register {
  everyone: readonly Licence[];
  byUser: ReadonlyMap<string, readonly Licence[]>;
}

const registers = new WeakMap<readonly Licence[], Register>();

function registerOf(licences: readonly Licence[]): Register {
  const known = registers.get(licences);
  if (known !== undefined) return known;
  const byUser = new Map<string, Licence[]>();
  for (const licence of licences) {
    if (licence.users === 'all') continue;
    for (const user of licence.users) {
      const own = byUser.get(user);
      if (own === undefined) byUser.set(user, [licence]);
      else own.push(licence);
    }
  }
  const register = { everyone: licences.filter(({ users }) => users === 'all'), byUser };
  registers.set(licences, register);
  return register;
}

/**
 * The user's licences of these kinds, those for everyone among them; of an unknown user only the latter.
 * null = there is no register.
 */
export function licencesOf(
  organisation: Organisation,
  user: string | null,
  skus: readonly LicenceSku[],
): readonly Licence[] | null {
  if (organisation.licences === null) return null;
  const { everyone, byUser } = registerOf(organisation.licences);
  const own = user === null ? [] : (byUser.get(user) ?? []);
  return [...own, ...everyone].filter(({ sku }) => skus.includes(sku));
}

/** Both ends belong to it. */
export function covers({ from, to }: Licence, day: IsoDate): boolean {
  return from <= day && (to === null || day <= to);
}
