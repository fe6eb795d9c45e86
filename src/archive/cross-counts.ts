/** What the overview asks beside the timeline: provider by modality, users, hours of the day; one pass over the columns. */
import type { CrossCounts, FederatedSpan, FederatedSpans, Modality, ModalityCell, ProviderId } from '../model.ts';
import { MODALITIES, NOBODY, type SessionColumns } from './columns.ts';
import { DAY_MS, hourOfDay, LAST_TIME_MS, openHours } from './local-time.ts';
import { HOUR, MODALITY, PROVIDER, USER, type Misfit } from './query.ts';

/** Users that are listed. */
const MOST_USERS = 12;

export interface CrossOptions {
  timeZone: string;
  spans: FederatedSpans;
  /** Rules by which a licence is missing. */
  licenceRules: ReadonlySet<string>;
}

export function crossCounts(
  columns: SessionColumns,
  misfit: Misfit,
  { timeZone, spans, licenceRules }: CrossOptions,
): CrossCounts {
  const hourOf = openHours(timeZone);
  const matrix = new Matrix(columns.providers.values as ProviderId[], spans);
  // The last place is for those whose local side is not known.
  const people = columns.addresses.values.length;
  const sessions = new Uint32Array(people + 1);
  const flagged = new Uint32Array(people + 1);
  const isFlagged = columns.flagSets.map(({ severities }) => severities.has('violation') || severities.has('warning'));
  const lacksLicence = columns.flagSets.map(({ rules }) =>
    [...rules].some(([rule, severity]) => severity === 'violation' && licenceRules.has(rule)),
  );
  const unlicensed = new Uint32Array(columns.providers.values.length);
  const hours = new Array<number>(24).fill(0);
  let [undated, matching] = [0, 0];
  for (let row = 0; row < columns.length; row++) {
    const not = misfit(row);
    if ((not & ~(PROVIDER | MODALITY | USER | HOUR)) !== 0) continue;
    const time = columns.start[row] ?? NaN;
    const hour = Math.abs(time) <= LAST_TIME_MS ? hourOf(time) : null;
    if (not === 0) matching++;
    if ((not & ~(PROVIDER | MODALITY)) === 0) {
      const day = hour === null ? null : Math.floor(hour / 24);
      const provider = columns.provider[row] ?? 0;
      matrix.add(provider, columns.modalities[row] ?? 0, day);
      if (lacksLicence[columns.flags[row] ?? 0] === true) unlicensed[provider] = (unlicensed[provider] ?? 0) + 1;
    }
    if ((not & ~USER) === 0) {
      const local = columns.local[row] ?? NOBODY;
      const user = local === NOBODY ? people : local;
      sessions[user] = (sessions[user] ?? 0) + 1;
      if (isFlagged[columns.flags[row] ?? 0] === true) flagged[user] = (flagged[user] ?? 0) + 1;
    }
    if ((not & ~HOUR) === 0) {
      if (hour === null) undated++;
      else hours[hourOfDay(hour)] = (hours[hourOfDay(hour)] ?? 0) + 1;
    }
  }
  const present: number[] = [];
  for (let user = 0; user <= people; user++) if ((sessions[user] ?? 0) > 0) present.push(user);
  const nameOf = (user: number): string | null => columns.addresses.values[user] ?? null;
  present.sort((a, b) => (sessions[b] ?? 0) - (sessions[a] ?? 0) || ((nameOf(a) ?? '') < (nameOf(b) ?? '') ? -1 : 1));
  return {
    matrix: matrix.cells(),
    unlicensed: columns.providers.values.flatMap((provider, number) => {
      const count = unlicensed[number] ?? 0;
      return count === 0 ? [] : { provider: provider as ProviderId, sessions: count };
    }),
    users: present.slice(0, MOST_USERS).map((user) => {
      return { user: nameOf(user), sessions: sessions[user] ?? 0, flagged: flagged[user] ?? 0 };
    }),
    userCount: present.filter((user) => user < people).length,
    hours,
    undated,
    matching,
    total: columns.count,
  };
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
    for (let bit = 0; bit < MODALITIES.length; bit++) {
      if ((modalities & (1 << bit)) === 0) continue;
      const cell = provider * MODALITIES.length + bit;
      this.#sessions[cell] = (this.#sessions[cell] ?? 0) + 1;
      if (isOutside(this.#days[cell] ?? null, day)) this.#outside[cell] = (this.#outside[cell] ?? 0) + 1;
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
