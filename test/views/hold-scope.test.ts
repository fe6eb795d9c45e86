/** A hold as it is filled in, kept, and shown as a search. */
import { expect, test } from 'vitest';
import type { ProviderId } from '../../src/model.ts';
import { readAnchor, anchorFile } from '../../src/views/archive/anchor-file.ts';
import { draftOfQuery, filterOfScope, scopeOf } from '../../src/views/archive/hold-scope.ts';
import { readQuery } from '../../src/views/session-query.ts';

const ZONE = 'Europe/Berlin';
const draftOf = (address: string) => draftOfQuery(readQuery(new URLSearchParams(address)));

test('draftOfQuery turns what a hold has no part for into a search', () => {
  const draft = draftOf('provider=yahoo&severity=violation&severity=warning&q=a OR b&user=x@y.test');
  expect(draft.providers).toEqual(['yahoo']);
  expect(draft.users).toBe('x@y.test');
  expect(draft.query).toBe('(a OR b) (severity:violation OR severity:warning)');
});

test('scopeOf says nothing where nothing is filled in, and counts days in the zone of the archive', () => {
  expect(scopeOf(draftOf(''), ZONE)).toEqual({});
  const scope = scopeOf(draftOf('from=2014-06-01&to=2014-06-30'), ZONE);
  expect(scope).toEqual({ from: Date.parse('2014-05-31T22:00:00Z'), to: Date.parse('2014-06-30T22:00:00Z') });
});

test('filterOfScope asks for any of the users, and for the search as a whole', () => {
  const providers = ['aol' as ProviderId];
  expect(filterOfScope({ users: ['a@x.test', 'b@x.test'], providers, query: 'c OR d' })).toEqual({
    text: '(user:"a@x.test" OR user:"b@x.test") (c OR d)',
    providers,
  });
});

test('filterOfScope takes the sessions without a time into any period, as the hold does', () => {
  expect(filterOfScope(scopeOf(draftOf('to=2014-06-30'), ZONE))).toMatchObject({ undated: true });
  expect(filterOfScope({ query: 'c' })).toEqual({ text: 'c' });
});

test('readAnchor reads what anchorFile wrote, the last line of a ledger, and nothing else', async () => {
  const anchor = { count: 12, head: 'a'.repeat(64) };
  expect(await readAnchor(anchorFile(anchor))).toEqual(anchor);
  expect(await readAnchor(new Blob(['{"seq":12}\n', JSON.stringify({ anchor }), '\n']))).toEqual(anchor);
  for (const text of ['', 'words', '{"anchor":{"count":-1,"head":"x"}}', '[]', 'null']) {
    expect(await readAnchor(new Blob([text]))).toBeNull();
  }
});
