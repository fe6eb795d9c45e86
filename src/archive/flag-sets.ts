/** The flags of sessions without their words. */
import type { SessionRow, Severity } from '../model.ts';

type RowFlags = SessionRow['flags'];

/** Gravest first. */
export const GRAVITY: readonly Severity[] = ['violation', 'warning', 'undetermined', 'info'];

/** The flags of a session without their words. Few different sets stand in many sessions. */
export interface FlagSet {
  /** As they stand in the session's line. */
  flags: RowFlags;
  /** The gravest answer of each rule. */
  rules: ReadonlyMap<string, Severity>;
  severities: ReadonlySet<Severity>;
}

/** The same for the same flags in the same order. */
export const flagSetName = (flags: RowFlags): string =>
  flags.map(({ rule, severity }) => `${rule} ${severity}\n`).join('');

/** What has that name. */
export function flagsNamed(name: string): RowFlags {
  return [...name.matchAll(/(.*) (.*)\n/g)].map(([, rule = '', severity]) => ({
    rule,
    severity: severity as Severity,
  }));
}

export function flagSetOf(flags: RowFlags): FlagSet {
  return { flags, rules: gravestByRule(flags), severities: new Set(flags.map(({ severity }) => severity)) };
}

function gravestByRule(flags: RowFlags): Map<string, Severity> {
  const answers = new Map<string, Severity>();
  for (const { rule, severity } of flags) {
    const before = answers.get(rule);
    if (before === undefined || GRAVITY.indexOf(severity) < GRAVITY.indexOf(before)) answers.set(rule, severity);
  }
  return answers;
}
