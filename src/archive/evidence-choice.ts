/** Keeps of the evidence only what proves certain sessions: where not everybody is archived, or only what is flagged. */
import type { SourceId } from '../model.ts';
import { blankBytes, markErased, placesOf } from './blanking.ts';
import type { Change } from './compaction.ts';
import type { Database } from './database.ts';
import { Intervals } from './intervals.ts';
import type { PackReader } from './pack-reader.ts';
import type { JudgedLine } from './tables.ts';

/** Sessions unpacked at once. */
const BATCH = 500;

/** A violation or a warning. */
export const isFlagged = ({ flags }: Pick<JudgedLine, 'flags'>): boolean =>
  flags.some(({ severity }) => severity === 'violation' || severity === 'warning');

export async function keepEvidenceOf(
  db: Database,
  packs: PackReader,
  change: Change,
  sources: readonly SourceId[],
  isKept: (line: JudgedLine) => boolean,
): Promise<void> {
  for (const source of sources) {
    const [first] = await db.blocks.filter((head) => head.source === source).primaryKeys();
    if (first === undefined) continue;
    await markErased(db, change, source);
    const kept = new Intervals();
    const rows = await db.sessions.filter((row) => row.sources.includes(source)).toArray();
    for (let from = 0; from < rows.length; from += BATCH) {
      for (const { fragment, line } of await packs.sessions(rows.slice(from, from + BATCH))) {
        if (!isKept(line)) continue;
        for (const place of placesOf(fragment)) if (place.source === source) kept.add(place.offset, place.length);
      }
    }
    const whole = new Intervals();
    whole.add(0, Number.MAX_SAFE_INTEGER);
    await blankBytes(db, change, source, whole.without(kept), () => undefined);
  }
}
