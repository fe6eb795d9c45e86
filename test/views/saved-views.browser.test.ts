import { afterEach, describe, expect, test } from 'vitest';
import { readViews, savedViews } from '../../src/views/sessions/saved-views.svelte.ts';

afterEach(() => localStorage.clear());

describe('saved views', () => {
  const violations = { name: 'Open violations', query: 'severity=violation&disposition=open' };
  const aol = { name: 'AOL', query: 'provider=aol' };

  test('are kept by name, each archive its own, and one of the same name is replaced', () => {
    savedViews.keep('fedlens', violations);
    savedViews.keep('fedlens', aol);
    savedViews.keep('fedlens-demonstration', { name: 'Other', query: '' });
    expect(savedViews.of('fedlens')).toEqual([aol, violations]);
    savedViews.keep('fedlens', { ...aol, query: 'provider=aol&sort=-start' });
    expect(savedViews.of('fedlens').map(({ query }) => query)).toEqual(['provider=aol&sort=-start', violations.query]);
    savedViews.forget('fedlens', 'AOL');
    expect(savedViews.of('fedlens')).toEqual([violations]);
    expect(savedViews.of('fedlens-demonstration')).toHaveLength(1);
  });

  test.each([null, '', 'no JSON', '{}', '[null, 3, {"name": ""}, {"name": "a"}, {"name": 1, "query": "q=1"}]'])(
    'leave out what is no view: %s',
    (text) => expect(readViews(text)).toEqual([]),
  );
});
