/** The picture of licences held and used, a row a user. Loaded when it is needed. */
import * as Plot from '@observablehq/plot';
import type { HeldSpan, IsoDate, LicenceCoverage, UsedDay } from '../../model.ts';
import { t } from '../../messages/catalogue.ts';
import { dayTick } from '../day-ticks.ts';
import { dayAfter, dayName } from '../zones.ts';
import { standingOf } from './coverage-shape.ts';

interface PlotOptions {
  /** px */
  width: number;
  summary: string;
  nameOf: (id: UsedDay['provider']) => string;
}

const ROW = 32;
const DAY = 86_400_000;
const date = (day: IsoDate): Date => new Date(day);
const COLOURS = { covered: 'var(--accent)', missing: 'var(--violation)', undetermined: 'var(--undetermined)' } as const;
/** A mark is told apart by its form, too. */
const SYMBOLS = { covered: 'circle', missing: 'times', undetermined: 'diamond' } as const;

export function coveragePlot(
  coverage: LicenceCoverage,
  { width, summary, nameOf }: PlotOptions,
): HTMLElement | SVGElement {
  const { rows, from, to } = coverage;
  const users = rows.map(({ user }) => user);
  const held = rows.flatMap(({ user, held: spans }) => spans.map((span) => ({ user, ...span, lane: laneOf(span) })));
  const used = rows.flatMap(({ user, used: days }) => days.map((day) => ({ user, ...day, standing: standingOf(day) })));
  const marginLeft = Math.min(220, Math.max(88, width * 0.28));
  const room = Math.floor((marginLeft - 12) / 7.4);
  const figure = Plot.plot({
    width,
    height: 60 + rows.length * ROW,
    marginLeft,
    marginRight: 12,
    marginTop: 40,
    marginBottom: 20,
    style: {
      background: 'none',
      color: 'var(--ink-soft)',
      fontFamily: 'inherit',
      fontSize: '12px',
      overflow: 'visible',
    },
    x: { type: 'utc', axis: 'top', label: null, tickFormat: dayTick, domain: domainOf(from, to) },
    y: {
      type: 'band',
      domain: users,
      label: null,
      padding: 0.15,
      tickSize: 0,
      tickFormat: (user: string) => shortened(user, room),
    },
    marks: [
      Plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1 }),
      ...[0, 1, 2].map((lane) =>
        Plot.barX(
          held.filter((span) => span.lane === lane),
          {
            x1: (span: HeldSpan) => date(span.from),
            x2: (span: HeldSpan) => date(dayAfter(span.to)),
            y: 'user',
            insetTop: 1 + lane * 9,
            insetBottom: 1 + (2 - lane) * 9,
            fill: (span: HeldSpan) => (span.valid === false ? 'none' : 'var(--held)'),
            stroke: (span: HeldSpan) => (span.valid === false ? 'var(--warning)' : 'none'),
            strokeDasharray: '3,2',
            title: (span: HeldSpan) => wordsOfSpan(span),
          },
        ),
      ),
      Plot.dot(used, {
        x: (day: UsedDay) => new Date(+date(day.day) + DAY / 2),
        y: 'user',
        r: 4,
        symbol: (day: { standing: keyof typeof SYMBOLS }) => SYMBOLS[day.standing],
        stroke: (day: { standing: keyof typeof COLOURS }) => COLOURS[day.standing],
        fill: (day: { standing: keyof typeof COLOURS }) => (day.standing === 'covered' ? COLOURS.covered : 'none'),
        strokeWidth: 1.8,
        title: (day: UsedDay) => wordsOfDay(day, nameOf),
      }),
    ],
    symbol: { type: 'identity' },
    color: { type: 'identity' },
  });
  return named(figure, summary);
}

/** A CAL above, the public IM licence below, online plans between. */
const laneOf = ({ sku }: HeldSpan): number => (sku === 'lync-cal' ? 0 : sku === 'pic-usl' ? 2 : 1);

const wordsOfSpan = (span: HeldSpan): string =>
  [
    `${t(`sku.${span.sku}`)}: ${dayName(span.from)} – ${dayName(span.to)}`,
    span.everyone ? t('users.all') : '',
    span.valid === false ? t('coverage.not-valid') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

export const wordsOfDay = (day: UsedDay, nameOf: PlotOptions['nameOf']): string =>
  `${dayName(day.day)}: ${nameOf(day.provider)}, ${t('import.sessions', { n: day.sessions })}, ${t(`coverage.${standingOf(day)}`)}`;

const shortened = (text: string, room: number): string =>
  text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;

function domainOf(from: IsoDate | null, to: IsoDate | null): [Date, Date] {
  const first = +date(from ?? ('1970-01-01' as IsoDate));
  const last = +date(dayAfter(to ?? ('1970-01-01' as IsoDate)));
  // A single day is no wall.
  const missing = Math.max(0, 15 * DAY - (last - first));
  return [new Date(first - Math.floor(missing / 2 / DAY) * DAY), new Date(last + Math.ceil(missing / 2 / DAY) * DAY)];
}

/** Plot labels groups that have no role, which no screen reader says and axe rejects: the whole is one image with a name. */
function named(figure: HTMLElement | SVGElement, summary: string): HTMLElement | SVGElement {
  for (const part of figure.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', summary);
  return figure;
}
