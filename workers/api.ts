/** What crosses the thread boundary: types only. Every call gives an Outcome and never rejects. */
import type {
  CrossCounts,
  EpochMs,
  Facets,
  FieldFault,
  FederatedSpan,
  FirstPage,
  FormatPattern,
  Guard,
  ImportProgress,
  IsoDate,
  Licence,
  LicenceSku,
  Organisation,
  Outcome,
  PatternReading,
  PatternTrial,
  Place,
  ProviderId,
  ReadingChoice,
  RowsRead,
  Reason,
  RowWindow,
  SavedView,
  SessionFilter,
  SessionId,
  SessionProtocol,
  SessionSort,
  Severity,
  SourceId,
  SourceReading,
  SourceReport,
  TimelineBin,
} from '../src/model.ts';
import type { ArchiveName } from './api/archive-name.ts';
import type { ClockDesk } from './api/clocks.ts';
import type { BasisReader } from './api/judging.ts';
import type { ReviewDesk } from './api/review.ts';
import type { KeyHolder } from './api/reviewers.ts';
import type { LadderHead, LadderPart, SessionParts, SessionView } from './api/session.ts';

export type {
  FacetCount,
  Facets,
  FirstPage,
  ListedRow,
  RowWindow,
  SavedView,
  SessionFilter,
  SessionRow,
  SessionSort,
  TimelineBin,
} from '../src/model.ts';

export type { ArchiveName } from './api/archive-name.ts';
export type * from './api/clocks.ts';
export type * from './api/custody.ts';
export type * from './api/export.ts';
export type * from './api/judging.ts';
export type * from './api/review.ts';
export type * from './api/reviewers.ts';
export type * from './api/session.ts';

// --- Import ------------------------------------------------------------------------------------

export interface ImportOptions {
  /** IANA zone for stamps without one; null = the organisation's, else UTC. */
  timeZone: string | null;
  /** Overrides what is archived: used for the demonstration, which brings its own organisation. */
  organisation: Organisation | null;
}

/** A file of the archive that is to be read again. */
export interface RereadOptions {
  source: SourceId;
  name: string;
  /** Bytes on disk. */
  size: number;
  choice: ReadingChoice;
  /** Needed where the archive keeps no bytes of it; null = it is not at hand. */
  file: File | null;
}

