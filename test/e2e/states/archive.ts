/** The parts of the archive with their forms and what they tell; a backup that was written and one that was merged. */
import { readFile } from 'node:fs/promises';
import { t } from '../../../src/messages/catalogue.ts';
import { ENCRYPTED_BACKUP } from '../../../src/model.ts';
import type { App } from '../app.ts';
import type { States } from '../states.ts';

export async function* archiveStates(app: App): States {
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  for (const part of ['state', 'reviewers', 'holds', 'retention', 'ledger', 'imports', 'backup']) {
    await app.go(`#/archive?part=${part}`);
    await page.locator('main .panel').first().waitFor();
    await page.waitForTimeout(300);
    yield `archive-${part}`;
  }
  await app.go('#/archive');
  await button(t('verify.do')).click();
  await page.getByText(t('verify.whole')).waitFor();
  yield 'archive-verified';
  await app.go('#/archive?part=holds&provider=yahoo');
  await button(t('holds.place.do')).waitFor();
  yield 'archive-hold-form';
  await page.getByRole('textbox', { name: t('holds.name'), exact: true }).fill('Contoso v. Fabrikam');
  await page.getByRole('textbox', { name: t('holds.why'), exact: true }).fill('Letter of the court');
  await button(t('holds.place.do')).click();
  await page.getByText(t('holds.placed', { name: 'Contoso v. Fabrikam', n: 1 })).waitFor();
  yield 'archive-hold-placed';
  await app.go('#/archive?part=retention');
  await button(t('retention.period.add')).click();
  yield 'archive-retention-form';
  await button(t('retention.drop')).click();
  await button(t('purge.look')).click();
  await page.getByRole('heading', { name: t('purge.stays') }).waitFor();
  yield 'archive-purge-plan';
  await page.getByLabel(t('retention.days')).fill('365');
  await button(t('retention.keep')).click();
  await button(t('purge.look')).click();
  await page
    .getByText(/sessions would be purged/)
    .first()
    .waitFor();
  yield 'archive-purge-due';
  await page.getByRole('button', { name: /^Purge / }).click();
  await page.getByRole('dialog').waitFor();
  yield 'archive-purge-sure';
  await page.keyboard.press('Escape');
  await app.go('#/archive?part=ledger');
  await page.locator('main li summary').first().click();
  yield 'archive-ledger-entry';
  await app.go('#/archive?part=backup');
  const [download] = await Promise.all([page.waitForEvent('download'), button(t('backup.do')).click()]);
  const bytes = await readFile(await download.path());
  await page.getByRole('checkbox', { name: t('backup.encrypt') }).check();
  yield 'archive-backup-passphrase';
  await button(t('demonstration.leave')).click();
  await page.getByText(t('demonstration.text')).waitFor({ state: 'detached' });
  await app.go('#/archive?part=backup');
  const name = download.suggestedFilename();
  const choose = page.locator('main input[type=file]');
  await choose.setInputFiles({ name, mimeType: 'application/gzip', buffer: bytes });
  await page.getByText(t('verify.whole')).waitFor();
  yield 'archive-merged';
  const head = Buffer.from(ENCRYPTED_BACKUP);
  await choose.setInputFiles({ name: `${name}.encrypted`, mimeType: 'application/octet-stream', buffer: head });
  await page.getByLabel(t('restore.passphrase'), { exact: true }).waitFor();
  yield 'archive-restore-passphrase';
}
