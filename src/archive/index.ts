/** IndexedDB through Dexie: sessions, packed transcripts and texts, evidence, sources, organisation. */
export { checkBackup } from './backup-check.ts';
export { cutLines, NoBackup, readLines } from './backup-lines.ts';
export { writeLockOf } from './changes.ts';
export { ArchiveCustody } from './custody.ts';
export { knownSourceOf, type SourceRecord } from './database.ts';
export { HALF_RESTORE } from './jobs.ts';
export { ledgerTables, type Append } from './ledger.ts';
export { isQuotaExceeded } from './quota.ts';
export { decryptedStream, encryptedStream, isEncrypted } from './encrypted-stream.ts';
export { Locked, Refusal } from './refusals.ts';
export type { HeldKey } from './archive-key.ts';
export type { Credentials, Login } from './reviewer-store.ts';
export { ArchiveReader, type ReadSession } from './reader.ts';
export { bytesOf, sliceDesk } from './slices.ts';
export { DexieStore } from './store.ts';
export { Superseded } from './text-search.ts';
export type { SessionTimeline } from './timeline.ts';
export { WriteBehind } from './write-behind.ts';
