import { describe, expect, test } from 'vitest';
import type { SessionId } from '../../src/model.ts';
import { hrefOf, parseHash, withParameter, type Route } from '../../src/views/routes.ts';

describe('parseHash', () => {
  const id = '0123456789abcdef0123' as SessionId;
  const routes: Route[] = [
    { page: 'import' },
    { page: 'overview' },
    { page: 'sessions' },
    { page: 'session', id },
    { page: 'organisation' },
  ];
  test.each(routes)('reads what hrefOf wrote for $page', (route) => {
    const query = new URLSearchParams({ q: 'clause 4 & more', tab: 'messages' });
    const read = parseHash(hrefOf(route, query));
    expect(read.route).toEqual(route);
    expect([...read.query]).toEqual([...query]);
  });

  test.each(['#/nowhere', '#/sessionsx', '#import-me', '#/__proto__'])('knows no page for %j', (hash) => {
    expect(parseHash(hash).route).toEqual({ page: 'unknown' });
  });

  test.each(['', '#', '#/'])('opens the first page for %j', (hash) => {
    expect(parseHash(hash).route).toEqual({ page: 'import' });
  });

  test('takes a list without an id as the list', () => {
    expect(parseHash('#/sessions/').route).toEqual({ page: 'sessions' });
  });
});

test('withParameter leaves the query that it was given alone', () => {
  const query = new URLSearchParams('q=a&tab=evidence');
  expect(withParameter(query, 'tab', null).toString()).toBe('q=a');
  expect(withParameter(query, 'tab', 'messages').toString()).toBe('q=a&tab=messages');
  expect(query.toString()).toBe('q=a&tab=evidence');
});
