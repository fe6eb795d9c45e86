import { withoutControls } from './harmless.ts';

/**
 * Begins with what Excel, LibreOffice or Google Sheets take for the start of a formula, also behind blanks and in full width;
 * `|` and `%` begin commands of DDE in old versions.
 */
const FORMULA = /^[\s'"\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/;
/** Tab and carriage return at the beginning are passed over by some, so that the next letter begins the cell. */
const LEADING_BREAK = /^[\t\r\n]/;
/** A number with its sign is no formula. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** One field, quoted where it must be. A formula gets an apostrophe in front, by which spreadsheets show it as text. */
export function csvField(value: string): string {
  const shown = withoutControls(value);
  const risky = (FORMULA.test(shown) && !NUMBER.test(shown)) || LEADING_BREAK.test(shown);
  const safe = risky ? "'" + shown : shown;
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replace(/"/g, '""')}"` : safe;
}
