/** A person describes a log that no format knows, keeps the format, saves it and takes it up elsewhere. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { importOver, newestImport, rowOf, savedSessions } from './pages.ts';

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterAll(() => app.close());

const said = (stamp: string, word: string, callId: string, text: string): string =>
  `[${stamp}] gw ${word} peer=10.0.0.1
MESSAGE sip:b@y.test SIP/2.0
From: <sip:a@x.test>;tag=a
To: <sip:b@y.test>
Call-ID: ${callId}
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: ${text.length}

${text}
`;
const LOG = `[2014.06.24 09:00:00] gw begins\n${said('2014.06.24 09:00:01', 'got', 'one', 'hello')}${said('2014.06.24 09:00:02', 'gave', 'two', 'there')}`;

/** Selects a piece of the log, as a person does, and says what it is. */
async function mark(piece: string, name: string): Promise<void> {
  const log = app.page.getByLabel(t('wizard.log'));
  await log.evaluate((area: HTMLTextAreaElement, wanted) => {
    area.focus();
    area.setSelectionRange(area.value.indexOf(wanted), area.value.indexOf(wanted) + wanted.length);
  }, piece);
  await app.page.getByRole('button', { name, exact: true }).press('Enter');
}

test('what is marked becomes a format, and the file is read with it', async () => {
  await app.drop([app.file('gateway.log', LOG)]);
  await importOver(app.page);
  const row = newestImport(app.page).getByRole('listitem').first();
  await row.getByText(t('again.open'), { exact: true }).press('Enter');
  await row.getByRole('button', { name: t('wizard.open') }).press('Enter');
  await expect.poll(() => row.getByLabel(t('wizard.log')).inputValue()).toContain('gw begins');
  const keep = row.getByRole('button', { name: t('wizard.keep') });
  expect(await keep.isDisabled()).toBe(true);
  await mark('2014.06.24 09:00:00', t('wizard.mark.stamp'));
  await mark(' gw got ', t('wizard.mark.incoming'));
  await mark('gw gave', t('wizard.mark.outgoing'));
  expect(await row.getByLabel(t('wizard.begins')).inputValue()).toBe('[');
  expect(await row.getByLabel(t('wizard.stamp')).inputValue()).toBe('0.0.0 0:0:0');
  await row.getByText(t('wizard.found', { n: 2 })).waitFor();
  await keep.press('Enter');
  await newestImport(app.page).getByText(t('again.job')).waitFor();
  await importOver(app.page);
  expect(await rowOf(app.page, 'gateway.log')).toContain('gateway utf-8');
  const sessions = await savedSessions(app);
  expect(sessions.map(({ start, keys }) => [keys.callIds[0], start])).toEqual([
    ['one', '2014-06-24T09:00:01.000Z'],
    ['two', '2014-06-24T09:00:02.000Z'],
  ]);
  expect(sessions.flatMap(({ texts }) => texts.map(({ text }) => text)).sort()).toEqual(['hello', 'there']);
});

test('it is saved as JSON, deleted, added again, and knows the next such log by itself', async () => {
  await app.go('#/import');
  await app.page.getByText(t('import.formats'), { exact: true }).click();
  const own = app.page.getByRole('region', { name: t('own.title') });
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    own.getByRole('button', { name: t('own.export.one', { name: 'gateway' }) }).click(),
  ]);
  const json = await readFile(await download.path(), 'utf8');
  expect(JSON.parse(json)).toMatchObject({ v: 1, id: 'own-gateway', incoming: ['gw got'], outgoing: ['gw gave'] });
  await own.getByRole('button', { name: t('own.delete.one', { name: 'gateway' }) }).click();
  await app.page
    .getByRole('dialog')
    .getByRole('button', { name: t('delete') })
    .click();
  await own.getByText('own-gateway').waitFor({ state: 'detached' });
  await own.locator('input[type=file]').setInputFiles(app.file('bad.json', '{"v":1}'));
  await own.getByText('title: missing.').waitFor();
  await own.locator('input[type=file]').setInputFiles(app.file('own-gateway.json', json));
  await own.getByText('own-gateway').waitFor();
  await app.drop([app.file('next.log', LOG.replaceAll('one', 'three'))]);
  await importOver(app.page);
  expect(await rowOf(app.page, 'next.log')).toContain('gateway utf-8');
});
