/** A line of the journal, without any storage. */
import { digestOf } from './canonical.ts';
import type { JournalDraft, JournalRecord } from './tables.ts';

export const newDraft = (): JournalDraft => ({
  packs: [],
  gone: [],
  deleted: [],
  judged: [],
  evidence: [],
  dropped: [],
  sources: [],
  cleared: false,
});

export const journalHash = (line: Omit<JournalRecord, 'hash'>, previous: string): string =>
  digestOf({ ...line, previous });
