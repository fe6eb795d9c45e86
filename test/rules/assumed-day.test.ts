import { expect, test } from 'vitest';
import type { TimeSource } from '../../src/model.ts';
import { contoso, judge, organisation, session, trust, type Told } from './case.ts';

const WORDS = "the log gives no year or no date, so that of the file's last change is assumed";
const LICENCE = {
  sku: 'lync-cal',
  users: 'all',
  purchased: '2010-01-01',
  from: '2010-01-01',
  to: '2012-12-31',
  agreement: null,
  payment: null,
};
const activated = [{ id: 'yahoo', enabled: true, activated: '2015-01-01', domains: ['contoso.com'] }];
const late = { ...LICENCE, sku: 'pic-usl', purchased: '2012-09-01', to: null };

/** What each rule that goes by the day says of a session that breaks it. */
const cases: [rule: string, told: Told, parts: Record<string, unknown>][] = [
  ['service-ended', { start: '2014-07-02T10:00:00Z' }, {}],
  ['provider-not-activated', {}, { providers: activated }],
  ['licence-cal-missing', {}, { licences: [LICENCE] }],
  ['licence-pic-usl-missing', {}, { licences: [{ ...late, from: '2015-01-01' }] }],
  ['licence-pic-usl-expired', {}, { licences: [{ ...LICENCE, sku: 'pic-usl' }] }],
  ['licence-pic-usl-not-sold', {}, { licences: [late] }],
  ['capability-not-federated', { modalities: ['video'] }, {}],
  [
    'user-migrated',
    { start: '2013-06-02T10:00:00Z', responder: 'bob@live.com', markers: [trust({ network: 'publiccloud' })] },
    {},
  ],
];

test.each(cases)('%s says that its day was only assumed, and only then', (rule, told, parts) => {
  const because = (timeSource: TimeSource): string[] =>
    judge({ ...session(told), timeSource }, organisation(contoso(parts)))
      .flags.filter((flag) => flag.rule === rule)
      .map((flag) => flag.because);
  expect(because('assumed-date')).toEqual([expect.stringContaining(WORDS)]);
  for (const plain of ['log', 'assumed-zone'] as const) {
    expect(because(plain)).toHaveLength(1);
    expect(because(plain)[0]).not.toContain('assumed');
  }
});
