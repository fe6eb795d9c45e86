/** The clocks behind the logs: measured over the archive, and corrected by the person. */
import type { ArchiveReader } from '../src/archive/index.ts';
import { reason, type SourceId } from '../src/model.ts';
import { estimateSkew, rankOf, skewSamples, summarise } from '../src/pipeline.ts';
import { knownSourceOf, Refusal } from '../src/archive/index.ts';
import type { ArchiveName, ClockDesk, SourceClock } from './api.ts';
import { outcomeOf } from './outcomes.ts';
import { changed } from './store-change.ts';

/** Sessions of each set of sources: a median needs no more. */
const SESSIONS = 200;
/** How long the measuring may take, ms: what is read by then counts. */
const PATIENCE_MS = 2_000;
/** No clock of a log is further off, ms. */
const FURTHEST_MS = 10 * 366 * 86_400_000;

type Opened = () => Promise<{ name: ArchiveName; reader: ArchiveReader }>;

export function clockDeskOf(opened: Opened): ClockDesk {
  return {
    clocks: () => outcomeOf(async () => clocksOf((await opened()).reader)),
    setClock: (source, aheadMs) =>
      outcomeOf(async () => {
        if (aheadMs !== null && !(Number.isInteger(aheadMs) && Math.abs(aheadMs) <= FURTHEST_MS)) {
          throw new Refusal(reason('clock-correction'));
        }
        return changed((await opened()).name, (store) => store.setClock(source, aheadMs));
      }),
  };
}

async function clocksOf(reader: ArchiveReader): Promise<SourceClock[]> {
  const sources = await reader.sources();
  const rank = rankOf(sources.map(knownSourceOf));
  const until = performance.now() + PATIENCE_MS;
  const samples = [];
  const read = new Map<SourceId, number>();
  let isLate = false;
  for await (const sessions of reader.shared(SESSIONS)) {
    for (const { fragment, row } of sessions) {
      samples.push(...skewSamples(summarise(fragment, rank).messages));
      for (const source of row.sources) read.set(source, (read.get(source) ?? 0) + 1);
    }
    isLate = performance.now() > until;
    if (isLate) break;
  }
  const estimated = new Map(estimateSkew(samples).map((skew) => [skew.source, skew]));
  return sources.map(({ id }) => {
    const sampled = isLate || (read.get(id) ?? 0) >= SESSIONS;
    return { source: id, estimated: estimated.get(id) ?? null, sampled };
  });
}
