import type { SessionFragment } from '../model.ts';
import { mergeFragments, spanOf } from './merge.ts';

/** A session assembled from pieces: which of the given ones went into it. */
export interface Assembled {
  fragment: SessionFragment;
  /** Indexes into the list that was given. */
  parts: number[];
}

/**
 * Puts together what belongs together: fragments that share a join key, transitively, and of those that
 * silence ends only the ones that lie within the gap. The result does not depend on the order given.
 */
export function assemble(fragments: readonly SessionFragment[]): Assembled[] {
  return groupsByKey(fragments)
    .flatMap((group) => splitBySilence(group, fragments))
    .map((parts) => {
      const own = parts.map((index) => at(fragments, index));
      const only = own[0];
      return { parts, fragment: own.length === 1 && only !== undefined ? only : mergeFragments(own) };
    });
}

function at(fragments: readonly SessionFragment[], index: number): SessionFragment {
  const fragment = fragments[index];
  if (fragment === undefined) throw new RangeError(`No fragment ${index} of ${fragments.length}`);
  return fragment;
}

function groupsByKey(fragments: readonly SessionFragment[]): number[][] {
  const parent = fragments.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[index] = root;
    return root;
  };
  const owner = new Map<string, number>();
  fragments.forEach((fragment, index) => {
    for (const join of fragment.joins) {
      const known = owner.get(join);
      if (known === undefined) owner.set(join, index);
      else parent[rootOf(index)] = rootOf(known);
    }
  });
  const groups = new Map<number, number[]>();
  fragments.forEach((_, index) => {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}

/** Fragments without any time lie next to each other and to nothing else. */
function splitBySilence(group: number[], fragments: readonly SessionFragment[]): number[][] {
  const gapMs = at(fragments, group[0] ?? 0).gapMs;
  if (gapMs === null || group.length === 1) return [group];
  const spans = group.map((index) => ({ index, span: spanOf(at(fragments, index)) }));
  const undated = spans.filter(({ span }) => span === null).map(({ index }) => index);
  const dated = spans.flatMap(({ index, span }) => (span === null ? [] : [{ index, ...span }]));
  dated.sort((a, b) => a.start - b.start || a.end - b.end);
  const runs: number[][] = undated.length > 0 ? [undated] : [];
  let end = -Infinity;
  let run: number[] = [];
  for (const piece of dated) {
    if (piece.start - end > gapMs) runs.push((run = []));
    run.push(piece.index);
    end = Math.max(end, piece.end);
  }
  return runs;
}
