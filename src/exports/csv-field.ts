import { withoutControls } from './harmless.ts';

/**
 * Begins with what Excel, LibreOffice or Google Sheets take for the start of a formula, also behind blanks and in full width;
 * `|` and `%` begin commands of DDE in old versions.
 */
const FORMULA = /^[\s\p{Z}\p{Cf}'"]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u;
/** Tab and carriage return at the beginning are passed over by some, so that the next letter begins the cell. */
const LEADING_BREAK = /^[\t\r\n]/;
/** A number with its sign is no formula. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/**
 * What a spreadsheet takes for a number, a day or an hour and shows as another text: sixteen digits and more are rounded, `12e5` is
 * 1200000 (one id of a session in some thousands looks like that), `007` is 7, `24/6` is a day, `0:30` an hour.
 */
const RESHAPED = [
  /^[+-]?0\d/,
  /^[+-]?\d{16,}/,
  /^[+-]?[\d.,]+e[+-]?\d+$/i,
  /^\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$/,
  /^\d{1,4}\.\d{1,2}\.\d{1,4}$/,
  /^\d{1,4}:\d{2}(:\d{2}([.,]\d+)?)?(\s*[ap]m?)?$/i,
  /^\d+\s+\d+\/\d+$/,
  /^(\d{1,2}[-\s/.])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-\s/.,]*\d{1,4}([-\s/.,]+\d{2,4})?$/i,
  /^\d{1,2}[-\s/.](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i,
];

/**
 * One field, quoted where it must be. A formula, and what would be shown as another text, gets an apostrophe in front, by which
 * spreadsheets take it as text.
 */
export function csvField(value: string): string {
  const shown = withoutControls(value);
  const risky = (FORMULA.test(shown) && !NUMBER.test(shown)) || LEADING_BREAK.test(shown) || isReshaped(shown.trim());
  const safe = risky ? "'" + shown : shown;
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A day as ISO 8601 writes it is a day in a spreadsheet too: nothing is lost, and it can be reckoned with. */
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

function isReshaped(shown: string): boolean {
  return !ISO_DAY.test(shown) && RESHAPED.some((shape) => shape.test(shown));
}
