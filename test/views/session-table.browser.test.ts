/** The table of sessions over a long list: what is drawn, and how the keys move in it. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionRow } from '../../workers/api.ts';
import '../../src/views/app.css';
import { readQuery, writeQuery } from '../../src/views/session-query.ts';
import type { SessionList } from '../../src/views/sessions/session-list.svelte.ts';
import SessionTable from '../../src/views/sessions/SessionTable.svelte';

const ROWS = 1_000_000;

function rowAt(index: number): SessionRow | null {
  if (index < 0 || index >= ROWS) return null;
  return {
    id: index.toString(16).padStart(20, '0') as SessionRow['id'],
    protocol: 'sip',
    kind: 'im',
    modalities: ['im'],
    provider: 'yahoo',
    confidence: 'certain',
    local: 'alice@contoso.com',
    remote: `user${index}@yahoo.com`,
    start: (Date.UTC(2014, 0, 1) + index * 1000) as SessionRow['start'],
    end: null,
    timeSource: 'log',
    outcome: 'established',
    status: 200,
    messages: 2,
    texts: 1,
    presence: 0,
    flags: index % 2 === 0 ? [{ rule: 'service-ended', severity: 'violation' }] : [],
    sources: [],
  };
}
const wanted: { first: number; count: number }[] = [];
/** What the table asks of its list, without an archive behind it. */
const list = {
  matching: ROWS,
  total: ROWS,
  failure: null,
  busy: false,
  rowAt,
  want: (first: number, count: number) => void wanted.push({ first, count }),
} as unknown as SessionList;

let place: HTMLElement;
let table: ReturnType<typeof mount>;
let sorted: string[];

function show(query = readQuery(new URLSearchParams())): void {
  table = mount(SessionTable, {
    target: place,
    props: { list, query, timeZone: 'UTC', sortBy: (sort: string) => void sorted.push(sort) },
  });
  flushSync();
}
const settled = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
const grid = (): HTMLElement => place.querySelector<HTMLElement>('[role=grid]') ?? place;
const rows = (): HTMLElement[] => [...place.querySelectorAll<HTMLElement>('[role=row][id]')];
const press = (key: string): void => {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
};

beforeEach(() => {
  place = document.createElement('div');
  place.style.cssText = 'width: 1000px; height: 600px';
  document.body.append(place);
  sorted = [];
  wanted.length = 0;
});
afterEach(async () => {
  await unmount(table);
  place.remove();
  location.hash = '';
});

describe('SessionTable', () => {
  test('draws one window of a million rows and names them all', async () => {
    show();
    await settled();
    expect(grid().getAttribute('aria-rowcount')).toBe(String(ROWS + 1));
    expect(rows().length).toBeGreaterThan(15);
    expect(rows().length).toBeLessThan(60);
    expect(rows()[0]?.textContent).toContain('user0@yahoo.com');
  });

  test('End goes to the last row, Home to the first, and both are seen whole', async () => {
    show(readQuery(new URLSearchParams('q=end')));
    await settled();
    grid().focus();
    press('End');
    await settled();
    const last = place.querySelector(`#session-${ROWS - 1}`);
    expect(last?.getAttribute('aria-selected')).toBe('true');
    expect(last?.getBoundingClientRect().bottom).toBeLessThanOrEqual(grid().getBoundingClientRect().bottom + 1);
    expect(grid().getAttribute('aria-activedescendant')).toBe(`session-${ROWS - 1}`);
    press('Home');
    await settled();
    expect(rows()[0]?.id).toBe('session-0');
  });

  test('j and k move by a row and Enter opens it, with its place in the list', async () => {
    show(readQuery(new URLSearchParams('provider=yahoo')));
    await settled();
    press('j');
    press('j');
    press('k');
    expect(place.querySelector('[aria-selected=true]')?.id).toBe('session-1');
    press('Enter');
    expect(location.hash).toBe(`#/sessions/${rowAt(1)?.id}?provider=yahoo&at=1`);
  });

  test('the head of a column sorts by it, and says which way it is sorted', async () => {
    show(readQuery(writeQuery({ sort: '-start' })));
    await settled();
    const heads = [...place.querySelectorAll('[role=columnheader]')];
    expect(heads[0]?.getAttribute('aria-sort')).toBe('descending');
    heads[1]?.querySelector('button')?.click();
    heads[0]?.querySelector('button')?.click();
    expect(sorted).toEqual(['provider', 'start']);
  });

  test('a second click on a head turns the order', async () => {
    show(readQuery(writeQuery({ sort: 'remote' })));
    await settled();
    const heads = [...place.querySelectorAll('[role=columnheader]')];
    expect(heads[3]?.getAttribute('aria-sort')).toBe('ascending');
    heads[3]?.querySelector('button')?.click();
    expect(sorted).toEqual(['-remote']);
  });

  test('asks for the rows that come into the window', async () => {
    show(readQuery(new URLSearchParams('q=scroll')));
    await settled();
    const scroller = grid().firstElementChild;
    if (scroller) scroller.scrollTop = 7_000_000;
    await settled();
    await settled();
    const last = wanted.at(-1);
    expect(last?.first).toBeGreaterThan(400_000);
    expect(rows()[0]?.textContent).toContain(`user${last?.first}@`);
  });
});
