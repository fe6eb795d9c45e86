/** Which sessions of what was read an export takes, and the files that they were seen in. */
import { dayOf, type EpochMs, type SessionId, type SourceId } from '../model.ts';
import { UsageError, type ExportSelection } from './arguments.ts';
import type { ReadFiles } from './reading.ts';

export interface Chosen {
  readonly fits: (session: { id: SessionId; start: EpochMs | null }) => boolean;
  /** null = all: in which files other sessions were seen is not told. */
  sources: ReadonlySet<SourceId> | null;
  /** In words. */
  words: string;
}

/**
 * @param breathe is awaited between sessions
 * @throws UsageError when a session that is named is not there
 */
export async function chosenFrom(
  { store, organisation, result }: ReadFiles,
  select: ExportSelection,
  breathe: () => Promise<void>,
): Promise<Chosen> {
  const { sessions, from, to } = select;
  const files = result.files.length;
  const of = `of ${files} ${files === 1 ? 'file' : 'files'}`;
  if (sessions === null && from === null && to === null) {
    return { fits: () => true, sources: null, words: `all sessions ${of}` };
  }
  const zone = organisation?.timeZone ?? 'UTC';
  const missing = new Set(sessions);
  const fits: Chosen['fits'] = ({ id, start }) => {
    missing.delete(id);
    if (sessions?.has(id) === false) return false;
    if (from === null && to === null) return true;
    const day = start === null ? null : dayOf(start, zone);
    return day !== null && (from === null || day >= from) && (to === null || day <= to);
  };
  const sources = new Set<SourceId>();
  for (const { fragment } of store.sorted(() => 0, fits)) {
    for (const { sightings } of fragment.messages) {
      for (const { places } of sightings) for (const { source } of places) sources.add(source);
    }
    await breathe();
  }
  for (const id of missing) throw new UsageError(`There is no session ${id} in these files.`);
  return { fits, sources, words: `sessions ${of}` + wordsOf(select, zone) };
}

function wordsOf({ sessions, from, to }: ExportSelection, zone: string): string {
  const named = sessions === null ? '' : `: ${[...sessions].join(', ')}`;
  if (from === null && to === null) return named;
  return `${named}, begun${from === null ? '' : ` from ${from}`}${to === null ? '' : ` to ${to}`} (${zone})`;
}
