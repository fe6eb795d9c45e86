/** What the page asks about the review: which sessions wait, what was decided, word lists, and the report of a period. */
import type {
  EpochMs,
  Outcome,
  QueueReason,
  QueueSettings,
  ReviewState,
  ReviewStep,
  SessionId,
  SessionRow,
  Reason,
  StepRefusal,
  SupervisoryReport,
  WaitingFigures,
  WordHit,
  WordList,
} from '../../src/model.ts';

export interface QueueItem {
  row: SessionRow;
  reason: QueueReason;
  state: ReviewState;
}

/** A part of the queue, gravest reason first. */
export interface QueueWindow {
  /** Sessions that wait for this reviewer, by why. */
  waiting: Record<QueueReason, number>;
  total: number;
  first: number;
  items: QueueItem[];
  /** Sessions of the archive, and those whose review is at its end. */
  sessions: number;
  decided: number;
  /** Those of them that this reviewer decided. */
  own: number;
  /** Of what waits for this reviewer. */
  age: WaitingFigures;
}

/** A session's review: its steps in order, and what they amount to. */
export interface SessionReview {
  state: ReviewState;
  steps: ReviewStep[];
}

/** A word list that was read without being kept, and how many sessions it would put into the queue. */
export type WordListTrial = { sessions: number } | { errors: Reason[] };

export interface ReviewDesk {
  queue(reviewer: string, first: number, count: number): Promise<Outcome<QueueWindow>>;
  reviewOf(session: SessionId): Promise<Outcome<SessionReview>>;
  /**
   * Takes a step in the reviewer's name with each of the sessions, one after the other. The value says of each why it was refused;
   * null = it was taken, and stands in the ledger.
   */
  takeSteps(
    sessions: SessionId[],
    step: ReviewStep['step'],
    reviewer: string,
    note: string | null,
  ): Promise<Outcome<(StepRefusal | null)[]>>;
  reviewSettings(): Promise<Outcome<QueueSettings>>;
  keepReviewSettings(settings: QueueSettings): Promise<Outcome<null>>;
  /** The newest version of each. */
  wordLists(): Promise<Outcome<WordList[]>>;
  /** Every version of one, oldest first. */
  wordListVersions(id: string): Promise<Outcome<WordList[]>>;
  /** Reads a list's text and looks through the archive with it; nothing is kept. */
  tryWordList(text: string): Promise<Outcome<WordListTrial>>;
  /** Keeps a list as its next version; text '' gives it up. Ask `tryWordList` first: faults are told there. */
  keepWordList(list: Omit<WordList, 'version'>): Promise<Outcome<WordList>>;
  /** What the word lists find in each of these texts. */
  wordHits(texts: string[]): Promise<Outcome<WordHit[][]>>;
  /** @param from start of a session, inclusive @param to exclusive */
  supervisoryReport(from: EpochMs, to: EpochMs): Promise<Outcome<SupervisoryReport>>;
}
