/** What licences were held and what of them was used, user by user and day by day. */
import type {
  CoverageFilter,
  CoverageRow,
  HeldSpan,
  IsoDate,
  Licence,
  LicenceCoverage,
  LicenceSku,
  LicenceUse,
  Organisation,
  ProviderId,
  UsageTally,
  UsedDay,
} from '../model.ts';
import { covers, licencesOf } from './licence-register.ts';

/** Idle users of one licence that are named. */
const MOST_IDLE = 100;

/** What the catalogue asks of whoever uses a provider. */
export interface LicenceNeeds {
  /**
   * By provider: what it can be (several, where two share their domains), of each the needs, of each need the licences any of
   * which is enough. A provider that asks for none is not named.
   */
  providers: ReadonlyMap<ProviderId, readonly (readonly (readonly LicenceSku[])[])[]>;
  /** From that day on a licence of the kind is not sold. */
  saleEnds: ReadonlyMap<LicenceSku, IsoDate>;
}

/**
 * @param usage all of the archive, with any provider
 * @param first row of those that fit. @param count rows at most
 */
export function coverageOf(
  organisation: Organisation | null,
  needs: LicenceNeeds,
  usage: readonly UsageTally[],
  filter: CoverageFilter,
  { timeZone, first, count }: { timeZone: string; first: number; count: number },
): LicenceCoverage {
  return new Coverage(organisation, needs, usage, filter).window(timeZone, first, count);
}

class Coverage {
  readonly #organisation: Organisation | null;
  readonly #needs: LicenceNeeds;
  readonly #filter: CoverageFilter;
  readonly #used = new Map<string, UsedDay[]>();
  /** Users of each licence, by its position. */
  readonly #usedBy = new Map<Licence, Set<string>>();
  #from: IsoDate | null;
  #to: IsoDate | null;
  #undated = 0;
  #nobody = 0;

  constructor(
    organisation: Organisation | null,
    needs: LicenceNeeds,
    usage: readonly UsageTally[],
    filter: CoverageFilter,
  ) {
    this.#organisation = organisation;
    this.#needs = needs;
    this.#filter = filter;
    const asked = usage.filter(({ provider }) => {
      return needs.providers.has(provider) && filter.providers?.includes(provider) !== false;
    });
    const days = asked.flatMap(({ day }) => day ?? []).sort();
    this.#from = filter.from ?? days[0] ?? null;
    this.#to = filter.to ?? days.at(-1) ?? null;
    for (const tally of asked) this.#take(tally);
  }

