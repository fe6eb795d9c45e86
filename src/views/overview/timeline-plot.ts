/** The picture of sessions over time. Loaded when it is needed: Observable Plot is larger than all pages together. */
import * as Plot from '@observablehq/plot';
import type { Timeline } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import type { IsoDate, ProviderId } from '../../model.ts';
import { dayTick } from '../day-ticks.ts';
import { HATCH, HATCH_ANGLES, hatchId, isOwn, providerFill } from '../provider-colours.ts';
import { countOf } from '../quantities.ts';
import { dayAfter, dayName } from '../zones.ts';
import { endDays, endLines, type EndLine } from './end-lines.ts';
import { named, PLOT_STYLE, type Drawn } from './plot-parts.ts';
import { binEnd, providersIn } from './timeline-shape.ts';

interface PlotOptions {
  /** px */
  width: number;
  summary: string;
  nameOf: (id: ProviderId) => string;
}

const MARGIN_LEFT = 44;
const MARGIN_RIGHT = 16;
const LABEL_ROW = 16;
const DAY = 86_400_000;
/** Bins for which there is room at least. */
const LEAST_BINS = 15;
const BIN_DAYS = { day: 1, week: 7, month: 30 } as const;
const date = (day: IsoDate): Date => new Date(day);

export function timelinePlot(timeline: Timeline, { width, summary, nameOf }: PlotOptions): Drawn {
  const { bins, unit } = timeline;
  const providers = providersIn(bins);
  const [from, to] = domainOf(timeline);
  const inner = width - MARGIN_LEFT - MARGIN_RIGHT;
  const xOf = (day: IsoDate): number => ((+date(dayAfter(day)) - +from) / (+to - +from)) * inner;
  const lines = endLines(endDays(timeline.ends), xOf, inner);
  const labelRows = Math.max(0, ...lines.map(({ row }) => row + 1));
  const stack = [...bins].sort((a, b) => providers.indexOf(a.provider) - providers.indexOf(b.provider));
  const height = 252 + labelRows * LABEL_ROW;

  const figure = Plot.plot({
    width,
    height,
    marginLeft: MARGIN_LEFT,
    marginRight: MARGIN_RIGHT,
    marginTop: 12 + labelRows * LABEL_ROW,
    marginBottom: 40,
    style: PLOT_STYLE,
    x: {
      type: 'utc',
      domain: [from, to],
      label: null,
      tickFormat: dayTick,
      ...(+to - +from < 14 * DAY ? { ticks: 'day' } : {}),
    },
    y: { label: null, nice: true, tickFormat: (n: number) => (Number.isInteger(n) ? countOf(n) : '') },
    color: { domain: providers, range: providers.map(providerFill) },
    marks: [
      ...(providers.some(isOwn) ? [hatchings] : []),
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.rectY(
        stack,
        Plot.stackY({
          x1: (bin: Timeline['bins'][number]) => date(bin.day),
          x2: (bin: Timeline['bins'][number]) => date(binEnd(bin.day, unit)),
          y: 'sessions',
          fill: 'provider',
          stroke: 'var(--paper)',
          strokeWidth: 0.5,
          insetLeft: 0.5,
          insetRight: 0.5,
          title: (bin: Timeline['bins'][number]) =>
            `${nameOf(bin.provider)} · ${t('timeline.bin', { day: dayName(bin.day), n: bin.sessions })}`,
        }),
      ),
      Plot.ruleY([0], { stroke: 'var(--edge)' }),
      ...lines.map(endRule),
      ...lines.map(endLabel),
    ],
  });
  return named(figure, summary);
}

/** A mark that draws nothing, and brings the patterns with which others are filled. */
function hatchings(): SVGElement {
  const defs = svgElement('defs', {});
  HATCH_ANGLES.forEach((angle, hatch) => {
    // CSS counts the angle of a gradient from the top, and its stripes lie across it.
    const lies = { patternUnits: 'userSpaceOnUse', width: '4', height: '4', patternTransform: `rotate(${angle - 90})` };
    const pattern = svgElement('pattern', { id: hatchId(hatch), ...lies });
    const ground = svgElement('rect', { width: '4', height: '4', fill: HATCH.ground });
    pattern.append(ground, svgElement('rect', { width: '2', height: '4', fill: HATCH.stroke }));
    defs.append(pattern);
  });
  return defs;
}
function svgElement(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const upOf = ({ row }: EndLine): number => 6 + row * LABEL_ROW;

/** A line after the last good day, up to its label. */
function endRule(line: EndLine): Plot.Markish {
  return Plot.ruleX([date(dayAfter(line.day))], {
    stroke: 'var(--ink)',
    strokeDasharray: '4,3',
    insetTop: -upOf(line) - 6,
  });
}

/** The label, with a rim of the ground's colour where lines pass behind it. */
function endLabel(line: EndLine): Plot.Markish {
  const x = [date(dayAfter(line.day))];
  return Plot.text(x, {
    x,
    text: [line.label],
    frameAnchor: 'top',
    textAnchor: line.isLeft ? 'end' : 'start',
    fill: 'var(--ink)',
    stroke: 'var(--paper)',
    strokeWidth: 4,
    dx: line.isLeft ? -5 : 5,
    dy: -upOf(line) - 8,
  });
}

/** From the first bin to the end of the last, wide enough for the end dates. */
function domainOf({ bins, ends, unit }: Timeline): [Date, Date] {
  const days = [...bins.map(({ day }) => day), ...ends.map(({ day }) => day)].sort();
  const lasts = [...bins.map(({ day }) => binEnd(day, unit)), ...ends.map(({ day }) => dayAfter(day))].sort();
  const first = +date(days[0] ?? ('1970-01-01' as IsoDate));
  const last = +date(lasts.at(-1) ?? ('1970-01-02' as IsoDate));
  // The bar of a single day is no wall: there is room for more on both sides.
  const missing = Math.max(0, LEAST_BINS * BIN_DAYS[unit] * DAY - (last - first));
  const before = Math.floor(missing / 2 / DAY) * DAY;
  return [new Date(first - before), new Date(last + missing - before)];
}
