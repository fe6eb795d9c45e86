/** The session's place in the filtered list it was opened from, and those beside it. */
import type { ArchiveWorker, SessionFilter, SessionSort } from '../../../workers/api.ts';
import type { Outcome, SessionId } from '../../model.ts';

export interface Neighbours {
  previous: SessionId | null;
  next: SessionId | null;
  /** From 0. */
  position: number;
  matching: number;
}

interface Asked {
  id: SessionId;
  /** Where the list had it; null = not opened from a list. */
  at: number | null;
  filter: SessionFilter;
  sort: SessionSort;
}

/** How far the session may have moved in the list since it was opened: an import may have put others before it. */
const REACH = 50;

/** `aborted` where the session is no longer near its place: then there is nothing to show. */
export async function neighboursOf(
  worker: ArchiveWorker,
  { id, at, filter, sort }: Asked,
): Promise<Outcome<Neighbours>> {
  const none: Outcome<never> = { ok: false, code: 'aborted', message: 'Not opened from a list.' };
  if (at === null || !Number.isSafeInteger(at) || at < 0) return none;
  const outcome = await worker.rows(filter, sort, Math.max(0, at - REACH), 2 * REACH + 1);
  if (!outcome.ok) return outcome;
  const { rows, first, matching } = outcome.value;
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) return none;
  return {
    ok: true,
    value: {
      previous: rows[index - 1]?.id ?? null,
      next: rows[index + 1]?.id ?? null,
      position: first + index,
      matching,
    },
  };
}
