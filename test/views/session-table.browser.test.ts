/** The table of sessions over a long list: what is drawn, and how the keys move in it. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ListedRow } from '../../workers/api.ts';
import '../../src/views/app.css';
import { USUAL_COLUMNS, type ColumnName } from '../../src/views/session-columns.ts';
import { readQuery, writeQuery } from '../../src/views/session-query.ts';
import { LARGEST_SELECTION, Selection } from '../../src/views/sessions/selection.svelte.ts';
import type { SessionList } from '../../src/views/sessions/session-list.svelte.ts';
import SessionTable from '../../src/views/sessions/SessionTable.svelte';

const ROWS = 1_000_000;

function rowAt(index: number): ListedRow | null {
  if (index < 0 || index >= ROWS) return null;
  return {
    id: index.toString(16).padStart(20, '0') as ListedRow['id'],
    protocol: 'sip',
    kind: 'im',
    modalities: ['im'],
    provider: 'yahoo',
    confidence: 'certain',
    local: 'alice@contoso.com',
    remote: `user${index}@yahoo.com`,
    start: (Date.UTC(2014, 0, 1) + index * 1000) as ListedRow['start'],
    end: null,
    timeSource: 'log',
    outcome: 'established',
    status: 200,
    messages: 2,
    texts: 1,
    presence: 0,
    flags: index % 2 === 0 ? [{ rule: 'service-ended', severity: 'violation' }] : [],
    sources: [],
    standing: index === 1 ? 'violation' : 'open',
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

let selection: Selection;
function show(query = readQuery(new URLSearchParams()), columns: readonly ColumnName[] = USUAL_COLUMNS): void {
  table = mount(SessionTable, {
    target: place,
    props: { list, query, columns, selection, timeZone: 'UTC', sortBy: (sort: string) => void sorted.push(sort) },
  });
  flushSync();
}
const settled = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
const grid = (): HTMLElement => place.querySelector<HTMLElement>('[role=grid]') ?? place;
const rows = (): HTMLElement[] => [...place.querySelectorAll<HTMLElement>('[role=row][id]')];
const press = (key: string, held: KeyboardEventInit = {}): void => {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
  flushSync();
};
const current = (): string | null => grid().getAttribute('aria-activedescendant');
const chosen = (): string[] => [...place.querySelectorAll('[aria-selected=true]')].map(({ id }) => id);

beforeEach(() => {
  place = document.createElement('div');
  place.style.cssText = 'width: 1000px; height: 600px';
  document.body.append(place);
  sorted = [];
  selection = new Selection((first, count) => {
    const ids = Array.from({ length: Math.min(count, ROWS - first) }, (_, at) => rowAt(first + at)!.id);
    return Promise.resolve({ ok: true, value: ids });
  });
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
    expect(current()).toBe('session-1');
    press('Enter');
    expect(location.hash).toBe(`#/sessions/${rowAt(1)?.id}?provider=yahoo&at=1`);
  });

  test('the head of a column sorts by it, and says which way it is sorted', async () => {
    show(readQuery(writeQuery({ sort: '-start' })));
    await settled();
    const heads = [...place.querySelectorAll('[role=columnheader]')];
    expect(heads[1]?.getAttribute('aria-sort')).toBe('descending');
    heads[2]?.querySelector('button')?.click();
    heads[1]?.querySelector('button')?.click();
    expect(sorted).toEqual(['provider', 'start']);
  });

  test('a second click on a head turns the order', async () => {
    show(readQuery(writeQuery({ sort: 'remote' })));
    await settled();
    const heads = [...place.querySelectorAll('[role=columnheader]')];
    expect(heads[4]?.getAttribute('aria-sort')).toBe('ascending');
    heads[4]?.querySelector('button')?.click();
    expect(sorted).toEqual(['-remote']);
  });

  test('x and a box choose a row; with Shift a range is chosen, which grows and shrinks', async () => {
    show(readQuery(new URLSearchParams('q=choose')));
    await settled();
    grid().focus();
    press('j');
    press('x');
    expect(chosen()).toEqual(['session-1']);
    press('J', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    await settled();
    expect(chosen()).toEqual(['session-1', 'session-2', 'session-3']);
    press('K', { shiftKey: true });
    await settled();
    expect(chosen()).toEqual(['session-1', 'session-2']);
    place.querySelector<HTMLInputElement>('#session-5 input')?.click();
    await settled();
    expect(chosen()).toEqual(['session-1', 'session-2', 'session-5']);
    expect(document.activeElement).toBe(grid());
    const box = place.querySelector<HTMLInputElement>('#session-8 input');
    box?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }));
    await settled();
    expect(chosen()).toEqual([1, 2, 5, 6, 7, 8].map((row) => `session-${row}`));
    expect(box?.checked).toBe(true);
    press('Escape');
    expect(chosen()).toEqual([]);
  });

  test('Ctrl A chooses as many as a selection holds', async () => {
    show(readQuery(new URLSearchParams('q=all')));
    await settled();
    grid().focus();
    press('a', { ctrlKey: true });
    await settled();
    expect(selection.size).toBe(LARGEST_SELECTION);
    expect(selection.has(rowAt(LARGEST_SELECTION)!.id)).toBe(false);
  });

  test('shows the columns that are asked for, in the order of the table', async () => {
    show(readQuery(new URLSearchParams('q=columns')), ['start', 'texts', 'disposition']);
    await settled();
    const heads = [...place.querySelectorAll('[role=columnheader]')].map((head) => head.textContent?.trim());
    expect(heads).toEqual(['Selected', 'Start ↑', 'Texts', 'Review']);
    const cells = [...place.querySelectorAll('#session-1 [role=gridcell]')].map((cell) => cell.textContent?.trim());
    expect(cells.slice(2)).toEqual(['1', 'Violation']);
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