  window(timeZone: string, first: number, count: number): LicenceCoverage {
    const rows = this.#rows();
    const idle = this.#idleUsers();
    const matching = rows.filter((row) => this.#fits(row, idle)).sort(mostUnlicensedFirst);
    const from = Math.max(0, Math.min(first, matching.length));
    return {
      timeZone,
      from: this.#from,
      to: this.#to,
      told: this.#organisation?.licences != null,
      matching: matching.length,
      first: from,
      rows: matching.slice(from, from + Math.max(0, count)).map((row) => ({ ...row, held: this.#heldBy(row.user) })),
      users: {
        used: this.#used.size,
        unlicensed: rows.filter(({ unlicensedDays }) => unlicensedDays > 0).length,
        idle: idle.size,
      },
      licences: this.#licences(),
      undated: this.#undated,
      nobody: this.#nobody,
    };
  }

  #take({ user, day, provider, sessions }: UsageTally): void {
    if (day === null) {
      this.#undated += sessions;
      return;
    }
    if (!this.#isShown(day)) return;
    if (user === null) {
      this.#nobody += sessions;
      return;
    }
    const used: UsedDay = { day, provider, sessions, ...this.#judge(user, day, provider) };
    const known = this.#used.get(user);
    if (known === undefined) this.#used.set(user, [used]);
    else known.push(used);
  }

  #isShown(day: IsoDate): boolean {
    return (this.#from === null || day >= this.#from) && (this.#to === null || day <= this.#to);
  }

  /** Of what a provider can be, all must be covered, or none, for a plain answer. */
  #judge(user: string, day: IsoDate, provider: ProviderId): Pick<UsedDay, 'missing' | 'undetermined'> {
    const answers = (this.#needs.providers.get(provider) ?? []).map((all) => this.#judgeOne(user, day, all));
    if (this.#organisation?.licences == null) return { missing: [], undetermined: true };
    const [one] = answers;
    if (one === undefined) return { missing: [], undetermined: false };
    const uncovered = answers.filter(({ missing }) => missing.length > 0);
    if (uncovered.length === answers.length) return one;
    const undetermined = uncovered.length > 0 || answers.some((answer) => answer.undetermined);
    return { missing: [], undetermined };
  }

  #judgeOne(
    user: string,
    day: IsoDate,
    needs: readonly (readonly LicenceSku[])[],
  ): Pick<UsedDay, 'missing' | 'undetermined'> {
    const missing: LicenceSku[][] = [];
    let undetermined = false;
    for (const skus of needs) {
      const held = this.#licencesFor(user, skus).filter((licence) => covers(licence, day));
      for (const licence of held) this.#count(licence, user);
      const answers = held.map((licence) => this.#isValid(licence));
      if (answers.includes(true)) continue;
      if (answers.includes(null)) undetermined = true;
      else missing.push([...skus]);
    }
    return { missing, undetermined: undetermined && missing.length === 0 };
  }

  #licencesFor(user: string, skus: readonly LicenceSku[]): readonly Licence[] {
    return this.#organisation === null ? [] : (licencesOf(this.#organisation, user, skus) ?? []);
  }

  #count(licence: Licence, user: string): void {
    const known = this.#usedBy.get(licence);
    if (known === undefined) this.#usedBy.set(licence, new Set([user]));
    else known.add(user);
  }

  /** null = when it was bought is not told, and it matters. */
  #isValid({ sku, purchased }: Licence): boolean | null {
    const end = this.#needs.saleEnds.get(sku);
    if (end === undefined) return true;
    return purchased === null ? null : purchased < end;
  }

  /** Licences that somebody asks for and that run within the days shown, with their position. */
  #registered(): { licence: Licence; index: number }[] {
    const [from, to] = [this.#from, this.#to];
    if (from === null || to === null) return [];
    const { providers } = this.#needs;
    const asked = this.#filter.providers ?? [...providers.keys()];
    const skus = new Set(asked.flatMap((id) => providers.get(id) ?? []).flat(2));
    return (this.#organisation?.licences ?? []).flatMap((licence, index) => {
      const runs = licence.from <= to && (licence.to === null || licence.to >= from);
      return runs && skus.has(licence.sku) ? { licence, index } : [];
    });
  }

  /** Everyone who used a provider, and everyone whom a licence names. Without the bars of what they hold. */
  #rows(): CoverageRow[] {
    const users = new Set(this.#used.keys());
    for (const { licence } of this.#registered())
      if (licence.users !== 'all') for (const user of licence.users) users.add(user);
    return [...users].map((user) => {
      const used = (this.#used.get(user) ?? []).sort(byDay);
      const days = new Set(used.filter(({ missing }) => missing.length > 0).map(({ day }) => day));
      const sessions = used.reduce((sum, { sessions: some }) => sum + some, 0);
      return { user, held: [], used, sessions, unlicensedDays: days.size };
    });
  }

  #fits({ user, unlicensedDays }: CoverageRow, idle: ReadonlySet<string>): boolean {
    const { users, search } = this.#filter;
    if (users === 'unlicensed' && unlicensedDays === 0) return false;
    if (users === 'idle' && !idle.has(user)) return false;
    return user.includes(search.trim().toLowerCase());
  }

  #heldBy(user: string): HeldSpan[] {
    const [from, to] = [this.#from, this.#to];
    if (from === null || to === null) return [];
    return this.#registered().flatMap(({ licence, index }): HeldSpan[] => {
      const everyone = licence.users === 'all';
      if (licence.users !== 'all' && !licence.users.includes(user)) return [];
      const span = {
        from: licence.from > from ? licence.from : from,
        to: licence.to !== null && licence.to < to ? licence.to : to,
      };
      return [{ licence: index, sku: licence.sku, ...span, everyone, valid: this.#isValid(licence) }];
    });
  }

  #idleUsers(): Set<string> {
    const idle = new Set<string>();
    for (const { licence } of this.#registered()) for (const user of this.#idleOf(licence)) idle.add(user);
    return idle;
  }

  #idleOf(licence: Licence): string[] {
    if (licence.users === 'all') return [];
    const used = this.#usedBy.get(licence);
    return licence.users.filter((user) => used?.has(user) !== true).sort();
  }

  #licences(): LicenceUse[] {
    return this.#registered().map(({ licence, index }) => {
      const { sku, agreement, from, to, users } = licence;
      const idle = this.#idleOf(licence);
      return {
        licence: index,
        sku,
        agreement,
        from,
        to,
        users: users === 'all' ? null : users.length,
        usedBy: this.#usedBy.get(licence)?.size ?? 0,
        idle: idle.slice(0, MOST_IDLE),
        idleCount: idle.length,
      };
    });
  }
}

function byDay(a: UsedDay, b: UsedDay): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.provider < b.provider ? -1 : a.provider > b.provider ? 1 : 0;
}

function mostUnlicensedFirst(a: CoverageRow, b: CoverageRow): number {
  return b.unlicensedDays - a.unlicensedDays || (a.user < b.user ? -1 : a.user > b.user ? 1 : 0);
}
