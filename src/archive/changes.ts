/**
 * What changed in an archive, told to every tab and worker that has it open. Each change leaves a record, so that whoever was not
 * there when it was told, or whose columns are from before, takes up that and nothing else.
 */
import type { SessionId } from '../model.ts';
import type { Database } from './database.ts';
import { ID_BYTES, idAt, putId } from './packed-ids.ts';
import { readCounters } from './slots.ts';
import type { ChangeRecord } from './tables.ts';

/** Sessions put, moved or removed. 'all' = everything. */
export type ChangedSessions = readonly SessionId[] | 'all';

/** A change was committed. */
export interface ChangeNotice {
  /** Of the archive after the change; grows by one. */
  revision: number;
}

export function openNotices(archive: string): BroadcastChannel {
  return new BroadcastChannel(`fedlens:${archive}`);
}

/** While one tab holds it, no other imports, judges or clears: which sessions join depends on what is there. */
export const writeLockOf = (archive: string): string => `fedlens-import:${archive}`;

export function changeRecordOf(revision: number, sessions: ChangedSessions, judged: number[]): ChangeRecord {
  if (judged.length > 0) return { ...changeRecordOf(revision, sessions, []), judged };
  if (sessions === 'all') return { revision, sessions: null };
  const packed = new Uint8Array(sessions.length * ID_BYTES);
  sessions.forEach((id, index) => putId(id, packed, index * ID_BYTES));
  return { revision, sessions: packed };
}

export function* idsIn(packed: Uint8Array): Iterable<SessionId> {
  for (let at = 0; at < packed.length; at += ID_BYTES) yield idAt(packed, at);
}

/** What has changed since a revision. @returns the revision now; `records` null = it is not known: read everything anew */
export function changesSince(
  db: Database,
  revision: number,
): Promise<{ revision: number; records: ChangeRecord[] | null }> {
  return db.transaction('r', db.meta, db.changes, async () => {
    const { revision: now } = await readCounters(db);
    const records = await db.changes.where(':id').above(revision).toArray();
    const isWhole = records.length === now - revision && records.every(({ sessions }) => sessions !== null);
    return { revision: now, records: isWhole ? records : null };
  });
}
