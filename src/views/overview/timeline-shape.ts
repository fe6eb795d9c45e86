/** What the timeline draws: bars by bin, and the same in words. */
import type { Timeline, TimelineBin } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import type { IsoDate, ProviderId } from '../../model.ts';
import { compareProviders } from '../provider-colours.ts';
import { dayAfter, dayName } from '../zones.ts';
import { endWords } from './end-lines.ts';

/** The first day after the bin. */
export function binEnd(day: IsoDate, unit: Timeline['unit']): IsoDate {
  if (unit !== 'month') return dayAfter(day, unit === 'week' ? 7 : 1);
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10) as IsoDate;
}

/** The first day of the bin that a day lies in; weeks begin on Monday. */
export function binStart(day: IsoDate, unit: Timeline['unit']): IsoDate {
  if (unit === 'day') return day;
  if (unit === 'month') return `${day.slice(0, 8)}01` as IsoDate;
  return dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** Whole bins from one moment of the picture to another, as days, both inclusive. */
export function daysBetween(from: number, to: number, unit: Timeline['unit']): { from: IsoDate; to: IsoDate } {
  const dayAt = (time: number): IsoDate => new Date(time).toISOString().slice(0, 10) as IsoDate;
  return { from: binStart(dayAt(from), unit), to: dayAfter(binEnd(binStart(dayAt(to), unit), unit), -1) };
}

/** Providers that occur, in stacking order. */
export function providersIn(bins: readonly TimelineBin[]): ProviderId[] {
  return [...new Set(bins.map(({ provider }) => provider))].sort(compareProviders);
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
  for (const end of ends) parts.push(t('timeline.summary.end', { label: endWords(end), day: dayName(end.day) }));
  if (undated > 0) parts.push(t('timeline.undated', { n: undated }));
  return parts.join(' ');
}
