/** The journal: what each change did to packs, evidence and sources, in a chain of its own that the ledger vouches for. */
import type { Database, JournalDraft } from './database.ts';
import { journalHash } from './journal-line.ts';
import { readCounters } from './slots.ts';

const isEmpty = ({ cleared, ...lists }: JournalDraft): boolean =>
  !cleared && Object.values(lists).every((list) => list.length === 0);

/** Within a transaction on `journal` and `meta`. A change of none of these leaves no line. */
export async function journalled(db: Database, draft: JournalDraft, job: number | null): Promise<void> {
  if (isEmpty(draft)) return;
  const counters = await readCounters(db);
  const { count, head } = counters.journal;
  const line = { n: count + 1, job, ...draft };
  const hash = journalHash(line, head);
  await db.journal.add({ ...line, hash });
  await db.meta.put({ key: 'counters', value: { ...counters, journal: { count: line.n, head: hash } } });
}