export interface ImportWorker extends KeyHolder {
  /** Reports ten times a second and once at the end; the value is the last snapshot. */
  start(
    job: string,
    archive: ArchiveName,
    files: File[],
    options: ImportOptions,
    report: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportProgress>>;
  /**
   * Reads an archived file again, in place of how it was read before. Files that share sessions with it are read again too, and have
   * rows behind its own. Reports as `start` does; where the bytes are not at hand nothing is changed and the row says why.
   */
  again(
    job: string,
    archive: ArchiveName,
    options: RereadOptions,
    report: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportProgress>>;
  /**
   * The import ends within 100 ms with `aborted`; what is archived by then stays. When all that was on its way is stored, which may
   * be later, `report` gets a last snapshot of what is archived.
   */
  cancel(job: string): Promise<void>;
  /** Judges every archived session again with the organisation given, which is kept; gives the number of sessions whose judgement changed. */
  judge(archive: ArchiveName, organisation: Organisation): Promise<Outcome<number>>;
}

// --- Reading the archive -----------------------------------------------------------------------

export interface Timeline {
  unit: 'day' | 'week' | 'month';
  timeZone: string;
  bins: TimelineBin[];
  /** Licence and end dates of the catalogue that lie near the data; last good day. */
  ends: { day: IsoDate; provider: ProviderId; label: string; source: string }[];
  /** Sessions without a time: counted, not drawn. */
  undated: number;
}

/** What the overview shows beside the timeline, with what the catalogue in force says of each provider that is there. */
export interface Crossed extends CrossCounts {
  timeZone: string;
  /** By provider that occurs; days inclusive. null = the catalogue knows none, or it is whatever both sides offer. */
  allowed: { provider: ProviderId; spans: FederatedSpan[] | null; licences: LicenceSku[][] }[];
  /** Rules by which a licence is missing: for the way to those sessions. */
  licenceRules: string[];
}

export interface ArchivedSource {
  id: SourceId;
  name: string;
  /** null = its import is running, or was broken off by a reload or a crash: what it put is archived. */
  report: SourceReport | null;
  /** When it was imported, by this machine's clock; null where the report is. */
  importedAt: EpochMs | null;
  /** False = its import was cancelled, failed or was broken off; reading the file again completes it. */
  complete: boolean;
  /** It has no report, and an import runs: most likely its own. */
  beingRead: boolean;
  /** Bytes on disk. */
  size: number;
  /** How it was read; null = from before this was kept. */
  reading: SourceReading | null;
  /** How far the person says that its clock is ahead, ms; null = not said. */
  clockAheadMs: number | null;
}

/** A text that was to be an organisation: either it is one, or why it is none (never empty). */
export type OrganisationReading = { organisation: Organisation } | { faults: FieldFault[] };
export type LicencesReading = { licences: Licence[] } | { errors: Reason[] };

export interface ArchiveWorker extends BasisReader, ReviewDesk, ClockDesk {
  /**
   * Must be called first; `changed` is called (at most ten times a second) whenever the archive changes, in whichever tab, and `reading`
   * while every session is read before anything can be listed (null = that is over).
   */
  open(
    archive: ArchiveName,
    changed: (revision: number) => void,
    reading: (read: RowsRead | null) => void,
  ): Promise<Outcome<null>>;
  rows(filter: SessionFilter, sort: SessionSort, first: number, count: number): Promise<Outcome<RowWindow>>;
  /** The first rows of a search at once, before they are counted: `rows` then gives the same and the count. */
  firstPage(filter: SessionFilter, sort: SessionSort, count: number): Promise<Outcome<FirstPage>>;
  /** Ids alone of the sorted result, thousands at once: for a selection. */
  ids(filter: SessionFilter, sort: SessionSort, first: number, count: number): Promise<Outcome<SessionId[]>>;
  facets(filter: SessionFilter): Promise<Outcome<Facets>>;
  timeline(filter: SessionFilter): Promise<Outcome<Timeline>>;
  crossed(filter: SessionFilter): Promise<Outcome<Crossed>>;
  session(id: SessionId): Promise<Outcome<SessionView | null>>;
  /** The lanes of a session's ladder; its arrows are parts. null = there is no such session. */
  ladder(id: SessionId, part: LadderPart): Promise<Outcome<LadderHead | null>>;
  /** Some of what a session holds, from number `first` on; empty where it is gone. */
  sessionPart<P extends keyof SessionParts>(
    id: SessionId,
    part: P,
    first: number,
    count: number,
  ): Promise<Outcome<SessionParts[P][]>>;
  /** Exact bytes of the source file, one array a place; null where the archive holds no evidence of it. */
  bytes(places: Place[]): Promise<Outcome<(Uint8Array | null)[]>>;
  /** The message at these places as it went over the wire, without what the log put around it; null = it is not found. */
  payload(places: Place[], protocol: SessionProtocol): Promise<Outcome<string | null>>;
  sources(): Promise<Outcome<ArchivedSource[]>>;
  organisation(): Promise<Outcome<Organisation | null>>;
  /** Who may act, whether it locks, and whether its texts are encrypted. */
  guard(): Promise<Outcome<Guard>>;
  /** Reads an organisation's JSON without keeping it: what is wrong is told with its path and its value. */
  readOrganisation(text: string): Promise<Outcome<OrganisationReading>>;
  /** The same for licences as CSV (columns sku, user, purchased, from, to, agreement, amount, currency). */
  readLicences(text: string): Promise<Outcome<LicencesReading>>;
  /** The filtered sessions as NDJSON, in the command line's shape and order. */
  ndjson(filter: SessionFilter): Promise<Outcome<Blob>>;
  vocabulary(): Promise<Outcome<Vocabulary>>;
  /** Formats of the person's own; they stay when the archive is emptied. */
  patterns(): Promise<Outcome<FormatPattern[]>>;
  /** Reads a pattern's JSON without keeping it. */
  readPattern(json: string): Promise<Outcome<PatternReading>>;
  /** What a pattern makes of the beginning of a log; nothing is kept. */
  tryPattern(
    pattern: FormatPattern,
    text: string,
    timeZone: string,
    modified: EpochMs | null,
  ): Promise<Outcome<PatternTrial>>;
  /** Those of the list of sessions that were given a name. */
  views(): Promise<Outcome<SavedView[]>>;
  /** In place of those of the same names. */
  keepViews(views: SavedView[]): Promise<Outcome<null>>;
  forgetView(name: string): Promise<Outcome<null>>;
  /** Keeps a pattern, in place of one of the same id. Asks nothing: give what `readPattern` gave. */
  keepPattern(pattern: FormatPattern): Promise<Outcome<null>>;
  /** What was read with it stays archived. */
  forgetPattern(id: string): Promise<Outcome<null>>;
  /** Empties this archive; what the user told about the organisation stays. Refused with `busy` while an import runs. */
  clear(): Promise<Outcome<null>>;
}

/** Titles of the rules and names of the providers, for filters and legends. */
export interface Vocabulary {
  rules: { id: string; title: string; severity: Severity }[];
  /** `isOwn`: the person gave it that name. */
  providers: { id: ProviderId; name: string; isOwn: boolean }[];
  formats: { id: string; title: string }[];
  /** Names of the text encodings that can be read. */
  encodings: string[];
}
