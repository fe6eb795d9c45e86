/** What every form of export is made of. A form is one file and one line in `EXPORTS`. */
import type { EpochMs, JudgedSession, Organisation, SourceId, SourceReport } from '../model.ts';
import type { Statement } from './statement.ts';

export type ExportFormId = 'rsmf' | 'eml' | 'actiance' | 'dat' | 'csv' | 'ndjson' | 'html' | 'pcap' | 'bagit';

export interface ExportForm {
  /** kebab-case, equals the file name. */
  id: ExportFormId;
  title: string;
  /** `file`: the writer opens exactly one file; `folder`: any number. */
  shape: 'file' | 'folder';
  /** Of a single file: its name where nobody names another. */
  fileName: string | null;
  mediaType: string;
  open(context: ExportContext, folder: ExportFolder): ExportWriter;
}

/** Where an export's files go; the door behind it writes, hashes or packs them. Synchronous: the door catches up between two sessions. */
export interface ExportFolder {
  /**
   * Begins a file; no path is opened twice.
   * @param path relative, parts divided by `/`, each of letters that every file system takes (`safeName`)
   * @param modified last change that the file should bear; null = now
   */
  open(path: string, modified?: EpochMs | null): ExportFile;
}

export interface ExportFile {
  /** `bytes` are valid until write returns. */
  write(bytes: Uint8Array): void;
  end(): void;
}

/** Takes sessions in the order of (start, id). */
export interface ExportWriter {
  session(judged: JudgedSession): void;
  /** After the last session: the bytes of sources that are needed. Absent = none. They come one after the other. */
  wishes?(): readonly EvidenceWish[];
  evidence?: EvidenceWriter;
  end(): void;
}

export interface EvidenceWish {
  source: SourceId;
  /** As the file lay on the disk; after gunzip, as places count; or only `ranges` of that. */
  as: 'disk' | 'unpacked' | 'ranges';
  /** In file order, none overlapping the next: each comes as one `write`, an empty one where it is not at hand. */
  ranges?: readonly Range[];
}

/** Where something begins in a source, after gunzip, and how many bytes it has. */
export interface Range {
  offset: number;
  length: number;
}

/** What of the sources goes along in a bag: nothing, the records of its sessions, or the files whole. */
export type EvidenceChoice = 'none' | 'records' | 'files';

/** Takes the bytes of one wish after the other. */
export interface EvidenceWriter {
  /** @param unpacked these are the bytes after gunzip, though those on the disk were wished for */
  begin(wish: EvidenceWish, unpacked: boolean): void;
  /** In file order, from the first byte on. Valid until write returns. */
  write(bytes: Uint8Array): void;
  /** @param whole nothing of it was missing */
  end(whole: boolean): void;
}

export interface ExportSource {
  id: SourceId;
  report: SourceReport;
  /** Last change of the file; null = not known. */
  modified: EpochMs | null;
  /** Bytes of it were purged: where others stand around them they are zeros. */
  purged: boolean;
}

export interface Hash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; called once, at the end. */
  hex(): string;
}
export type HashAlgorithm = 'sha256' | 'sha512';

/** A document that goes along in a bag. */
export interface ExportDocument {
  /** File name, like `organisation.json`. */
  name: string;
  /** What it is, for the README. */
  says: string;
  /** JSON, unless it is sealed. */
  text: string;
  /** It is worth nothing when a letter of it is changed: where anything is redacted, it is left out. */
  sealed?: true;
}

export interface ExportContext {
  /** Name and version of the program. */
  program: string;
  /** When the export was begun, by the clock of the machine: a stage has none. */
  made: EpochMs;
  /** What was asked for, in words. */
  selection: string;
  /** Sessions of the archive, selected or not; null = not known. */
  held: number | null;
  organisation: Organisation | null;
  sources: readonly ExportSource[];
  /** Organisation, catalogue, extract of the ledger: what there is. */
  documents: readonly ExportDocument[];
  /** False: texts are counted and left out. */
  content: boolean;
  /** True: parties or words were redacted; then no bytes of the sources go out. */
  redacted: boolean;
  /** Of bags. */
  evidence: EvidenceChoice;
  /** EML: one mail a session, or one a text. */
  mailPer: 'conversation' | 'message';
  /** Forms inside a bag; other forms do not ask. */
  inside: readonly ExportForm[];
  statement: Statement;
  /** Seconds since the export was begun. */
  seconds(): number;
  newHash(algorithm: HashAlgorithm): Hash;
}
