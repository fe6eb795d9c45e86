/** What is asked of an archive, and the shapes of the answers. */
import type { Modality } from './messages.ts';
import type { Standing } from './review.ts';
import type { EpochMs, IsoDate, SessionId, SourceId, TimeSource } from './records.ts';
import type { SessionKind, SessionOutcome, SessionProtocol } from './sessions.ts';
import type { ProviderId, ProviderVerdict, Severity } from './verdicts.ts';

/** A view of the list of sessions that a person has given a name. */
export interface SavedView {
  name: string;
  /** The query of the address. */
  query: string;
}

/** All parts hold together (and); within a list, any. An absent part asks for nothing. */
export interface SessionFilter {
  providers?: ProviderId[];
  rules?: string[];
  severities?: Severity[];
  kinds?: SessionKind[];
  /** One of these is in it. */
  modalities?: Modality[];
  /** Local addresses, as rows have them. */
  users?: string[];
  /** Files it was seen in. */
  sources?: SourceId[];
  /** How its review stands. */
  standings?: Standing[];
  /** Numbers of holds: those that one of them keeps, or kept until it was released. */
  holds?: number[];
  /** Hours of the day in which it began, 0 … 23, by the clocks of the zone. */
  hours?: { of: number[]; timeZone: string };
  /**
   * Words, all of which stand in the session's texts, names of files, addresses or Call-IDs; case, width and accents do not matter.
   * `"phrases"`, `OR`, `NOT`, `-word`, brackets, and fields: from: to: user: callid: provider: rule: severity: kind: before: after:.
   */
  text?: string;
  /** Start of the session: from inclusive, to exclusive. */
  from?: EpochMs;
  to?: EpochMs;
  /** A session without a time lies in any period, as a hold sees it; else in none. */
  undated?: boolean;
}
/** What the list is ordered by; `-` turns it. */
export type SortedBy = 'start' | 'provider' | 'remote' | 'local' | 'severity';
export type SessionSort = SortedBy | `-${SortedBy}`;

/** One line of the table. */
export interface SessionRow {
  id: SessionId;
  protocol: SessionProtocol;
  kind: SessionKind;
  modalities: Modality[];
  provider: ProviderVerdict['id'];
  confidence: ProviderVerdict['confidence'];
  local: string | null;
  remote: string | null;
  start: EpochMs | null;
  end: EpochMs | null;
  timeSource: TimeSource;
  outcome: SessionOutcome;
  status: number | null;
  messages: number;
  texts: number;
  presence: number;
  flags: { rule: string; severity: Severity }[];
  /** Files it was seen in. */
  sources: SourceId[];
}

/** A line with what lists know beside it. */
export interface ListedRow extends SessionRow {
  standing: Standing;
}

/** How far the sessions of an archive are read, where nothing is kept from which its lists are drawn. */
export interface RowsRead {
  done: number;
  total: number;
}

export interface RowWindow {
  /** Sessions that fit the filter, and sessions in the archive. */
  matching: number;
  total: number;
  /** Rows first … first + rows.length - 1 of the sorted result. */
  first: number;
  rows: ListedRow[];
}

/** A window that was given before the whole result was known. */
export interface FirstPage extends RowWindow {
  /** `matching` counts only what was found so far: ask for `rows`, which takes as long as it takes. */
  counting: boolean;
}

export interface FacetCount {
  value: string;
  count: number;
}
/** Sessions with a flag of the rule, by the gravest answer that the rule gave in each. */
export interface JudgementCount {
  rule: string;
  severity: Severity;
  count: number;
}
/** Counts within the filter, each facet without its own part of it. */
export interface Facets {
  providers: FacetCount[];
  rules: FacetCount[];
  /** The rules' sessions, by what was found: without the filter's rules, as `rules`. */
  judgements: JudgementCount[];
  severities: FacetCount[];
  kinds: FacetCount[];
  /** By number. A session that was seen in two files is counted with both. */
  sources: FacetCount[];
  /** A session is counted with each that it has. */
  modalities: FacetCount[];
  /** Local addresses with the most sessions. */
  users: FacetCount[];
  /** How reviews stand. */
  standings: FacetCount[];
}

export interface TimelineBin {
  /** First day of the bin, in the organisation's zone. */
  day: IsoDate;
  provider: ProviderId;
  sessions: number;
}

/** What a provider federates, for the matrix: days inclusive; null = no limit. */
export interface FederatedSpan {
  modality: Modality;
  from: IsoDate | null;
  to: IsoDate | null;
}
/** What sessions are held against: by provider, what it federates; one that is not there federates all that both sides offer. */
export type FederatedSpans = ReadonlyMap<ProviderId, readonly FederatedSpan[]>;

/** Sessions of a provider that have a modality. A session stands in a cell for each modality that it has. */
export interface ModalityCell {
  provider: ProviderId;
  modality: Modality;
  sessions: number;
  /** Those that began on a day on which the provider does not federate it. Without a time only where it never does. */
  outside: number;
}

/** Counts across the columns, within the filter; each without its own part of it, as facets are. */
export interface CrossCounts {
  /** Without the providers and modalities of the filter. */
  matrix: ModalityCell[];
  /** Sessions in which a licence is missing, had run out or was not sold any more; by provider, without those that have none. */
  unlicensed: { provider: ProviderId; sessions: number }[];
  /** Those with the most sessions, most first; null = the local side is not known. */
  users: { user: string | null; sessions: number; flagged: number }[];
  /** Different local addresses, with those that are not listed. */
  userCount: number;
  /** Sessions that began in each hour of the day, 24 of them. */
  hours: number[];
  /** Sessions without a time. */
  undated: number;
  /** All that fit the filter, and all in the archive. */
  matching: number;
  total: number;
}
