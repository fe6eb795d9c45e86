/** The first run, the empty pages, an import with what cannot be read, and the ways to read a file again. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import { importOver, openDemonstration } from '../pages.ts';
import type { States } from '../states.ts';

const EMPTY = ['overview', 'sessions', 'review', 'organisation', 'archive', 'nowhere'];
const STANZA = "<message from='a@x.test/1' to='b@y.test' id='1'><body>hi</body></message>";

export async function* importStates(app: App): States {
  const { page } = app;
  yield 'first-run';
  await page.getByText(t('import.formats')).click();
  yield 'first-run-formats';
  for (const name of EMPTY) {
    await app.go(`#/${name}`);
    yield `empty-${name}`;
  }
  await app.go('#/import');
  await app.drop([app.file('empty.log', ''), app.file('photo.jpg', Buffer.from('ffd8ffe000104a46494600', 'hex'))]);
  await importOver(page);
  yield 'import-refused';
  await app.drop([app.file('prosody.log', `Jun 24 09:00:00 c2s1\tdebug\tRECV: ${STANZA}\nwords\n`)]);
  await importOver(page);
  for (const summary of [/^Read again as/, /^What was skipped/]) {
    for (const one of await page.getByRole('listitem').getByText(summary).all()) await one.click();
  }
  await page
    .getByRole('button', { name: /^Show the bytes at offset/ })
    .first()
    .click();
  await page.getByRole('region', { name: /^Bytes of/ }).waitFor();
  yield 'import-read-again';
  await page
    .getByRole('button', { name: /^No format fits/ })
    .first()
    .click();
  await page.getByText(/found in what is shown|nothing says where/).waitFor();
  yield 'import-wizard';
  await openDemonstration(app);
  await page.getByRole('heading', { name: t('matrix.title') }).waitFor();
  await page.waitForTimeout(1500);
  yield 'overview';
  await app.go('#/import');
  yield 'import';
}
