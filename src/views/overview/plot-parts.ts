/** What the pictures have in common. */
import type * as Plot from '@observablehq/plot';

/** Colours and letters of the page. */
export const PLOT_STYLE = {
  background: 'none',
  color: 'var(--ink-soft)',
  fontFamily: 'inherit',
  fontSize: '12px',
  overflow: 'visible',
} as const;

export type Drawn = (HTMLElement | SVGElement) & Plot.Plot;

/** Plot labels groups that have no role, which no screen reader says and axe rejects: the whole is one image with a name. */
export function named(figure: Drawn, summary: string): Drawn {
  for (const part of figure.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', summary);
  return figure;
}

/** What stands at a place of the picture, px from its left edge; of times the ms. null = the scale cannot be turned. */
export function valueAt(figure: Drawn, x: number): number | null {
  const scale = figure.scale('x');
  const value: unknown = scale?.invert?.(x);
  return value instanceof Date ? +value : typeof value === 'number' ? value : null;
}
