import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demonstration, demonstrationTruth } from './demonstration.ts';

/** All rules but the one that needs a certificate. */
const RULES = [
  'access-not-granted',
  'aol-domain-not-provisioned',
  'archiving-gap',
  'capability-not-federated',
  'content-not-archivable',
  'delivery-failed',
  'file-transfer-public-im',
  'licence-cal-missing',
  'licence-pic-usl-expired',
  'licence-pic-usl-missing',
  'licence-pic-usl-not-sold',
  'multiparty-public-im',
  'port-not-expected',
  'provider-not-activated',
  'sender-unverified',
  'service-ended',
  'unencrypted-federation',
  'user-migrated',
  'xmpp-partner-not-configured',
];
const PROVIDERS = ['aol', 'federated', 'gtalk', 'hosted', 'internal', 'msn-or-skype', 'skype', 'wlm', 'xmpp', 'yahoo'];

describe('demonstration', () => {
  test.each(Object.keys(demonstration.files))('public/%s is what the generator gives', (name) => {
    const served = readFileSync(new URL('../../public/' + name, import.meta.url), 'utf8');
    expect(served === demonstration.files[name], 'run: node --import tsx test/demonstration/write.ts').toBe(true);
  });

  test('shows every provider, every rule that a log can break, and sessions that are fine', () => {
    expect([...new Set(demonstrationTruth.map(({ provider }) => provider))].sort()).toEqual(PROVIDERS);
    expect([...new Set(demonstrationTruth.flatMap(({ rules }) => rules))].sort()).toEqual(RULES);
    expect(demonstrationTruth.filter(({ rules }) => rules.length === 0).length).toBeGreaterThan(50);
  });

  test('is 150 to 300 sessions in less than 2.5 MB', () => {
    expect(demonstrationTruth.length).toBeGreaterThanOrEqual(150);
    expect(demonstrationTruth.length).toBeLessThanOrEqual(300);
    const bytes = Object.values(demonstration.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(2_500_000);
  });

  test('names each session once', () => {
    const keys = demonstrationTruth.flatMap(({ callIds, pair, kind, start }) =>
      callIds.length > 0 ? callIds : [pair.join() + kind + start],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
