/** The picture of the hours of the day. Loaded when it is needed, as that of the timeline. */
import * as Plot from '@observablehq/plot';
import { t } from '../../messages/catalogue.ts';
import { clockHour } from '../zones.ts';
import { countOf } from '../quantities.ts';
import { named, PLOT_STYLE, type Drawn } from './plot-parts.ts';

interface Options {
  /** px */
  width: number;
  summary: string;
  /** Hours of the filter; none = all. */
  chosen: ReadonlySet<number>;
}

export function hoursPlot(hours: readonly number[], { width, summary, chosen }: Options): Drawn {
  const bars = hours.map((sessions, hour) => ({ hour, sessions }));
  type Bar = (typeof bars)[number];
  const figure = Plot.plot({
    width,
    height: 180,
    marginLeft: 44,
    marginRight: 24,
    marginTop: 12,
    marginBottom: 28,
    style: PLOT_STYLE,
    x: { domain: [0, 24], ticks: [0, 6, 12, 18, 24], tickFormat: (hour: number) => clockHour(hour), label: null },
    y: { label: null, nice: true, ticks: 4, tickFormat: (n: number) => (Number.isInteger(n) ? countOf(n) : '') },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      Plot.rectY(bars, {
        x1: 'hour',
        x2: (bar: Bar) => bar.hour + 1,
        y: 'sessions',
        fill: (bar: Bar) => (chosen.size === 0 || chosen.has(bar.hour) ? 'var(--accent)' : 'var(--held)'),
        insetLeft: 1,
        insetRight: 1,
        title: (bar: Bar) =>
          t('hours.bar', { from: clockHour(bar.hour), to: clockHour((bar.hour + 1) % 24), n: bar.sessions }),
      }),
      Plot.ruleY([0], { stroke: 'var(--edge)' }),
    ],
  });
  return named(figure, summary);
}
