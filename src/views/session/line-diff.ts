/** Two texts line by line: which lines both have, and what differs in those that stand for each other. */

/** A line of each side that stand beside each other; null = the other side has no line there. Indices from 0. */
export interface LinePair {
  left: number | null;
  right: number | null;
  isSame: boolean;
}

/** Cells of the table of common lines: 2,000 lines against 2,000, some 10 ms and 16 MB. Longer middles are not aligned. */
const MOST_CELLS = 4_000_000;

/** Longest common subsequence; lines between common ones are paired by their header names, then in order. */
export function pairLines(left: readonly string[], right: readonly string[]): LinePair[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail++;
  const pairs: LinePair[] = [];
  for (let at = 0; at < head; at++) pairs.push({ left: at, right: at, isSame: true });
  pairs.push(...middle(left, right, head, tail));
  for (let at = tail; at > 0; at--) pairs.push({ left: left.length - at, right: right.length - at, isSame: true });
  return pairs;
}

function middle(left: readonly string[], right: readonly string[], head: number, tail: number): LinePair[] {
  const [rows, columns] = [left.length - head - tail, right.length - head - tail];
  const common = rows * columns > MOST_CELLS ? [] : commonLines(left, right, head, rows, columns);
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  for (const [row, column] of [...common, [rows, columns] as const]) {
    pairs.push(...differing(left, right, [head + i, head + row], [head + j, head + column]));
    if (row < rows && column < columns) pairs.push({ left: head + row, right: head + column, isSame: true });
    [i, j] = [row + 1, column + 1];
  }
  return pairs;
}

/** Pairs of lines that are equal, in order. */
function commonLines(
  left: readonly string[],
  right: readonly string[],
  head: number,
  rows: number,
  columns: number,
): [number, number][] {
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[head + i] === right[head + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const common: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    if (left[head + i] === right[head + j]) common.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return common;
}

type Stretch = readonly [from: number, to: number];

/** Lines of one name stand for each other (`Via:` beside `Via:`); what has no counterpart stands alone. */
function differing(
  left: readonly string[],
  right: readonly string[],
  [from, to]: Stretch,
  [other, end]: Stretch,
): LinePair[] {
  const pairs: LinePair[] = [];
  let j = other;
  for (let i = from; i < to; i++) {
    const name = nameOf(left[i] ?? '');
    let k = j;
    while (k < end && nameOf(right[k] ?? '') !== name) k++;
    if (k === end) {
      pairs.push({ left: i, right: null, isSame: false });
      continue;
    }
    for (; j < k; j++) pairs.push({ left: null, right: j, isSame: false });
    pairs.push({ left: i, right: j++, isSame: false });
  }
  for (; j < end; j++) pairs.push({ left: null, right: j, isSame: false });
  return pairs;
}

/** Name of a header or of an XML element; '' = neither. */
const nameOf = (line: string): string =>
  (/^[A-Za-z][\w-]*(?=\s*:)|^\s*<\/?[\w:.-]+/.exec(line)?.[0] ?? '').trim().toLowerCase();

/** Where two lines differ: UTF-16 units from the beginning, and from the end, that they share. */
export function sharedEnds(left: string, right: string): { before: number; after: number } {
  const most = Math.min(left.length, right.length);
  let before = 0;
  while (before < most && left[before] === right[before]) before++;
  let after = 0;
  while (after < most - before && left[left.length - 1 - after] === right[right.length - 1 - after]) after++;
  return { before, after };
}
