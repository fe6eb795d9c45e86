/** The queue before and after a decision, word lists and their form, the report. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import type { States } from '../states.ts';

export async function* reviewStates(app: App): States {
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await app.go('#/review');
  await page.getByRole('group', { name: t('review.decide') }).waitFor();
  yield 'review-who';
  await page.getByRole('textbox', { name: t('review.who.ask') }).fill('Anna');
  await button(t('review.who.keep')).click();
  await page.getByText('Anna', { exact: true }).waitFor();
  yield 'review';
  await page.getByText(t('review.settings'), { exact: true }).click();
  await page.getByRole('textbox', { name: new RegExp(`^${t('review.note')}`) }).fill('Looks like a licence lapse');
  await page.getByRole('button', { name: new RegExp(`^${t('review.step.escalated')}`) }).click();
  await page.getByRole('button', { name: t('review.undo') }).waitFor();
  yield 'review-taken';
  await app.go('#/sessions?disposition=open');
  await page.getByRole('grid').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('group', { name: t('selection.title') }).waitFor();
  yield 'sessions-deciding';
  await app.go('#/review?part=words');
  yield 'words-none';
  await button(t('words.new')).click();
  await page.getByLabel(t('words.name')).fill('Prices');
  await page.getByLabel(t('words.entries')).fill('price*\n"\nnever');
  await button(t('words.try')).click();
  await page.getByRole('alert').waitFor();
  yield 'words-fault';
  await page.getByLabel(t('words.entries')).fill('price*\nnever');
  await button(t('words.keep', { n: 1 })).click();
  await page.getByText(t('words.kept', { n: 1 })).waitFor();
  yield 'words';
  await app.go('#/review?part=report');
  await page
    .getByRole('article')
    .filter({ hasText: t('report.title') })
    .waitFor();
  yield 'report';
}
