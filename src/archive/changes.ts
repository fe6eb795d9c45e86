/** What changed in an archive, told to every tab and worker that has it open. */
import type { SessionId } from '../model.ts';

/** One committed change. */
export interface ChangeNotice {
  /** Of the archive after the change; grows by one. */
  revision: number;
  /** Sessions put, moved or removed: read them again. 'all' = everything. */
  sessions: SessionId[] | 'all';
}

export function openNotices(archive: string): BroadcastChannel {
  return new BroadcastChannel(`fedlens:${archive}`);
}

/** While one tab holds it, no other imports, judges or clears: which sessions join depends on what is there. */
export const writeLockOf = (archive: string): string => `fedlens-import:${archive}`;
