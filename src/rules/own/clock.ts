import type { EpochMs, IsoDate } from '../../model.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const DAY_MS = 86_400_000;

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: IsoDate): string {
  const days = Math.round(Date.parse(day) / DAY_MS);
  return WEEKDAYS[(((days + 3) % 7) + 7) % 7] ?? '';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `HH:MM` by the clock of the zone. */
export function clockOf(time: EpochMs, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts })));
  }
  return format.format(time);
}
