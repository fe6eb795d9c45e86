import type { KnownSource, SourceId } from '../model.ts';
import type { SourceRank } from '../sessions/index.ts';

type Ranked = Pick<KnownSource, 'id' | 'firstTime' | 'name' | 'sha256'>;

/**
 * Orders sources by (first time stamp, name, SHA-256): the same for every order in which they are read. What
 * has no stamp stands first, as its messages do.
 */
export function rankOf(sources: readonly Ranked[]): SourceRank {
  const ordered = [...sources].sort(
    (a, b) =>
      compare(a.firstTime ?? -Infinity, b.firstTime ?? -Infinity) ||
      compare(a.name, b.name) ||
      compare(a.sha256 ?? '', b.sha256 ?? '') ||
      a.id - b.id,
  );
  const ranks = new Map<SourceId, number>(ordered.map(({ id }, index) => [id, index]));
  // Asked of every sighting, and mostly of one source after the other.
  let last: SourceId | null = null;
  let rank = 0;
  return (source) => {
    if (source !== last) {
      last = source;
      rank = ranks.get(source) ?? ordered.length;
    }
    return rank;
  };
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
