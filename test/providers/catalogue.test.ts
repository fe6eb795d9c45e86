import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, providerName, PROVIDER_IDS, publicDomains, readCatalogue } from '../../src/providers/index.ts';

type Changeable = { [key: string]: unknown } & { providers: Record<string, unknown>[] };

function changed(change: (catalogue: Changeable) => void): unknown {
  const copy = structuredClone(CATALOGUE) as unknown as Changeable;
  change(copy);
  return copy;
}
const first = (catalogue: Changeable): Record<string, unknown> => catalogue.providers[0] ?? {};

describe('the catalogue', () => {
  test('holds one entry for each file of entries', () => {
    const folder = new URL('../../src/providers/entries/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name !== 'sources.ts');
    expect(CATALOGUE.providers.map(({ id }) => id + '.ts').sort()).toEqual(files.sort());
  });
  test('can be read back from JSON', () => {
    expect(readCatalogue(JSON.parse(JSON.stringify(CATALOGUE)))).toEqual({ ok: true, catalogue: CATALOGUE });
  });
  test('gives every fact a source, and calls only what is common knowledge unsourced', () => {
    const facts = CATALOGUE.providers.flatMap((entry) => [
      ...entry.domains,
      ...entry.proxies,
      ...(entry.capabilities ?? []),
    ]);
    for (const { sources, confidence } of facts) expect(sources.includes('known')).toBe(confidence === 'unsourced');
  });
  test('has a name for every verdict', () => {
    for (const id of PROVIDER_IDS) expect(providerName(CATALOGUE, id)).toMatch(/^[A-Z]/);
  });
  test('knows the domains that are nobody’s own', () => {
    const domains = publicDomains(CATALOGUE);
    for (const domain of [
      'yahoo.com',
      'yahoo.co.uk',
      'ymail.com',
      'rocketmail.com',
      'aol.com',
      'aim.com',
      'gmail.com',
      'hotmail.com',
    ]) {
      expect(domains).toContain(domain);
    }
    expect(domains).not.toContain('contoso.com');
  });
  test.each<[string, unknown]>([
    ['no catalogue', null],
    ['another shape', changed((catalogue) => (catalogue['v'] = 2))],
    ['a key that is not known', changed((catalogue) => (first(catalogue)['colour'] = 'red'))],
    ['a provider twice', changed((catalogue) => catalogue.providers.push(first(catalogue)))],
    ['a provider that is none', changed((catalogue) => (first(catalogue)['id'] = 'icq'))],
    [
      'a day that is none',
      changed(
        (catalogue) => (first(catalogue)['end'] = { day: '2014-06-31', sources: ['known'], confidence: 'unsourced' }),
      ),
    ],
    [
      'a source that is cited nowhere',
      changed(
        (catalogue) => (first(catalogue)['end'] = { day: '2014-06-30', sources: ['hearsay'], confidence: 'unsourced' }),
      ),
    ],
    [
      'no source',
      changed((catalogue) => (first(catalogue)['end'] = { day: '2014-06-30', sources: [], confidence: 'unsourced' })),
    ],
    [
      'an end before the begin',
      changed(
        (catalogue) => (first(catalogue)['end'] = { day: '2010-01-01', sources: ['known'], confidence: 'unsourced' }),
      ),
    ],
    [
      'a domain in upper case',
      changed(
        (catalogue) =>
          (first(catalogue)['domains'] = [{ names: ['MSN.com'], sources: ['known'], confidence: 'unsourced' }]),
      ),
    ],
  ])('is refused with a path: %s', (_, value) => {
    const reading = readCatalogue(value);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.errors[0]?.message).toBeTruthy();
  });
});
