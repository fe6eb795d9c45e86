/** A person chooses another format, encoding or zone for a file, and looks at the bytes around a place. */
import type { Locator } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { importOver, newestImport, rowOf, savedSessions } from './pages.ts';

let app: App;
beforeEach(async () => {
  app = await App.open();
});
afterEach(() => app.close());

const LOG = `Jun 24 09:00:00 c2s1\tdebug\tRECV: <message from='a@x.test/1' to='b@y.test' id='1'><body>hi</body></message>
some words between
Jun 24 09:10:00 c2s1\tdebug\tRECV: <message from='a@x.test/1' to='b@y.test' id='2'><body>ho</body></message>
`;
const starts = async (): Promise<(string | null)[]> =>
  (await savedSessions(app)).map(({ start }) => start?.slice(4) ?? null);

/** Opens the form of a row and fills it; all by keyboard and labels. */
async function readAgain(row: Locator, fields: { [label: string]: string }): Promise<void> {
  await row.getByText(t('again.open'), { exact: true }).press('Enter');
  for (const [label, value] of Object.entries(fields)) {
    const field = row.getByLabel(label);
    if ((await field.getAttribute('type')) === 'date') await field.fill(value);
    else await field.selectOption(value);
  }
  await row.getByRole('button', { name: t('again.read'), exact: true }).press('Enter');
  await app.page.getByRole('article').first().getByText(t('again.job')).waitFor();
  await importOver(app.page);
}

test('a file is read again in another zone and on another day, from its row and from the list of what is archived', async () => {
  await app.drop([app.file('prosody.log', LOG)]);
  await importOver(app.page);
  expect(await rowOf(app.page, 'prosody.log')).toContain(t('assumed.zone', { zone: 'UTC' }));
  expect(await starts()).toEqual(['-06-24T09:00:00.000Z']);

  await app.go('#/import');
  const row = newestImport(app.page).getByRole('listitem').first();
  await readAgain(row, { [t('again.zone')]: 'Asia/Tokyo' });
  expect(await rowOf(app.page, 'prosody.log')).toContain(t('assumed.zone', { zone: 'Asia/Tokyo' }));
  expect(await newestImport(app.page).nth(0).innerText()).not.toContain(t('again.stale'));
  expect(await app.page.getByRole('article').nth(1).innerText()).toContain(t('again.stale'));
  expect(await starts()).toEqual(['-06-24T00:00:00.000Z']);

  await app.go('#/import');
  await app.page.reload();
  const past = app.page.getByRole('region', { name: t('import.past', { n: 1 }) }).getByRole('listitem');
  await readAgain(past, { [t('again.zone')]: '', [t('again.day')]: '2014-07-01' });
  expect(await rowOf(app.page, 'prosody.log')).toContain(t('assumed.date.person', { day: '1 Jul 2014' }));
  expect((await savedSessions(app)).map(({ start }) => start)).toEqual(['2014-06-24T09:00:00.000Z']);
});

test('a file that no format fitted is read as the one that is named', async () => {
  // Longer than what is looked through for a format.
  const text = 'noise\n'.repeat(800_000) + yahooChat({ callId: 'late', day: '06/24/2014', said: ['hello'] });
  await app.drop([app.file('mine.log', text)]);
  await importOver(app.page);
  expect(await rowOf(app.page, 'mine.log')).toContain(t('file.unreadable'));
  await readAgain(newestImport(app.page).getByRole('listitem').first(), { [t('again.format')]: 'sipstack' });
  expect((await savedSessions(app)).flatMap(({ keys }) => keys.callIds)).toEqual(['late']);
});

test('the bytes around a place are shown in the row of an import and of an archived file', async () => {
  await app.drop([app.file('prosody.log', LOG)]);
  await importOver(app.page);
  const rows = [
    newestImport(app.page).getByRole('listitem').first(),
    app.page.getByRole('region', { name: t('import.past', { n: 1 }) }).getByRole('listitem'),
  ];
  const offset = LOG.indexOf('some words');
  for (const row of rows) {
    await row.getByText(t('ledger.title', { n: 2 })).click();
    await row.getByRole('button', { name: t('ledger.show', { offset }) }).press('Enter');
    const dump = row.getByRole('region', { name: t('around.label', { file: 'prosody.log', offset }) });
    await dump.waitFor();
    expect((await dump.locator('code:last-child mark').allInnerTexts()).join('')).toContain('some words betwe');
    // "words" in hexadecimal, and what stands behind it.
    expect(await dump.innerText()).toContain('77 6f 72 64 73');
    expect((await dump.innerText()).replace(/\s+/g, '')).toContain('n2409:10:00c2');
  }
});
