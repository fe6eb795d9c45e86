/** Bars and the matrix as pictures to be saved: on the page they are lists and tables, which can be read and walked through. */
import * as Plot from '@observablehq/plot';
import { t } from '../../messages/catalogue.ts';
import { countOf } from '../quantities.ts';
import { cellOf, type MatrixTable } from './matrix-shape.ts';
import { named, PLOT_STYLE, type Drawn } from './plot-parts.ts';

const WIDTH = 720;
const CHARACTER = 7;
const STANDING = { allowed: 'var(--accent-soft)', none: 'var(--raised)', outside: 'var(--violation-soft)' } as const;

export interface DrawnBar {
  label: string;
  count: number;
  /** A value of `fill`. */
  fill: string;
}

const roomFor = (labels: readonly string[]): number =>
  Math.min(WIDTH / 2, Math.max(60, ...labels.map(({ length }) => length * CHARACTER)) + 16);

export function barsPlot(bars: readonly DrawnBar[], title: string): Drawn {
  const labels = bars.map(({ label }) => label);
  const figure = Plot.plot({
    width: WIDTH,
    height: 32 + bars.length * 28,
    marginLeft: roomFor(labels),
    marginRight: 72,
    marginTop: 8,
    marginBottom: 24,
    style: PLOT_STYLE,
    x: { axis: null },
    y: { domain: labels, label: null, tickSize: 0, tickFormat: (label: string) => cutTo(label, WIDTH / 2 / CHARACTER) },
    marks: [
      Plot.barX(bars, { x: 'count', y: 'label', fill: 'fill', insetTop: 4, insetBottom: 4 }),
      Plot.text(bars, {
        x: 'count',
        y: 'label',
        text: ({ count }: DrawnBar) => countOf(count),
        textAnchor: 'start',
        dx: 6,
        fill: 'var(--ink)',
      }),
    ],
  });
  return named(figure, title);
}

const cutTo = (label: string, length: number): string =>
  label.length > length ? label.slice(0, Math.max(1, Math.floor(length) - 1)) + '…' : label;

export function matrixPlot(
  { rows, modalities }: MatrixTable,
  nameOf: (row: MatrixTable['rows'][number]) => string,
): Drawn {
  const cells = rows.flatMap((row) =>
    modalities.map((modality) => {
      const cell = cellOf(row, modality);
      const count = cell.sessions === 0 ? '' : countOf(cell.sessions);
      const text = cell.outside > 0 ? `${count} (${t('matrix.outside', { n: cell.outside })})` : count;
      const standing = cell.outside > 0 ? 'outside' : cell.isAllowed ? 'allowed' : 'none';
      return { name: nameOf(row), modality: t(`modality.short.${modality}`), text, fill: STANDING[standing] };
    }),
  );
  const figure = Plot.plot({
    width: WIDTH + 240,
    height: 48 + rows.length * 36,
    marginLeft: roomFor(rows.map(nameOf)),
    marginTop: 32,
    marginBottom: 8,
    style: PLOT_STYLE,
    x: { axis: 'top', domain: modalities.map((modality) => t(`modality.short.${modality}`)), label: null, tickSize: 0 },
    y: { domain: rows.map(nameOf), label: null, tickSize: 0 },
    marks: [
      Plot.cell(cells, { x: 'modality', y: 'name', fill: 'fill', stroke: 'var(--line)', inset: 1 }),
      Plot.text(cells, { x: 'modality', y: 'name', text: 'text', fill: 'var(--ink)' }),
    ],
  });
  return named(figure, t('matrix.title'));
}
