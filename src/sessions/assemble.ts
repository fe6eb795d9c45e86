import type { EpochMs, SessionFragment } from '../model.ts';
import { holdsByTime, isLegKey } from '../model/join-keys.ts';
import { isStanza, matchLegs } from './legs.ts';
import { mergeFragments, momentOf, spanOf } from './merge.ts';
import { threadsOf } from './threads.ts';

/** A session assembled from pieces: which of the given ones went into it. */
export interface Assembled {
  fragment: SessionFragment;
  /** Indexes into the list that was given. A piece that holds several threads goes into several. */
  parts: number[];
}

/**
 * Puts together what belongs together, transitively: fragments that share a key that holds always, those that share one
 * that silence ends and lie within the gap, and both legs of what passes a gateway. The result does not depend on the
 * order given.
 */
export function assemble(fragments: readonly SessionFragment[]): Assembled[] {
  const groups = new Groups(fragments.length);
  const byTime = joinByKeys(fragments, groups);
  for (const parts of byTime.values()) if (parts.length > 1) joinNear(fragments, parts, groups);
  if (byTime.size > 0) matchLegs(fragments, (a, b) => groups.join(a, b));
  return groups.all().flatMap((parts) => {
    const own = parts.map((index) => at(fragments, index));
    const only = own[0];
    const whole = own.length === 1 && only !== undefined ? only : mergeFragments(own);
    return threadsOf(whole).map((fragment) => ({ parts, fragment }));
  });
}

function at(fragments: readonly SessionFragment[], index: number): SessionFragment {
  const fragment = fragments[index];
  if (fragment === undefined) throw new RangeError(`No fragment ${index} of ${fragments.length}`);
  return fragment;
}

/** Sets that grow together (union-find). */
class Groups {
  readonly #parent: number[];

  constructor(count: number) {
    this.#parent = Array.from({ length: count }, (_, index) => index);
  }

  join(a: number, b: number): void {
    this.#parent[this.#rootOf(a)] = this.#rootOf(b);
  }

  all(): number[][] {
    const groups = new Map<number, number[]>();
    this.#parent.forEach((_, index) => {
      const root = this.#rootOf(index);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [index]);
      else group.push(index);
    });
    return [...groups.values()];
  }

  #rootOf(index: number): number {
    const parent = this.#parent;
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    while (parent[index] !== root) {
      const next = parent[index] ?? root;
      parent[index] = root;
      index = next;
    }
    return root;
  }
}

/** Joins by the keys that hold always. @returns who has which of the others */
function joinByKeys(fragments: readonly SessionFragment[], groups: Groups): Map<string, number[]> {
  const owner = new Map<string, number>();
  const byTime = new Map<string, number[]>();
  fragments.forEach((fragment, index) => {
    for (const join of fragment.joins) {
      if (fragment.gapMs !== null && holdsByTime(join)) {
        if (isLegKey(join)) continue;
        const known = byTime.get(join);
        if (known === undefined) byTime.set(join, [index]);
        else known.push(index);
      } else if (!isLegKey(join)) {
        const known = owner.get(join);
        if (known === undefined) owner.set(join, index);
        else groups.join(index, known);
      }
    }
  });
  return byTime;
}

interface Run {
  index: number;
  start: EpochMs;
  end: EpochMs;
}

/** Of fragments with one key those that lie within the gap; those without any time lie next to each other and to nothing else. */
function joinNear(fragments: readonly SessionFragment[], parts: readonly number[], groups: Groups): void {
  const runs: Run[] = [];
  let undated = -1;
  for (const index of parts) {
    const own = runsOf(at(fragments, index), index);
    runs.push(...own);
    if (own.length > 0) continue;
    if (undated !== -1) groups.join(index, undated);
    undated = index;
  }
  runs.sort((a, b) => a.start - b.start || a.end - b.end);
  // The organisation may have chosen another since.
  const gapMs = Math.max(...parts.map((index) => at(fragments, index).gapMs ?? 0));
  let last: Run | undefined;
  for (const run of runs) {
    if (last !== undefined && run.start - last.end <= gapMs) groups.join(run.index, last.index);
    if (last === undefined || run.end > last.end) last = run;
  }
}

/** The times that a fragment's stanzas fill. One that has a leg of SIP may hold several talks with silence between them. */
function runsOf(fragment: SessionFragment, index: number): Run[] {
  if (fragment.protocol === 'xmpp') {
    const span = spanOf(fragment);
    return span === null ? [] : [{ index, ...span }];
  }
  const times = fragment.messages.flatMap((message) => (isStanza(message) ? (momentOf(message) ?? []) : []));
  const runs: Run[] = [];
  for (const time of times.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && time - last.end <= (fragment.gapMs ?? 0)) last.end = time;
    else runs.push({ index, start: time, end: time });
  }
  return runs;
}
