/** The order in which severities are listed: what must be acted on first. */
import type { Severity } from '../model.ts';

export const SEVERITIES: readonly Severity[] = ['violation', 'warning', 'undetermined', 'info'];

/** The gravest of a session's flags; null = none. */
export function gravest<F extends { severity: Severity }>(flags: readonly F[]): F | null {
  let found: F | null = null;
  for (const flag of flags) {
    if (!found || SEVERITIES.indexOf(flag.severity) < SEVERITIES.indexOf(found.severity)) found = flag;
  }
  return found;
}
