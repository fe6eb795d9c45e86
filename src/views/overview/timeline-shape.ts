/** What the timeline draws: bars by bin, end dates with the row of their label, and the same in words. */
import type { Timeline, TimelineBin } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import type { IsoDate, ProviderId } from '../../model.ts';
import { PROVIDER_ORDER } from '../provider-colours.ts';
import { dayAfter, dayName } from '../zones.ts';

/** The first day after the bin. */
export function binEnd(day: IsoDate, unit: Timeline['unit']): IsoDate {
  if (unit !== 'month') return dayAfter(day, unit === 'week' ? 7 : 1);
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10) as IsoDate;
}

/** Providers that occur, in stacking order. */
export function providersIn(bins: readonly TimelineBin[]): ProviderId[] {
  const seen = new Set(bins.map(({ provider }) => provider));
  return PROVIDER_ORDER.filter((provider) => seen.has(provider));
}

export interface BinRow {
  day: IsoDate;
  /** In the order of the providers given. */
  counts: number[];
  total: number;
}

/** One row a bin: the table behind the picture. */
export function rowsOf(bins: readonly TimelineBin[], providers: readonly ProviderId[]): BinRow[] {
  const rows = new Map<IsoDate, BinRow>();
  for (const { day, provider, sessions } of bins) {
    let row = rows.get(day);
    if (!row) rows.set(day, (row = { day, counts: providers.map(() => 0), total: 0 }));
    const column = providers.indexOf(provider);
    row.counts[column] = (row.counts[column] ?? 0) + sessions;
    row.total += sessions;
  }
  return [...rows.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export interface EndLine {
  /** Last good day. */
  day: IsoDate;
  label: string;
  /** 0 = the row nearest to the picture. */
  row: number;
  /** The label stands left of the line: on the right there is no room. */
  isLeft: boolean;
}

/** px, about, of a character of the label. */
const CHARACTER = 6.2;

/** px, about. */
const lengthOf = (label: string): number => label.length * CHARACTER + 12;

/** Lines of one day share a label; labels that would overlap stand in rows above each other. */
export function endLines(ends: Timeline['ends'], xOf: (day: IsoDate) => number, width: number): EndLine[] {
  const days = new Map<IsoDate, string[]>();
  for (const { day, label } of ends) days.set(day, [...(days.get(day) ?? []), label]);
  const taken: { from: number; to: number }[][] = [];
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([day, labels]) => {
      const each = [...new Set(labels)];
      const joined = each.join(' · ');
      // Where the labels of one day do not fit side by side, each has a row.
      const fits = lengthOf(joined) <= Math.max(xOf(day), width - xOf(day));
      return (fits ? [joined] : each).map((label) => ({ day, label }));
    })
    .map(({ day, label }) => {
      const x = xOf(day);
      const length = lengthOf(label);
      const isLeft = x + length > width && x > width / 2;
      const span = isLeft ? { from: x - length, to: x } : { from: x, to: x + length };
      let row = taken.findIndex((spans) => spans.every(({ from, to }) => span.to < from || span.from > to));
      if (row < 0) row = taken.push([]) - 1;
      taken[row]?.push(span);
      return { day, label, row, isLeft };
    });
}

/** The picture in one sentence or two, for those who do not see it. */
export function summaryOf(timeline: Timeline, nameOf: (id: ProviderId) => string): string {
  const { bins, ends, undated } = timeline;
  const providers = providersIn(bins);
  const rows = rowsOf(bins, providers);
  const first = rows[0];
  const last = rows.at(-1);
  const parts: string[] = [];
  if (first && last) {
    const busiest = rows.reduce((most, row) => (row.total > most.total ? row : most));
    const list = providers.map((id, column) =>
      t('timeline.summary.provider', {
        name: nameOf(id),
        n: rows.reduce((sum, row) => sum + (row.counts[column] ?? 0), 0),
      }),
    );
    parts.push(
      t('timeline.summary', {
        n: rows.reduce((sum, row) => sum + row.total, 0),
        from: dayName(first.day),
        to: dayName(last.day),
        list: list.join(', '),
      }),
      t(`timeline.summary.busiest.${timeline.unit}`, { day: dayName(busiest.day), n: busiest.total }),
    );
  }
  for (const { day, label } of ends) parts.push(t('timeline.summary.end', { label, day: dayName(day) }));
  if (undated > 0) parts.push(t('timeline.undated', { n: undated }));
  return parts.join(' ');
}
