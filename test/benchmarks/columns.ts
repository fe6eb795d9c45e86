/**
 * What questions to the columns of a large archive take, in CPU time (user and system), in Node: the list's filters, orders and counts.
 *
 *     node --import tsx test/benchmarks/columns.ts --sessions 1000000
 */
import { parseArgs } from 'node:util';
import { crossCounts } from '../../src/archive/cross-counts.ts';
import { countFacets } from '../../src/archive/facets.ts';
import { fitting, misfitsOf } from '../../src/archive/misfits.ts';
import { ordersOf } from '../../src/archive/session-orders.ts';
import { timelineOf } from '../../src/archive/timeline.ts';
import type { EpochMs, SessionFilter, SessionSort, SourceId } from '../../src/model.ts';
import { madeColumns } from '../archive/columns-made.ts';

const { values } = parseArgs({ options: { sessions: { type: 'string', default: '1000000' } } });
const { columns } = madeColumns(Number(values.sessions));

/** The first time, and once the compiler has seen it: ms. */
function told(what: string, ask: () => unknown): void {
  const taken = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    ask();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  console.log([taken[0] ?? 0, Math.min(...taken)].map((ms) => ms.toFixed(1).padStart(8)).join(''), ` ${what}`);
}

const SORTS: SessionSort[] = ['start', '-start', 'provider', 'local', 'remote', '-remote', 'severity'];
const FILTERS: [string, SessionFilter][] = [
  ['nothing', {}],
  ['provider', { providers: ['yahoo'] }],
  ['rule', { rules: ['service-ended'] }],
  ['severity', { severities: ['violation'] }],
  ['kind', { kinds: ['im'] }],
  ['modality', { modalities: ['audio'] }],
  ['user', { users: ['user77@contoso.com'] }],
  ['file', { sources: [7 as SourceId] }],
  ['hours of the day', { hours: { of: [8, 9, 10], timeZone: 'Europe/Berlin' } }],
  ['period', { from: Date.UTC(2012, 1, 1) as EpochMs, to: Date.UTC(2012, 4, 1) as EpochMs }],
];

console.log(`${columns.length} sessions, ${columns.addresses.size} addresses; CPU ms, first and least of three`);
for (const sort of SORTS) {
  told(`order by ${sort}`, () => {
    // As after a change: nothing is known of an order but that by start.
    columns.version++;
    return ordersOf(columns).by(sort);
  });
}
for (const [name, filter] of FILTERS) {
  told(`list filtered by ${name}`, () => fitting(ordersOf(columns).by('-start'), misfitsOf(columns, filter, null)));
  told(`counts filtered by ${name}`, () => countFacets(columns, misfitsOf(columns, filter, null)));
}
const all = misfitsOf(columns, {}, null);
told('timeline', () => timelineOf(columns, all, 'Europe/Berlin'));
const options = { timeZone: 'Europe/Berlin', spans: new Map(), licenceRules: new Set<string>() };
told('overview', () => crossCounts(columns, all, options));
