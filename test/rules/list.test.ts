import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, CITATIONS } from '../../src/providers/index.ts';
import { makeRules, ruleTitles, RULES } from '../../src/rules/index.ts';
import { FINE, judge, organisation, session } from './case.ts';

const folder = new URL('../../src/rules/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.replace(/\.ts$/, ''));

/** The table of the command line's document, with its severities. */
const TABLE: [string, string][] = [
  ['service-ended', 'violation'],
  ['licence-cal-missing', 'violation'],
  ['licence-pic-usl-missing', 'violation'],
  ['licence-pic-usl-expired', 'violation'],
  ['licence-pic-usl-not-sold', 'violation'],
  ['provider-not-activated', 'violation'],
  ['aol-domain-not-provisioned', 'violation'],
  ['capability-not-federated', 'violation'],
  ['multiparty-public-im', 'violation'],
  ['file-transfer-public-im', 'violation'],
  ['xmpp-partner-not-configured', 'violation'],
  ['access-not-granted', 'violation'],
  ['edge-certificate-client-eku', 'violation'],
  ['unencrypted-federation', 'warning'],
  ['port-not-expected', 'warning'],
  ['archiving-gap', 'violation'],
  ['content-not-archivable', 'info'],
  ['sender-unverified', 'info'],
  ['user-migrated', 'info'],
  ['delivery-failed', 'info'],
];

describe('the list of rules', () => {
  const rules = makeRules(CATALOGUE);
  test('is the documented table, in its order', () => {
    expect(rules.map(({ id, severity }) => [id, severity])).toEqual(TABLE);
    expect(RULES).toHaveLength(TABLE.length);
  });
  test('names every file once, and every file is a rule', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort());
  });
  test.each(rules)('$id has a version, a title and citations that exist', ({ version, title, sources }) => {
    expect(Number.isInteger(version) && version >= 1).toBe(true);
    expect(title).toMatch(/^[A-Z].{5,}[^.]$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(CITATIONS).toContainEqual(source);
  });
  test('gives titles for filters', () => {
    expect(ruleTitles(CATALOGUE).map(({ id }) => id)).toEqual(TABLE.map(([id]) => id));
  });
});

test('a session with everything in order has no flag', () => {
  expect(judge(session(), organisation(FINE)).flags).toEqual([]);
});

test('every flag names its rule, a version, words, known sources and few places', () => {
  const bad = session({
    start: '2015-01-01T10:00:00Z',
    others: ['carol@contoso.com'],
    modalities: ['audio', 'im', 'multiparty'],
    files: ['a.txt'],
    outcome: 'failed',
    status: 480,
  });
  const { flags } = judge(bad, organisation({ domains: ['contoso.com'], licences: [], providers: [] }));
  expect(flags.length).toBeGreaterThan(6);
  const keys = new Set(CITATIONS.map(({ key }) => key));
  for (const flag of flags) {
    expect(TABLE.map(([id]) => id)).toContain(flag.rule);
    expect(flag.because).toMatch(/^[A-Z].*\.$/s);
    expect(flag.sources.every((source) => keys.has(source))).toBe(true);
    expect(flag.places.length).toBeGreaterThan(0);
    expect(flag.places.length).toBeLessThanOrEqual(4);
  }
});

test('judging is pure: the same session and organisation give the same flags, and nothing is changed', () => {
  const told = session({ start: '2015-01-01T10:00:00Z', modalities: ['audio', 'im'] });
  const before = JSON.stringify(told);
  const once = judge(told, organisation(FINE));
  expect(judge(told, organisation(FINE))).toEqual(once);
  expect(JSON.stringify(told)).toBe(before);
});
