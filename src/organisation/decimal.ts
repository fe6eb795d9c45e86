/** Exact decimals: whole numbers of the smallest unit, so that no cent is lost on the way. */
export interface Decimal {
  units: bigint;
  /** Places behind the point: the value is units / 10 ** places. */
  places: number;
}

/** @param text digits, a point, digits (`DECIMAL` in `schema.ts`). @throws SyntaxError for anything else */
export function decimalOf(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), places: fraction.length };
}

export function decimalText({ units, places }: Decimal): string {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `value * numerator / denominator`, not negative, rounded half up to so many places. */
export function partOf({ units, places }: Decimal, numerator: bigint, denominator: bigint, to: number): Decimal {
  const shift = to - places;
  const over = units * numerator * (shift > 0 ? 10n ** BigInt(shift) : 1n);
  const under = denominator * (shift < 0 ? 10n ** BigInt(-shift) : 1n);
  return { units: (2n * over + under) / (2n * under), places: to };
}

export function sumOf(values: readonly Decimal[]): Decimal {
  const places = Math.max(0, ...values.map((value) => value.places));
  const units = values.reduce((sum, value) => sum + value.units * 10n ** BigInt(places - value.places), 0n);
  return { units, places };
}

/** In lowest terms. */
export function fractionText(numerator: number, denominator: number): string {
  const common = greatestCommonDivisor(numerator, denominator);
  return `${numerator / common}/${denominator / common}`;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Places of a currency's minor unit (ISO 4217, as the engine knows it). */
export function minorPlaces(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
