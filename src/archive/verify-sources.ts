import { reason, verifyFault, type Reason, type SourceId, type VerifyFault } from '../model.ts';
import { digestOf } from './canonical.ts';
import type { Database } from './database.ts';

/** A step for each source that must be there. @param expected digests of the records */
export async function* sourceFaults(
  db: Database,
  expected: ReadonlyMap<SourceId, string>,
): AsyncIterable<VerifyFault | null> {
  const fault = (id: SourceId, why: Reason): VerifyFault => verifyFault('sources', `source:${id}`, why);
  const records = await db.sources.orderBy(':id').toArray();
  const there = new Map(records.map((record) => [record.id, record]));
  for (const [id, digest] of expected) {
    const record = there.get(id);
    if (record === undefined) yield fault(id, reason('source-missing', { source: id }));
    else if (digestOf(record) !== digest) yield fault(id, reason('source-changed', { source: id, name: record.name }));
    else yield null;
  }
  // One that was only opened has no report yet, and the journal does not know it: it is of a job that was broken off.
  const mayBeOpen = (await db.jobs.filter(({ state }) => state !== 'sealed').count()) > 0;
  const stray = records.find(({ id, report }) => !expected.has(id) && (report !== null || !mayBeOpen));
  if (stray !== undefined) yield fault(stray.id, reason('source-stray', { source: stray.id, name: stray.name }));
}
