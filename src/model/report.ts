/** What one source file holds and what became of its bytes. */
import type { SourceReading } from './readings.ts';
import type { SeenCertificate } from './certificates.ts';
import type { Reason } from './reasons.ts';
import type { Place, SourceId } from './records.ts';

/** What one source file holds and what became of its bytes. */
export interface SourceReport {
  name: string;
  /** Of the file as it lies on disk, lower-case hex. */
  sha256: string;
  /** After gunzip. */
  bytes: number;
  /** Id of the format; null = unreadable, and `issues` says why. */
  format: string | null;
  encoding: string;
  explainedBytes: number;
  skippedBytes: number;
  records: number;
  sipRequests: number;
  sipResponses: number;
  methods: Record<string, number>;
  statuses: Record<string, number>;
  callIds: number;
  xmppMessages: number;
  xmppPresence: number;
  xmppIq: number;
  /** Handed over in handshakes. */
  certificates: number;
  /** Those, each once for every end that handed it over; absent = none. */
  seenCertificates?: SeenCertificate[];
  issues: Record<string, IssueTally>;
  /** Set when the same bytes were read before: index of that file in the report. */
  duplicateOf?: number;
}

/** Who must act: `info` nobody, `loss` something of the file is not in the archive, `error` the file could not be read. */
export type IssueSeverity = 'info' | 'loss' | 'error';

export interface IssueTally {
  severity: IssueSeverity;
  count: number;
  /** The first hundred. */
  places: Place[];
}

// --- A running import ----

export type FileState = 'waiting' | 'reading' | 'done' | 'unreadable' | 'duplicate' | 'cancelled';

/** A snapshot, not a delta. */
export interface FileProgress {
  name: string;
  /** Bytes on disk. */
  size: number;
  state: FileState;
  format: string | null;
  formatTitle: string | null;
  encoding: string | null;
  /** Bytes on disk read so far. */
  read: number;
  explainedBytes: number;
  skippedBytes: number;
  messages: number;
  /** Sessions put while it was read; a merged one counts once. Absent until its first bytes are read. */
  sessions?: number;
  issues: Record<string, IssueTally>;
  /** Those that its handshakes show; absent until its first bytes are read. */
  certificates?: SeenCertificate[];
  /** Number of the file in the archive; absent until it is opened. Of a copy: that of the file it repeats. */
  source?: SourceId;
  /** Absent until its first bytes are read. */
  reading?: SourceReading;
  /** Why it could not be read, or of which file it is a copy; in words. */
  note: string | null;
}

/** A file of which nothing is read yet. */
export function waitingFile({ name, size }: { name: string; size: number }): FileProgress {
  return {
    name,
    size,
    state: 'waiting',
    format: null,
    formatTitle: null,
    encoding: null,
    read: 0,
    explainedBytes: 0,
    skippedBytes: 0,
    messages: 0,
    issues: {},
    note: null,
  };
}

/** State of one import: a snapshot. */
export interface ImportProgress {
  files: FileProgress[];
  /** Sessions put into the archive so far by this import (a merged one counts once). */
  sessions: number;
  flags: number;
  /** Sessions that were read and are not archived, as the organisation archives only named users. */
  outOfScope?: number;
  /** Of this import so far, on disk. */
  bytesPerSecond: number;
}

/** `busy` = not now, an import is running. `refused` = what was given is not valid, or may not be done. `locked` = a reviewer has to unlock the archive. The message is English; `reason` is what it says, for the page's own language: absent where only the browser knows. Never rejects: Comlink keeps only an error's name, message and stack. */
export type Outcome<T> =
  | { ok: true; value: T }
  | { ok: false; code: 'aborted' | 'quota' | 'busy' | 'refused' | 'locked' | 'bug'; message: string; reason?: Reason };
