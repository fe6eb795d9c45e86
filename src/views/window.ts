/**
 * Which rows of a long list stand in the window. Browsers cap the height of an element (Firefox at about
 * 17.8 million px), so a longer list scrolls over a shorter area and the position is mapped.
 */

/** px; below every browser's cap. */
export const MAX_SCROLL_HEIGHT = 15_000_000;

export interface ListShape {
  rows: number;
  /** px */
  rowHeight: number;
  /** Height of the part that is seen, px. */
  viewport: number;
}

/** Height of the area that the browser scrolls, px. */
export const scrollHeightOf = ({ rows, rowHeight }: ListShape): number => Math.min(rows * rowHeight, MAX_SCROLL_HEIGHT);

const furthest = (height: number, viewport: number): number => Math.max(0, height - viewport);

/** px of the whole list that lie above the window when the scroll bar stands at `scrollTop`. */
export function listTopAt(scrollTop: number, shape: ListShape): number {
  const scrollable = furthest(scrollHeightOf(shape), shape.viewport);
  const list = furthest(shape.rows * shape.rowHeight, shape.viewport);
  return scrollable === 0 ? 0 : (Math.min(scrollTop, scrollable) / scrollable) * list;
}

/** Where the scroll bar stands for a place in the list: the inverse. */
export function scrollTopAt(listTop: number, shape: ListShape): number {
  const scrollable = furthest(scrollHeightOf(shape), shape.viewport);
  const list = furthest(shape.rows * shape.rowHeight, shape.viewport);
  return list === 0 ? 0 : (Math.min(listTop, list) / list) * scrollable;
}

/**
 * The next place in the list after the browser scrolled. A small step (wheel, finger, arrow) moves the list by the
 * same distance even where the area is shortened; a long one (the thumb of the bar, Home, End) goes where the bar stands.
 */
export function listTopAfter(listTop: number, scrolledFrom: number, scrollTop: number, shape: ListShape): number {
  const mapped = listTopAt(scrollTop, shape);
  const step = scrollTop - scrolledFrom;
  const atAnEnd = scrollTop <= 0 || scrollTop >= furthest(scrollHeightOf(shape), shape.viewport) - 1;
  if (atAnEnd || Math.abs(step) > shape.viewport) return mapped;
  return Math.max(0, Math.min(listTop + step, furthest(shape.rows * shape.rowHeight, shape.viewport)));
}

/** Rows to draw: those in the window and `extra` on each side. */
export function rowsAt(listTop: number, shape: ListShape, extra = 8): { first: number; count: number } {
  const first = Math.max(0, Math.floor(listTop / shape.rowHeight) - extra);
  const last = Math.min(shape.rows, Math.ceil((listTop + shape.viewport) / shape.rowHeight) + extra);
  return { first, count: Math.max(0, last - first) };
}

/** The place nearest to `listTop` at which the row is seen whole. */
export function listTopShowing(row: number, listTop: number, shape: ListShape): number {
  const top = row * shape.rowHeight;
  if (top < listTop) return top;
  return Math.max(listTop, top + shape.rowHeight - shape.viewport);
}
