/** What reviewers decide of sessions, and by what sessions come to be looked at. */
import type { EpochMs, SessionId } from './records.ts';
import type { Severity } from './verdicts.ts';

/** `escalated`: another reviewer must decide. `more-information`: somebody must be asked first. */
export type Disposition = 'compliant' | 'violation' | 'escalated' | 'more-information';

/** How the review of a session stands. `open`: nobody has decided, or it was reopened. */
export type Standing = Disposition | 'open';

/**
 * One step in the review of a session, as it stands in the ledger. `reopened`: what was decided is open again.
 * `withdrawn`: the step before it was a slip, and the state before that one holds. A `note` changes no state.
 */
export interface ReviewStep {
  session: SessionId;
  step: Disposition | 'reopened' | 'withdrawn' | 'note';
  /** Name of the reviewer. */
  reviewer: string;
  /** By this machine's clock. */
  at: EpochMs;
  note: string | null;
}

/** What a session's steps amount to. */
export interface ReviewState {
  /** null = open: nobody has decided, or it was reopened. */
  disposition: Disposition | null;
  /** Who took the step that holds, and when; null where there is none. */
  by: string | null;
  at: EpochMs | null;
  /** Who handed it on to another reviewer, while nobody else has closed it. */
  escalatedBy: string | null;
}

/** Why a step is refused. */
export type StepRefusal =
  /** Nobody has said who reviews. */
  | 'no-reviewer'
  /** Who escalates does not close: another reviewer must (four eyes). */
  | 'four-eyes'
  /** It is decided: it must be reopened first. */
  | 'decided'
  /** Nothing is decided that could be reopened or withdrawn. */
  | 'nothing-decided'
  /** Only the last step can be withdrawn, by whoever took it. */
  | 'not-own-step';

/** Why a session is in the queue; the first that applies. */
export type QueueReason = 'escalation' | 'reopened' | 'violation' | 'warning' | 'words' | 'more-information' | 'sample';

/** What the queue is filled by, beside flags. */
export interface QueueSettings {
  /** Lowest severity that puts a session into the queue. */
  severity: Extract<Severity, 'violation' | 'warning'>;
  /** Share of the sessions without a flag that are looked at: 0 … 1. */
  share: number;
  /** Of the sample: the same seed gives the same sessions. */
  seed: string;
}

/** What the queue and the report need of a session. */
export interface ReviewedSession {
  id: SessionId;
  start: EpochMs | null;
  /** Gravest severity first or not: any order. */
  flags: readonly { rule: string; severity: Severity }[];
  /** A word list has found something in it. */
  hasWords: boolean;
  /** Of the random share that is looked at. */
  isSampled: boolean;
  steps: readonly ReviewStep[];
}

/** Who did what in a period. */
export interface ReviewerFigures {
  reviewer: string;
  /** Sessions on which they took a step that holds. */
  decided: number;
  compliant: number;
  violation: number;
  escalated: number;
  moreInformation: number;
}

/** How long sessions have been waiting since they began, in whole days. */
export interface WaitingFigures {
  sessions: number;
  /** Median and greatest age; null = none waits, or none has a time. */
  medianDays: number | null;
  oldestDays: number | null;
}

/** The supervisory report of a period: who looked at how much, what was found, what is still open. */
export interface SupervisoryReport {
  /** Start of a session: from inclusive, to exclusive. */
  from: EpochMs;
  to: EpochMs;
  /** When it was drawn up, by this machine's clock. */
  at: EpochMs;
  settings: QueueSettings;
  /** Sessions of the period, and those of them that were to be looked at, by why. */
  sessions: number;
  due: Record<'violation' | 'warning' | 'words' | 'sample', number>;
  /** Of those due: decided, and still waiting. Sessions beyond those due that somebody decided. */
  decided: number;
  waiting: WaitingFigures;
  decidedBeyond: number;
  byReviewer: ReviewerFigures[];
  /** Violations found, by the rules that flagged the session; `''` = no rule: words, sample or by eye. */
  findings: { rule: string; sessions: number }[];
  escalations: Escalation[];
}

export interface Escalation {
  session: SessionId;
  by: string;
  at: EpochMs;
  /** null = still open. */
  closedBy: string | null;
  closedAt: EpochMs | null;
  outcome: Disposition | null;
}

/** A list of words and phrases to look for; each change is a new version, and the old ones are kept. */
export interface WordList {
  id: string;
  name: string;
  /** 1, 2, 3 … */
  version: number;
  /** One entry a line, as `readWordList` reads it. */
  text: string;
}

/** Something found in a text: UTF-16 units [start, end) of it. */
export interface WordHit {
  start: number;
  end: number;
  /** The entry as the list has it. */
  entry: string;
  /** Line of the list, from 1. */
  line: number;
}
