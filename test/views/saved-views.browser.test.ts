import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { archive } from '../../src/views/archive.svelte.ts';
import { readViews, savedViews } from '../../src/views/sessions/saved-views.svelte.ts';

const ARCHIVE = 'fedlens-demonstration';
const KEPT = `fedlens.views.${ARCHIVE}`;

const names = (): string[] => savedViews.all.map(({ name }) => name);
function expectNames(wanted: string[]): Promise<void> {
  savedViews.read(ARCHIVE);
  return expect.poll(names).toEqual(wanted);
}

describe('saved views', () => {
  const violations = { name: 'Open violations', query: 'severity=violation&disposition=open' };
  const aol = { name: 'AOL', query: 'provider=aol' };

  beforeEach(() => archive.switchTo(ARCHIVE));
  afterEach(async () => {
    localStorage.clear();
    for (const name of names()) await savedViews.forget(ARCHIVE, name);
    await expectNames([]);
  });

  test('are kept by name in the archive, and one of the same name is replaced', async () => {
    expect(await savedViews.keep(ARCHIVE, violations)).toBeNull();
    expect(await savedViews.keep(ARCHIVE, aol)).toBeNull();
    await expectNames(['AOL', 'Open violations']);
    await savedViews.keep(ARCHIVE, { ...aol, query: 'provider=aol&sort=-start' });
    savedViews.read(ARCHIVE);
    await expect.poll(() => savedViews.all[0]?.query).toBe('provider=aol&sort=-start');
    await savedViews.forget(ARCHIVE, 'AOL');
    await expectNames(['Open violations']);
  });

  test('of another archive than the one that is shown are not touched', async () => {
    await savedViews.keep(ARCHIVE, aol);
    await savedViews.forget('fedlens', 'AOL');
    await savedViews.keep('fedlens', violations);
    await expectNames(['AOL']);
  });

  test('that this browser kept beside the archive go into it once; those of the archive stay', async () => {
    await savedViews.keep(ARCHIVE, aol);
    localStorage.setItem(KEPT, JSON.stringify([violations, { ...aol, query: 'of old' }]));
    savedViews.read(ARCHIVE);
    await expect.poll(() => localStorage.getItem(KEPT)).toBeNull();
    await expectNames(['AOL', 'Open violations']);
    expect(savedViews.all[0]).toEqual(aol);
  });

  test.each([null, '', 'no JSON', '{}', '[null, 3, {"name": ""}, {"name": "a"}, {"name": 1, "query": "q=1"}]'])(
    'leave out what is no view: %s',
    (text) => expect(readViews(text)).toEqual([]),
  );
});
