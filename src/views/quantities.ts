/** Numbers in words: counts, bytes, rates, spans of time. */
import { locale, t } from '../messages/catalogue.ts';

type Style = 'whole' | 'short' | 'share';
const STYLES: Record<Style, Intl.NumberFormatOptions> = {
  whole: {},
  short: { maximumSignificantDigits: 3 },
  share: { style: 'percent', maximumFractionDigits: 1 },
};
const made = new Map<string, Intl.NumberFormat>();

function written(n: number, style: Style): string {
  const key = `${style} ${locale()}`;
  let format = made.get(key);
  if (!format) made.set(key, (format = new Intl.NumberFormat(locale(), STYLES[style])));
  return format.format(n);
}

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

export const countOf = (n: number): string => written(n, 'whole');
/** Rounded down: 100 % is said of the whole alone. */
export const percentOf = (part: number, all: number): string =>
  written(all === 0 ? 0 : Math.floor((part / all) * 1000 + 1e-9) / 1000, 'share');

/** SI: 1 kB is 1,000 bytes. Three digits are enough to see it move. */
export function bytesOf(n: number): string {
  if (n < 1000) return t('bytes.B', { n: Math.round(n) });
  const power = Math.min(UNITS.length, Math.floor(Math.log10(n) / 3));
  return t(`bytes.${UNITS[power - 1] ?? 'kB'}`, { size: written(n / 1000 ** power, 'short') });
}

/** `3 min 39 s`; below a minute with a fraction. */
export function spanOf(ms: number): string {
  if (ms < 1000) return t('span.ms', { ms: Math.round(ms) });
  const all = ms / 1000;
  if (all < 60) return t('span.s', { seconds: written(all, 'short') });
  const [days, hours, minutes] = [Math.floor(all / 86_400), Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60];
  if (days > 0) return t('span.d', { days, hours });
  if (hours > 0) return t('span.h', { hours, minutes });
  return t('span.min', { minutes, seconds: Math.floor(all) % 60 });
}

/** `+3:39.120` since a beginning. */
export function elapsedOf(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const total = Math.abs(ms);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const rest = `${two((total / 1000) % 60)}.${String(Math.floor(total % 1000)).padStart(3, '0')}`;
  return hours > 0 ? `${sign}${hours}:${two(minutes)}:${rest}` : `${sign}${minutes}:${rest}`;
}
