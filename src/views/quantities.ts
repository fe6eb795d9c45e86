/** Numbers in words: counts, bytes, rates, spans of time. */
import { locale } from '../messages/catalogue.ts';

const whole = new Intl.NumberFormat(locale);
const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

export const countOf = (n: number): string => whole.format(n);
/** Rounded down: 100 % is said of the whole alone. */
export const percentOf = (part: number, all: number): string =>
  share.format(all === 0 ? 0 : Math.floor((part / all) * 1000 + 1e-9) / 1000);

/** SI: 1 kB is 1,000 bytes. Three digits are enough to see it move. */
export function bytesOf(n: number): string {
  if (n < 1000) return `${whole.format(Math.round(n))} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(n) / 3));
  return `${short.format(n / 1000 ** power)} ${UNITS[power - 1] ?? ''}`;
}

/** `3 min 39 s`; below a minute with a fraction. */
export function spanOf(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${short.format(seconds)} s`;
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${whole.format(days)} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return `${minutes} min ${Math.floor(seconds) % 60} s`;
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
