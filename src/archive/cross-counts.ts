/** What the overview asks beside the timeline: provider by modality, users, hours of the day; one pass over the columns. */
import type { CrossCounts, FederatedSpan, FederatedSpans, Modality, ModalityCell, ProviderId } from '../model.ts';
import { MODALITIES, type SessionColumns } from './columns.ts';
import { MOST_USERS, mostOf } from './facets.ts';
import { DAY_MS, localTimesOf, NO_HOUR } from './local-time.ts';
import { fittingCount, HOUR, MODALITY, PROVIDER, USER, type Misfits } from './misfits.ts';

export interface CrossOptions {
  timeZone: string;
  spans: FederatedSpans;
  /** Rules by which a licence is missing. */
  licenceRules: ReadonlySet<string>;
}

export function crossCounts(
  columns: SessionColumns,
  misfits: Misfits,
  { timeZone, spans, licenceRules }: CrossOptions,
): CrossCounts {
  const providers = columns.providers.values as ProviderId[];
  const { matrix, unlicensed } = matrixOf(columns, misfits, { timeZone, spans, licenceRules });
  return {
    matrix: matrix.cells(),
    unlicensed: providers.flatMap((provider, number) => {
      const sessions = unlicensed[number] ?? 0;
      return sessions === 0 ? [] : { provider, sessions };
    }),
    ...usersOf(columns, misfits),
    ...hoursOf(columns, misfits, timeZone),
    matching: fittingCount(misfits),
    total: columns.count,
  };
}

function matrixOf(
  columns: SessionColumns,
  misfits: Misfits,
  { timeZone, spans, licenceRules }: CrossOptions,
): { matrix: Matrix; unlicensed: Uint32Array } {
  const { provider, modalities, flags, flagSets } = columns;
  const { day, hour, days } = localTimesOf(columns, timeZone);
  const matrix = new Matrix(columns.providers.values as ProviderId[], spans);
  const lacksLicence = flagSets.map(({ rules }) =>
    [...rules].some(([rule, severity]) => severity === 'violation' && licenceRules.has(rule)),
  );
  const unlicensed = new Uint32Array(columns.providers.size);
  for (let row = 0; row < misfits.length; row++) {
    if ((misfits[row]! & ~(PROVIDER | MODALITY)) !== 0) continue;
    matrix.add(provider[row]!, modalities[row]!, hour[row] === NO_HOUR ? null : days[day[row]!]!);
    if (lacksLicence[flags[row]!] === true) unlicensed[provider[row]!]!++;
  }
  return { matrix, unlicensed };
}

function usersOf(columns: SessionColumns, misfits: Misfits): Pick<CrossCounts, 'users' | 'userCount'> {
  const { local, flags, flagSets, addresses } = columns;
  const isFlagged = flagSets.map(({ severities }) => severities.has('violation') || severities.has('warning'));
  // The last place is for those whose local side is not known.
  const people = addresses.size;
  const sessions = new Uint32Array(people + 1);
  const flagged = new Uint32Array(people + 1);
  for (let row = 0; row < misfits.length; row++) {
    if ((misfits[row]! & ~USER) !== 0) continue;
    const user = Math.min(local[row]!, people);
    sessions[user]!++;
    if (isFlagged[flags[row]!] === true) flagged[user]!++;
  }
  let userCount = 0;
  for (let user = 0; user < people; user++) if (sessions[user] !== 0) userCount++;
  const most = mostOf(sessions, MOST_USERS, (user) => addresses.valueAt(user));
  const users = most.map((user) => {
    return {
      user: user < people ? addresses.valueAt(user) : null,
      sessions: sessions[user] ?? 0,
      flagged: flagged[user] ?? 0,
    };
  });
  return { users, userCount };
}

function hoursOf(columns: SessionColumns, misfits: Misfits, timeZone: string): Pick<CrossCounts, 'hours' | 'undated'> {
  const { hour } = localTimesOf(columns, timeZone);
  const counts = new Array<number>(NO_HOUR + 1).fill(0);
  for (let row = 0; row < misfits.length; row++) if ((misfits[row]! & ~HOUR) === 0) counts[hour[row]!]!++;
  return { hours: counts.slice(0, NO_HOUR), undated: counts[NO_HOUR] ?? 0 };
}

/** Sessions by provider and modality, and those on days that the provider does not federate it. */
class Matrix {
  readonly #providers: readonly ProviderId[];
  readonly #sessions: Uint32Array;
  readonly #outside: Uint32Array;
  /** By cell: days since 1970-01-01, first and last in turn; null = every day. */
  readonly #days: (readonly number[] | null)[];

  constructor(providers: readonly ProviderId[], spans: FederatedSpans) {
    this.#providers = providers;
    this.#sessions = new Uint32Array(providers.length * MODALITIES.length);
    this.#outside = new Uint32Array(this.#sessions.length);
    this.#days = providers.flatMap((id) => MODALITIES.map((modality) => daysOf(spans.get(id), modality)));
  }

  add(provider: number, modalities: number, day: number | null): void {
    for (let left = modalities; left !== 0; left &= left - 1) {
      const cell = provider * MODALITIES.length + (31 - Math.clz32(left & -left));
      this.#sessions[cell]!++;
      if (isOutside(this.#days[cell]!, day)) this.#outside[cell]!++;
    }
  }

  cells(): ModalityCell[] {
    return this.#providers.flatMap((provider, row) =>
      MODALITIES.flatMap((modality, column) => {
        const cell = row * MODALITIES.length + column;
        const sessions = this.#sessions[cell] ?? 0;
        return sessions === 0 ? [] : { provider, modality, sessions, outside: this.#outside[cell] ?? 0 };
      }),
    );
  }
}

function daysOf(spans: readonly FederatedSpan[] | undefined, modality: Modality): number[] | null {
  if (spans === undefined) return null;
  const days: number[] = [];
  for (const span of spans) {
    if (span.modality !== modality) continue;
    days.push(span.from === null ? -Infinity : Date.parse(span.from) / DAY_MS);
    days.push(span.to === null ? Infinity : Date.parse(span.to) / DAY_MS);
  }
  return days;
}

function isOutside(days: readonly number[] | null, day: number | null): boolean {
  if (days === null) return false;
  if (day === null) return days.length === 0;
  for (let at = 0; at < days.length; at += 2) {
    if (day >= (days[at] ?? NaN) && day <= (days[at + 1] ?? NaN)) return false;
  }
  return true;
}
