/** What the page asks about that by which sessions are judged: reading it, trying it, putting it in force. */
import type {
  BasisHead,
  BasisState,
  BasisVersion,
  CatalogueEdits,
  CatalogueView,
  CertificatesReading,
  ChangeFilter,
  ChangeWindow,
  CoverageFilter,
  ExportsReading,
  JudgingBasis,
  JudgingPreview,
  JudgingProgress,
  JudgingResult,
  LicenceCoverage,
  Organisation,
  Outcome,
  OwnRuleReading,
  PicUslCredit,
  ProviderEntryReading,
  RuleField,
  RuleLine,
  RuleSettings,
} from '../../src/model.ts';
import type { ArchiveName } from './archive-name.ts';
import type { KeyHolder } from './reviewers.ts';

/** Part of the archive's worker. Nothing here changes the archive. */
export interface BasisReader {
  basis(): Promise<Outcome<BasisState>>;
  /** Newest first, a screenful at a time. */
  basisHeads(first: number, count: number): Promise<Outcome<{ total: number; heads: BasisHead[] }>>;
  /** null = there is no such version. */
  basisVersion(number: number): Promise<Outcome<BasisVersion | null>>;

  /** The catalogue as it is with these edits: of a draft, or of the version in force. */
  catalogueWith(edits: CatalogueEdits | null): Promise<Outcome<CatalogueView>>;
  /** Reads an entry's JSON without keeping it. A fact that names no source is taken as the person's own word (`own`). */
  readProviderEntry(json: string): Promise<Outcome<ProviderEntryReading>>;
  /** Built-in rules in their order, then the person's own. */
  rulesWith(settings: RuleSettings | null): Promise<Outcome<RuleLine[]>>;
  /** What a condition of an own rule can ask for. */
  ruleFields(): Promise<Outcome<RuleField[]>>;
  /** Reads a rule's JSON without keeping it. To try it on the archive, preview a basis that holds it. */
  readOwnRule(json: string): Promise<Outcome<OwnRuleReading>>;

  /**
   * Reads what cmdlets print into files (JSON or CSV, any encoding that PowerShell writes) and puts it in place of what the
   * organisation told of these parts; what the files do not tell of a part (the day of an activation) stays. Nothing is kept.
   * @param sites by pool (lower case), its site: asked for where access policies of sites are among the files
   */
  readExports(
    files: File[],
    organisation: Organisation | null,
    sites: Record<string, string>,
  ): Promise<Outcome<ExportsReading>>;
  /** Certificates of one file, PEM (a chain too) or DER; the first is the server's own. */
  readCertificates(file: File): Promise<Outcome<CertificatesReading>>;

  /** Of a draft or of the organisation in force: it is only calculated with. */
  picUslCredit(organisation: Organisation): Promise<Outcome<PicUslCredit>>;
  /** The same as CSV, safe to open in a spreadsheet. */
  picUslCreditCsv(organisation: Organisation): Promise<Outcome<Blob>>;
  /** Of the organisation and the catalogue in force: what is archived, held against the register. */
  coverage(filter: CoverageFilter, first: number, count: number): Promise<Outcome<LicenceCoverage>>;
}

/** Door 5: judging again, in a thread of its own. One basis each: a preview lives as long as its thread. */
export interface JudgingWorker extends KeyHolder {
  /** Judges every archived session by the basis and keeps nothing but what would change. `aborted` when cancelled. */
  preview(
    archive: ArchiveName,
    basis: JudgingBasis,
    report: (progress: JudgingProgress) => void,
  ): Promise<Outcome<JudgingPreview>>;
  /** A screenful of what the preview found. */
  changes(filter: ChangeFilter, first: number, count: number): Promise<Outcome<ChangeWindow>>;
  /**
   * Keeps the basis as a new version, puts it in force and judges every session by it. Imports and other judgings wait.
   * Cancelled (`aborted`) or broken off, the version stays in force and the rest unfinished: see `BasisState`.
   * @param note the person's words for the list of versions
   * @param restores number of the version whose content it is; null = it is new
   */
  apply(
    archive: ArchiveName,
    basis: JudgingBasis,
    note: string,
    restores: number | null,
    report: (progress: JudgingProgress) => void,
  ): Promise<Outcome<JudgingResult>>;
  /** Goes on with what is unfinished, from where it stopped; with nothing unfinished it does nothing. */
  resume(archive: ArchiveName, report: (progress: JudgingProgress) => void): Promise<Outcome<JudgingResult>>;
  /** What runs ends within 100 ms with `aborted`. */
  cancel(): Promise<void>;
}
