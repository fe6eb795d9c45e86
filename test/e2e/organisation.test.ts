/** An administrator brings a register of licences: what it would change is seen, applied, and taken back. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { importOver, savedSessions } from './pages.ts';

let app: App;
const ORGANISATION = JSON.stringify({
  v: 1,
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
  providers: [{ id: 'yahoo', enabled: true, activated: '2011-05-01', domains: ['contoso.com'] }],
  licences: [],
});
const LICENCES = `sku,user,purchased,from,to,agreement,amount,currency
lync-cal,alice@contoso.com,2012-03-01,2012-03-01,,E-1,,
pic-usl,alice@contoso.com,2012-03-01,2012-03-01,2015-06-30,E-2,1200.00,EUR
`;

beforeAll(async () => {
  app = await App.open();
  await app.drop([app.file('edge.log', yahooChat({ callId: 'licensed', day: '06/24/2014', said: ['hello'] }))]);
  await importOver(app.page);
});
afterAll(() => app.close());

/** Rules that flag the one session as a violation. */
const violations = async (): Promise<string[]> =>
  (await savedSessions(app)).flatMap(({ flags }) =>
    flags.filter(({ severity }) => severity === 'violation').map(({ rule }) => rule),
  );
const press = (name: string): Promise<void> => app.page.getByRole('button', { name, exact: true }).click();
const MISSING = ['licence-cal-missing', 'licence-pic-usl-missing'];

async function apply(): Promise<void> {
  await press(t('basis.apply'));
  await app.page.getByRole('button', { name: t('basis.undo'), exact: true }).waitFor();
}

