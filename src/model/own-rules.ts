/** Rules as the person sets them: the built-in ones off or of another severity, and rules of their own. */
import type { Reason } from './reasons.ts';
import type { Citation, Severity } from './verdicts.ts';

/** What a person can give a rule; `undetermined` is an answer, not a severity to choose. */
export type ChosenSeverity = Exclude<Severity, 'undetermined'>;

/** What is changed of one built-in rule. */
export interface RuleSetting {
  rule: string;
  on: boolean;
  /** In place of the rule's own, where it answers with that; null = the rule's own. What is undetermined stays so. */
  severity: ChosenSeverity | null;
}

export interface RuleSettings {
  v: 1;
  /** Those that are changed; a rule that is not named is on, with its own severity. */
  builtIn: RuleSetting[];
  own: OwnRule[];
}

export interface OwnRule {
  v: 1;
  /** `own-…`, lower case; never used again for something else, for archived flags refer to it. */
  id: `own-${string}`;
  /** Starts at 1 and goes up when the condition, the severity or the words change. */
  version: number;
  title: string;
  severity: ChosenSeverity;
  /** What the flag says, in the person's words; what was seen is added to it. */
  because: string;
  on: boolean;
  when: Condition;
}

/**
 * A condition on the fields of a session, at most 8 deep and 100 comparisons long. What hangs on a time that the log does not
 * have is not known: the rule then answers `undetermined`.
 */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison;

export interface Comparison {
  /** Name of a `RuleField`. */
  field: string;
  is: ComparisonWord;
  /** Text, number, or (for `one-of`) a list of either; days `YYYY-MM-DD`, clock `HH:MM`, both in the organisation's zone. */
  value: string | number | (string | number)[];
}

/**
 * Of a field with several values (participants, texts, files) it is enough that one fits. Text is compared without case.
 * `equals`, `one-of` for all kinds; `contains`, `begins`, `ends` for text; the others for numbers, days and the clock.
 */
export type ComparisonWord =
  'equals' | 'one-of' | 'contains' | 'begins' | 'ends' | 'less' | 'at-most' | 'more' | 'at-least';

/** A field of a session that a condition can ask for. */
export interface RuleField {
  name: string;
  title: string;
  kind: 'text' | 'number' | 'day' | 'clock' | 'choice';
  /** A session has any number of them. */
  many: boolean;
  /** Of a choice: what it can be; empty for the other kinds. */
  choices: string[];
  words: ComparisonWord[];
}

/** One rule as the rules' page lists it. */
export interface RuleLine {
  id: string;
  version: number;
  title: string;
  /** The one that it has of itself. */
  severity: ChosenSeverity;
  on: boolean;
  /** What the person gave it; null = its own. */
  chosen: ChosenSeverity | null;
  own: OwnRule | null;
  citations: Citation[];
}

/** Either a rule, or why it is none: sentences that name the path and the value (never empty). */
export type OwnRuleReading = { rule: OwnRule } | { errors: Reason[] };
