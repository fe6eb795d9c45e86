import type { Organisation } from '../model.ts';

export { dayOf, isIsoDate } from '../model.ts';

/** The zone in which days are counted where none is told. */
export const DEFAULT_ZONE = 'UTC';

/** IANA zone in which the organisation's days are counted. */
export function zoneOf(organisation: Organisation | null): string {
  return organisation?.timeZone ?? DEFAULT_ZONE;
}

/** Silence that ends a chat, ms; undefined = the organisation has not chosen. */
export function idleGapOf(organisation: Organisation | null): number | undefined {
  const minutes = organisation?.idleMinutes ?? null;
  return minutes === null ? undefined : minutes * 60_000;
}