test('an organisation is dropped, its preview says what would change, and nothing is kept before it is applied', async () => {
  await app.drop([app.file('contoso.json', ORGANISATION)]);
  await app.page.waitForURL(/#\/organisation/);
  await press(t('basis.look'));
  const would = t('basis.would', { gain: t('basis.gain', { n: 1 }), lose: t('basis.lose', { n: 1 }) });
  await app.page.getByRole('heading', { name: would }).waitFor();
  expect(await violations()).toEqual([]);
  await app.go('#/organisation');
  await app.page.getByRole('heading', { name: would }).waitFor();
  await apply();
  expect((await violations()).sort()).toEqual(MISSING);
});

test('a CSV of licences is dropped, previewed with the session that loses its flags, applied and undone', async () => {
  await app.go('#/organisation');
  await app.drop([app.file('licences.csv', LICENCES)]);
  await app.page.getByRole('listitem', { name: t('form.licence', { number: 2 }) }).waitFor();
  await press(t('basis.look'));
  const would = t('basis.would', { gain: t('basis.gain', { n: 0 }), lose: t('basis.lose', { n: 1 }) });
  await app.page.getByRole('heading', { name: would }).waitFor();
  const list = app.page.getByRole('region', { name: t('changes.sessions') });
  await list.getByRole('link', { name: /alice@contoso\.com/ }).waitFor();
  await app.page.getByLabel(t('basis.note')).fill('licences of 2012');
  await apply();
  expect(await violations()).toEqual([]);

  await app.go('#/organisation');
  await press(t('basis.undo'));
  await app.page.getByRole('button', { name: t('basis.undo'), exact: true }).waitFor({ state: 'detached' });
  expect((await violations()).sort()).toEqual(MISSING);
});

test('licences are typed in: what the form tells is previewed, and what is wrong with it is said beside it', async () => {
  await app.go('#/organisation');
  await press(t('organisation.edit'));
  await app.page.getByLabel(t('organisation.zone')).fill('Europe/Nowhere');
  await press(t('basis.look'));
  await app.page.getByText(/timeZone.*not a time zone/).waitFor();
  const zone = app.page.locator('label').filter({ hasText: t('organisation.zone') });
  await zone.getByText(t('faults.found', { fault: t('fault.zone'), value: 'Europe/Nowhere' })).waitFor();
  expect(await zone.getByRole('combobox').getAttribute('aria-invalid')).toBe('true');
  await app.page.getByLabel(t('organisation.zone')).fill('Europe/Berlin');
  await app.page.getByLabel(t('form.idle')).fill('45');
  for (const [number, sku] of [
    ['1', 'lync-cal'],
    ['2', 'pic-usl'],
  ] as const) {
    await press(t('form.licence.add'));
    const row = app.page.getByRole('listitem', { name: t('form.licence', { number }) });
    await row.getByRole('combobox', { name: t('licence.sku') }).selectOption(sku);
    await row.getByRole('combobox', { name: t('licence.users') }).selectOption('named');
    await row.getByLabel(t('form.addresses')).fill('alice@contoso.com, sip:Bob@contoso.com');
    await row.getByLabel(t('licence.purchased')).fill('2012-03-01');
    await row.getByLabel(t('licence.from')).fill('2012-03-01');
  }
  await press(t('form.as-json'));
  const told = JSON.parse(await app.page.getByLabel(t('organisation.json')).inputValue()) as Record<string, unknown>;
  expect(told).toMatchObject({
    idleMinutes: 45,
    licences: [{ sku: 'lync-cal', users: ['alice@contoso.com', 'sip:Bob@contoso.com'] }, { from: '2012-03-01' }],
  });
  await press(t('form.as-form'));
  await press(t('basis.look'));
  const would = t('basis.would', { gain: t('basis.gain', { n: 0 }), lose: t('basis.lose', { n: 1 }) });
  await app.page.getByRole('heading', { name: would }).waitFor();
  await press(t('basis.withdraw'));
  await press(t('organisation.discard'));
  await app.page
    .getByRole('dialog')
    .getByRole('button', { name: t('organisation.discard'), exact: true })
    .click();
});

test('each version is listed and can be given back', async () => {
  await app.go('#/organisation?part=versions');
  await app.page.getByText('licences of 2012').waitFor();
  await app.page.getByText(t('versions.restores', { number: 1 })).waitFor();
  await press(`${t('versions.restore')} ${t('versions.number')} 2`);
  await apply();
  expect(await violations()).toEqual([]);
});

test('the credit is reckoned with its working, and saved as CSV', async () => {
  await app.go('#/organisation?part=credit');
  // 365 of 1,217 days lie after the last good day.
  await app.page.getByText('359.90 EUR').first().waitFor();
  await app.page.getByText(t('credit.working')).click();
  const [download] = await Promise.all([app.page.waitForEvent('download'), press(t('credit.save'))]);
  expect(await readFile(await download.path(), 'utf8')).toContain('359.90');
});

test('coverage draws the user, with a table behind it, and can be saved as a picture', async () => {
  await app.go('#/organisation?part=coverage');
  await app.page.getByRole('img', { name: /1 user used a provider/ }).waitFor();
  await app.page.getByText(t('timeline.table')).click();
  await app.page.getByRole('table').getByText('alice@contoso.com').waitFor();
  for (const kind of ['SVG', 'PNG']) {
    const [download] = await Promise.all([app.page.waitForEvent('download'), press(kind)]);
    const bytes = await readFile(await download.path());
    if (kind === 'SVG') expect(bytes.toString()).not.toMatch(/var\(--|light-dark/);
    else expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  }
});

test('a rule of one’s own is tried on the archive and applied', async () => {
  await app.go('#/organisation?part=rules');
  await press(t('rules.add'));
  await app.page.getByLabel(t('own-rule.title')).fill('Talk with Bob');
  await app.page.getByLabel(t('own-rule.because')).fill('Nobody talks with Bob.');
  await press(t('own-rule.add'));
  await app.page.getByLabel(t('own-rule.field')).selectOption('remote');
  await app.page.getByLabel(t('own-rule.value')).fill('bob@yahoo.com');
  await press(t('own-rule.try'));
  await app.page
    .getByRole('heading', {
      name: t('basis.would', { gain: t('basis.gain', { n: 1 }), lose: t('basis.lose', { n: 0 }) }),
    })
    .waitFor();
  await apply();
  expect((await savedSessions(app)).flatMap(({ flags }) => flags.map(({ rule }) => rule))).toContain(
    'own-talk-with-bob',
  );
  expect(app.faults).toEqual([]);
});

test('what cmdlets print is dropped, listed with its cmdlet, and taken up', async () => {
  const providers = [{ Identity: 'Yahoo!', ProxyFqdn: 'lcsap.msg.yahoo.com', VerificationLevel: 1, Enabled: false }];
  await app.go('#/organisation');
  await app.drop([app.file('providers.json', JSON.stringify(providers))]);
  await app.page.getByText('Get-CsPublicProvider', { exact: true }).waitFor();
  await press(t('exports.take'));
  await app.page.getByText(t('changes.about', { changed: '1', judged: '1' })).waitFor();
  await apply();
  expect(await violations()).toContain('provider-not-activated');
});
