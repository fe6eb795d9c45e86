/** What cannot be read is said in its row, and takes nothing else with it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ISSUES, type IssueCode } from '../../src/model.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { importOver, rowOf, savedSessions } from './pages.ts';

const day = '06/24/2014';
const chat = (callId: string, ...said: string[]): string => yahooChat({ callId, day, said });

const whole = chat('cut-1', 'kept') + chat('cut-2', 'last words');
const cut = whole.slice(0, whole.lastIndexOf('last words') + 4);
const longLine = chat('long-1', 'before') + 'x'.repeat(5_000_000) + '\r\n' + chat('long-2', 'after');
const longBody = chat('wide-1', 'y'.repeat(5_000_000)) + chat('wide-2', 'behind');
const [head = '', tail = ''] = chat('bytes-1', 'caf# noir').split('#');
const invalid = Buffer.concat([
  Buffer.from(head),
  Buffer.from([0xff, 0xfe]),
  Buffer.from(tail + chat('bytes-2', 'fine')),
]);

/** File, its content, what its row must say (null = nothing is wrong with it), and the Call-IDs that must be in the archive. */
const CASES: readonly (readonly [string, string | Uint8Array, IssueCode | null, readonly string[]])[] = [
  ['empty.log', '', 'file-empty', []],
  ['photo.jpg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300080606', 'hex'), 'format-unknown', []],
  ['cut.log', cut, 'record-truncated', ['cut-1', 'cut-2']],
  ['line.log', longLine, 'text-between-records', ['long-1', 'long-2']],
  ['bytes.log', invalid, 'text-not-utf8', ['bytes-1', 'bytes-2']],
  ['body.log', longBody, null, ['wide-1', 'wide-2']],
  ['good.log', chat('good-1', 'hello'), null, ['good-1']],
];

describe('bad input', () => {
  let app: App;
  const rows = new Map<string, string>();
  let callIds: string[] = [];

  beforeAll(async () => {
    app = await App.open();
    await app.drop(CASES.map(([name, content]) => app.file(name, content)));
    await importOver(app.page);
    for (const summary of await app.page.getByRole('article').locator('summary').all()) {
      if (!(await summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open)))
        await summary.click();
    }
    for (const [name] of CASES) rows.set(name, await rowOf(app.page, name));
    callIds = (await savedSessions(app)).flatMap(({ keys }) => keys.callIds);
  });
  afterAll(() => app.close());

  test.each(CASES)('%s: its row says what is wrong', (name, _, code) => {
    if (code !== null) expect(rows.get(name)).toContain(ISSUES[code].means);
    for (const { severity, means } of Object.values(ISSUES)) {
      if (code === null && severity !== 'info') expect(rows.get(name)).not.toContain(means);
    }
  });

  test.each(CASES)('%s: nothing else of it is lost', (_name, _content, _code, expected) => {
    for (const callId of expected) expect(callIds).toContain(callId);
  });

  test('the archive has nothing that is not in the files', () => {
    expect(callIds.sort()).toEqual(CASES.flatMap(([, , , expected]) => expected).sort());
  });
});
