/** Reviewers with passphrases, encryption at rest, and the lock. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import type { States } from '../states.ts';

const PASSPHRASE = 'nine wooden boats at dusk';

export async function* reviewerStates(app: App): States {
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await app.go('#/archive?part=reviewers');
  await page.getByLabel(t('reviewers.name'), { exact: true }).fill('Anna');
  await page.getByLabel(t('reviewers.passphrase'), { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(t('reviewers.passphrase.again'), { exact: true }).fill('nine wooden boats at dawn');
  await page.getByText(t('reviewers.passphrase.differs')).waitFor();
  yield 'reviewers-differs';
  await page.getByLabel(t('reviewers.passphrase.again'), { exact: true }).fill(PASSPHRASE);
  await button(t('reviewers.found.do')).click();
  await page.getByText(t('reviewers.one-only')).waitFor();
  yield 'reviewers-one';
  await button(t('reviewers.add')).click();
  yield 'reviewers-add';
  await button(t('cancel')).click();
  await button(t('encryption.do')).click();
  await page.getByRole('dialog').waitFor();
  yield 'encryption-sure';
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('encryption.do'), exact: true })
    .click();
  await button(t('encryption.undo')).waitFor();
  yield 'encryption-on';
  await page
    .getByRole('banner')
    .getByRole('button', { name: t('lock.now'), exact: true })
    .click();
  await page.getByRole('heading', { level: 1, name: t('lock.title') }).waitFor();
  yield 'lock';
  await page.getByLabel(t('lock.passphrase'), { exact: true }).fill('nine wooden boats at dawn');
  await button(t('lock.unlock')).click();
  await page.getByRole('alert').waitFor();
  yield 'lock-refused';
}
