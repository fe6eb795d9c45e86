/** What sessions are judged by, its versions, and what judging by another one changes. */
import type { CatalogueEdits } from './catalogue.ts';
import type { Organisation } from './organisation.ts';
import type { RuleSettings } from './own-rules.ts';
import type { SessionRow } from './queries.ts';
import type { EpochMs } from './records.ts';
import type { ProviderId, Severity } from './verdicts.ts';

/** All that a judgement hangs on beside the session. */
export interface JudgingBasis {
  /** null = nothing is told. */
  organisation: Organisation | null;
  /** null = the built-in catalogue as it is. */
  catalogue: CatalogueEdits | null;
  /** null = the built-in rules as they are. */
  rules: RuleSettings | null;
}

/** A basis with the number under which it is kept; null = it is not kept (the command line, a preview). */
export type NumberedBasis = JudgingBasis & { number: number | null };

/** A part of the basis. */
export type BasisPart = keyof JudgingBasis;

/** One version of the basis, kept for good. Numbers grow by one; a version that undoes another is a new one. */
export interface BasisVersion extends JudgingBasis {
  number: number;
  /** When it was put in force, by this machine's clock. */
  at: EpochMs;
  /** The person's words; '' = none. */
  note: string;
  /** Number of the version whose content it gives back; null = it is new. */
  restores: number | null;
  /** Of the built-in catalogue of the program that judged by it. */
  catalogueVersion: number;
}

/** A version without its content, for lists. */
export interface BasisHead extends Pick<BasisVersion, 'number' | 'at' | 'note' | 'restores' | 'catalogueVersion'> {
  /** Parts in which it differs from the version before. */
  changed: BasisPart[];
}

/** A judging that was cancelled or broken off: some sessions are judged by the version in force, the others by older ones. */
export interface UnfinishedJudging {
  /** Version that it puts in force. */
  version: number;
  begunAt: EpochMs;
  /** Sessions looked at so far, and sessions there were at its begin. */
  judged: number;
  total: number;
  /** Judgements changed so far. */
  changed: number;
}

export interface BasisState {
  /** The version in force; null = nothing was ever told, all is judged by the built-in catalogue and rules. */
  current: BasisVersion | null;
  /** null = every session is judged by `current`. */
  unfinished: UnfinishedJudging | null;
  /** It runs now, in this or another tab. */
  running: boolean;
}

// --- Judging again -------------------------------------------------------------------------------

/** A snapshot, ten times a second. */
export interface JudgingProgress {
  /** `waiting`: an import or another judging has the archive. */
  state: 'waiting' | 'judging';
  judged: number;
  total: number;
  changed: number;
}

export interface JudgingResult {
  /** The version in force now. */
  version: number;
  judged: number;
  changed: number;
}

/** How many sessions gain and lose a flag of one rule and severity. A change of severity is a loss and a gain. */
export interface RuleChange {
  rule: string;
  title: string;
  severity: Severity;
  gained: number;
  lost: number;
}

/** What a basis would change. A session that gains one flag and loses another counts under both. */
export interface JudgingPreview {
  /** Sessions looked at. */
  judged: number;
  /** Sessions whose judgement would differ in anything, be it the words of a flag. */
  changed: number;
  /** Sessions that gain at least one flag, and that lose at least one. */
  gain: number;
  lose: number;
  /** Sessions that would belong to another provider. */
  moved: number;
  /** Gravest severity first, then most changes. */
  rules: RuleChange[];
  /** Most first. */
  providers: { from: ProviderId; to: ProviderId; sessions: number }[];
}

/** Which of the changed sessions are asked for; an absent part asks for nothing. All parts hold together. */
export interface ChangeFilter {
  kind?: 'gain' | 'lose' | 'moved';
  /** Gains or loses a flag of it. */
  rule?: string;
}

/** A session that would change. */
export interface ChangedSession {
  /** As it is archived. */
  row: SessionRow;
  gained: { rule: string; severity: Severity }[];
  lost: { rule: string; severity: Severity }[];
  /** Set where it would be another. */
  provider: { from: ProviderId; to: ProviderId } | null;
}

/** Rows first … first + rows.length - 1 of the changed sessions, by start and id. */
export interface ChangeWindow {
  matching: number;
  first: number;
  rows: ChangedSession[];
}
