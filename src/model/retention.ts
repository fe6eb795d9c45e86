/** How long sessions are kept, and what is kept whatever its age. */
import type { EpochMs, SessionId } from './records.ts';
import type { ProviderId } from './verdicts.ts';

/** Which sessions are held: all parts hold together (and); within a list, any. Nothing said = every session. */
export interface HoldScope {
  /** These, and what becomes of them: they are followed into the session that they become one with. Sorted. */
  sessions?: SessionId[];
  /** Addresses of whoever took part, as a search for `user:` finds them. */
  users?: string[];
  providers?: ProviderId[];
  /** Start of the session: from inclusive, to exclusive. A session without a time is held in any period. */
  from?: EpochMs;
  to?: EpochMs;
  /** As in a search. */
  query?: string;
}

/** What may not be purged, nor taken back, until it is released: sessions that come later and fit are held too. */
export interface LegalHold {
  /** 1, 2, 3 … */
  id: number;
  /** Of the matter. */
  name: string;
  scope: HoldScope;
  why: string;
  /** The acting reviewer. */
  by: string;
  at: EpochMs;
  released: { at: EpochMs; by: string; why: string } | null;
}

/** For the sessions that all its parts fit. */
export interface RetentionPeriod {
  provider: ProviderId | null;
  /** Id of a rule by which the session is flagged. */
  rule: string | null;
  /** An address: one of the two sides. */
  user: string | null;
  /** null = for ever. */
  days: number | null;
}

export interface RetentionPolicy {
  /** Of sessions that no period fits, counted from a session's end. null = for ever. */
  days: number | null;
  /** Where several fit, the longest holds. */
  periods: RetentionPeriod[];
  /** How long after its release a hold still keeps what it held, days. */
  waitDays: number;
  /** Purge only what was exported as it now is. */
  exportedOnly: boolean;
}

/** What a purge would take out. */
export interface PurgePlan {
  asOf: EpochMs;
  /** Sessions that would go, and a digest of their ids: a purge does exactly this or nothing. */
  due: number;
  digest: string;
  /** Past their time, and kept because … */
  held: number;
  waiting: number;
  notExported: number;
  /** Kept because nobody knows how old they are. */
  undated: number;
  /** Not past their time. */
  kept: number;
  byProvider: { provider: ProviderId; sessions: number }[];
  /** Starts of the sessions that would go; null = there are none. */
  span: { first: EpochMs; last: EpochMs } | null;
}

export interface PurgeProgress {
  part: 'planning' | 'evidence' | 'sessions' | 'packs';
  done: number;
  total: number;
}

export interface PurgeResult {
  sessions: number;
  /** Sources of which no session is left, whose bytes went whole. */
  sources: number;
  /** Blocks of other sources in which bytes were blanked. */
  blocks: number;
}

/** Sessions that were handed out, so that a purge can wait for it. */
export interface ExportedSession {
  id: SessionId;
  /** Of the session as it was exported: one that has grown since was not exported as it now is. */
  messages: number;
}
