/** Which files of a backup an archive has already, and numbers for the others. */
import type { JobFile, SourceId } from '../model.ts';
import type { SourceRecord } from './tables.ts';

export interface MergedSources {
  /** Number here, by number in the backup. */
  numbers: ReadonlyMap<SourceId, SourceId>;
  /** Records that are new here, with the numbers they get. */
  added: SourceRecord[];
  /** Records as they are to be when all is in: new ones, and those that were unfinished here. */
  sealed: SourceRecord[];
}

/**
 * The same file: one of the same SHA-256; where either was not read whole, one of the same name, size and time of change, as an import
 * takes it to be.
 */
export function mergedSources(own: readonly SourceRecord[], theirs: readonly SourceRecord[]): MergedSources {
  const numbers = new Map<SourceId, SourceId>();
  const added: SourceRecord[] = [];
  const sealed: SourceRecord[] = [];
  const taken = new Set<SourceId>();
  let next = Math.max(-1, ...own.map(({ id }) => id)) + 1;
  for (const source of theirs) {
    const known = own.find((record) => !taken.has(record.id) && isSame(record, source));
    const id = known?.id ?? (next++ as SourceId);
    taken.add(id);
    numbers.set(source.id, id);
    const record = { ...source, id };
    if (known === undefined) added.push(record);
    if (source.report !== null && (known === undefined || (!known.complete && isFurther(source, known))))
      sealed.push(record);
  }
  return { numbers, added, sealed };
}

export const jobFileOf = ({ id, name, size, modified }: SourceRecord): JobFile => ({
  name,
  size,
  modified,
  source: id,
});

function isSame(a: SourceRecord, b: SourceRecord): boolean {
  if (a.complete && b.complete) return a.report?.sha256 === b.report?.sha256;
  return a.name === b.name && a.size === b.size && a.modified === b.modified;
}

function isFurther(source: SourceRecord, than: SourceRecord): boolean {
  return source.complete || than.report === null || (source.report?.bytes ?? 0) > than.report.bytes;
}
