/** Days and clock times in a named zone. */
import { locale } from '../messages/catalogue.ts';
import type { EpochMs, IsoDate } from '../model.ts';

type Style = 'day' | 'clock' | 'clock-ms' | 'offset' | 'parts';
const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  'clock-ms': { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
  offset: { timeZoneName: 'shortOffset' },
  parts: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const made = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs about 50 µs, using one about 1 µs. */
function formatter(style: Style, timeZone: string): Intl.DateTimeFormat {
  // The parts are numbers to reckon with.
  const tag = style === 'parts' ? 'en-GB' : locale();
  const key = `${style} ${tag} ${timeZone}`;
  let format = made.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag, { ...STYLES[style], timeZone });
    made.set(key, format);
  }
  return format;
}

export const dayOf = (time: EpochMs, timeZone: string): string => formatter('day', timeZone).format(time);
export const clockOf = (time: EpochMs, timeZone: string): string => formatter('clock', timeZone).format(time);
export const clockMsOf = (time: EpochMs, timeZone: string): string => formatter('clock-ms', timeZone).format(time);

/** `GMT+2` */
export function offsetNameOf(time: EpochMs, timeZone: string): string {
  const parts = formatter('offset', timeZone).formatToParts(time);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

export const isoOf = (time: EpochMs): string => new Date(time).toISOString();

/** ms that the zone's clocks are ahead of UTC at that moment. */
export function offsetAt(time: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter('parts', timeZone).formatToParts(time)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

/** The moment at which a day begins in the zone. */
export function startOfDay(day: IsoDate, timeZone: string): EpochMs {
  const asUtc = Date.parse(day);
  const near = asUtc - offsetAt(asUtc, timeZone);
  // Once more with the offset that holds there: a change of summer time may lie between.
  return (asUtc - offsetAt(near, timeZone)) as EpochMs;
}

export const dayAfter = (day: IsoDate, days = 1): IsoDate =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10) as IsoDate;

/** A calendar day in words; no zone is involved. */
export const dayName = (day: string): string => dayOf(Date.parse(day) as EpochMs, 'UTC');

/** The beginning of an hour of the day, `09:00`. */
export const clockHour = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** The zone's names that the browser knows; UTC first. */
export const zoneNames = (): string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];
