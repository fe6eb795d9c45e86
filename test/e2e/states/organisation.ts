/** The parts of the organisation, its form, and what a change would do. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import type { States } from '../states.ts';

export async function* organisationStates(app: App): States {
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await app.go('#/organisation');
  yield 'organisation';
  await button(t('organisation.edit')).click();
  yield 'organisation-form';
  await page.getByLabel(t('organisation.zone')).fill('Europe/Nowhere');
  await button(t('basis.look')).click();
  await page.getByRole('alert').first().waitFor();
  yield 'organisation-form-faults';
  await button(t('form.as-json')).click();
  yield 'organisation-json';
  await button(t('organisation.discard')).click();
  yield 'organisation-discard';
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('organisation.discard'), exact: true })
    .click();
  for (const part of ['coverage', 'credit', 'catalogue', 'rules', 'versions']) {
    await app.go(`#/organisation?part=${part}`);
    await page.locator('main .panel').first().waitFor();
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll<HTMLDetailsElement>('main details')) folded.open = true;
    });
    yield `organisation-${part}`;
  }
  await app.go('#/organisation?part=rules');
  await button(t('rules.add')).click();
  await button(t('own-rule.add')).click();
  yield 'organisation-own-rule';
  await page.locator('main li input[type=checkbox]').first().click();
  await button(t('basis.look')).click();
  await button(t('basis.apply')).waitFor();
  yield 'organisation-preview';
  await button(t('basis.withdraw')).click();
}
