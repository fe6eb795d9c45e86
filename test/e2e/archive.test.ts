/** The officer's keeping of the archive: holds, retention, purge, verification, anchor, ledger, exports, backup, undo. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { openDemonstration, sessionCount } from './pages.ts';
import { storedRows } from './stored-rows.ts';

let app: App;
beforeAll(async () => {
  app = await App.open();
  // A file picker of the system cannot be answered: what is exported then comes as a download.
  await app.page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  await openDemonstration(app);
  await app.page.reload();
}, 120_000);
afterAll(() => app.close());

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const part = async (name: string): Promise<void> => {
  await app.go(name === '' ? '#/archive' : `#/archive?part=${name}`);
};
const downloaded = async (press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([app.page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};
/** Unpacks a bag, follows its README word for word, and gives the sessions in it, an NDJSON line each. */
function checkedBag(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-bag-'));
  try {
    writeFileSync(join(folder, 'bag.zip'), bytes);
    execFileSync('unzip', ['-q', 'bag.zip'], { cwd: folder });
    const bag = join(folder, 'bagit');
    const readme = readFileSync(join(bag, 'README.txt'), 'utf8');
    for (const command of readme.matchAll(/^ {4}((?:sha256sum|node) .*)$/gm)) {
      execFileSync('sh', ['-c', command[1] ?? ''], { cwd: bag });
    }
    expect(readme).toContain('verify-ledger.mjs');
    return readFileSync(join(bag, 'data/ndjson/sessions.ndjson'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const PASSPHRASE = 'nine wooden boats at dusk';
/** Under that passphrase. */
let encrypted: Awaited<ReturnType<typeof downloaded>>;
/** Sessions in it. */
let archived = 0;
const chooseBackup = async ({ name, bytes }: typeof encrypted): Promise<void> => {
  await app.page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
};
const answerWith = async (passphrase: string): Promise<void> => {
  await app.page.getByLabel(t('restore.passphrase'), { exact: true }).fill(passphrase);
  await button(t('restore.do')).click();
};
const stored = (page: Page) => storedRows(page, 'sessions', 'ledger', 'jobs');
/** What the plan says for a reason why sessions stay. */
const staying = async (reason: string): Promise<number> => {
  const row = app.page.locator('dl > div').filter({ hasText: reason });
  return Number((await row.locator('dd').textContent())?.replace(/\D/g, ''));
};
const lookAtPlan = async (): Promise<void> => {
  await part('retention');
  await button(t('purge.look')).click();
  await app.page.getByRole('heading', { name: t('purge.stays') }).waitFor();
};

describe('the archive page', () => {
  test('verification finds an archive whole that nobody has touched', async () => {
    await part('');
    await button(t('verify.do')).click();
    await app.page.getByText(t('verify.whole')).waitFor();
  });

  test('a hold keeps sessions from a purge until it is released, and through the waiting time', async () => {
    const { page } = app;
    await part('holds');
    await page.getByRole('textbox', { name: t('custody.who.ask') }).fill('Anna');
    await button(t('custody.who.keep')).click();
    await button(t('holds.place.begin')).click();
    await page.getByRole('textbox', { name: t('holds.name'), exact: true }).fill('Contoso v. Fabrikam');
    await page.getByRole('textbox', { name: t('holds.why'), exact: true }).fill('Letter of the court');
    await page.getByRole('checkbox', { name: 'Yahoo!' }).check();
    await page.getByText(/^[1-9]\d* of [\d,]+ sessions? fit/).waitFor();
    await button(t('holds.place.do')).click();
    await page.getByText(t('holds.placed', { name: 'Contoso v. Fabrikam', n: 1 })).waitFor();

    const row = page.getByRole('listitem').filter({ hasText: 'Contoso v. Fabrikam' });
    const link = row.getByRole('link', { name: /\d/ });
    const fitting = Number((await link.textContent())?.replace(/\D/g, ''));
    await row.getByRole('button', { name: `${t('export.open')} Contoso v. Fabrikam` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Contoso v. Fabrikam').waitFor();
    await dialog.getByRole('radio', { name: new RegExp(`^${t('export.form.bagit')}`) }).check();
    const { bytes } = await downloaded(() => dialog.getByRole('button', { name: t('export.do'), exact: true }).click());
    const lines = checkedBag(bytes).trimEnd().split('\n').slice(0, -1);
    const providers = lines.map((line) => (JSON.parse(line) as { provider: { id: string } }).provider.id);
    expect(new Set(providers)).toEqual(new Set(['yahoo']));
    expect(lines).toHaveLength(fitting);
    await dialog.getByRole('button', { name: t('export.close'), exact: true }).click();

    await part('retention');
    await page.getByRole('spinbutton', { name: t('retention.days') }).fill('30');
    await button(t('retention.keep')).click();
    await page.getByText(t('retention.kept')).waitFor();
    await lookAtPlan();
    const held = await staying(t('purge.stays.held'));
    expect(held).toBeGreaterThan(0);

    await part('holds');
    await page.getByRole('button', { name: new RegExp(`^${t('holds.release')}`) }).click();
    await page.getByRole('textbox', { name: t('holds.release.why') }).fill('Settled');
    await button(t('holds.release.do')).click();
    await page.getByRole('heading', { name: t('holds.released'), exact: true }).waitFor();
    await lookAtPlan();
    expect(await staying(t('purge.stays.held'))).toBe(0);
    expect(await staying(t('purge.stays.waiting'))).toBe(held);
  });

  test('an anchor is found again in the ledger that it was taken from, and another is not', async () => {
    const { page } = app;
    await part('');
    const { name, bytes } = await downloaded(() => button(t('anchor.save')).click());
    expect(name).toMatch(/^fedlens-anchor-\d+\.json$/);
    const { anchor } = JSON.parse(bytes.toString()) as { anchor: { count: number; head: string } };
    const field = page.locator('input[type=file]');
    await field.setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
    // What was found before is shown until then.
    await page.getByText(t('anchor.against', { name, n: anchor.count })).waitFor();
    await button(t('verify.do')).waitFor();
    await page.getByText(t('verify.whole')).waitFor();
    const other = JSON.stringify({ anchor: { ...anchor, head: 'f'.repeat(64) } });
    await field.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from(other) });
    await page.getByText(t('verify.fault', { part: t('verify.part.anchor') })).waitFor();
  });

  test('an export streams into one file and stands in the ledger', async () => {
    const { page } = app;
    await sessionCount(app);
    await button(t('export.open')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: new RegExp(`^${t('export.form.csv')}`) }).check();
    const { bytes } = await downloaded(() => dialog.getByRole('button', { name: t('export.do'), exact: true }).click());
    expect(bytes.length).toBeGreaterThan(1_000);
    await dialog.getByText(t('export.recorded')).waitFor();
    await dialog.getByRole('button', { name: t('export.close'), exact: true }).click();
    await part('ledger&action=export');
    await page
      .locator('main li')
      .filter({ hasText: t('export.form.csv') })
      .waitFor();
  });

  test('the ledger of a session tells of the import that brought it', async () => {
    const { page } = app;
    await sessionCount(app);
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('tab', { name: t('session.tab.history') }).click();
    await page.locator('#part li').filter({ hasText: 'demonstration.log' }).waitFor();
  });

  test('a backup brings everything back into an archive that was emptied', async () => {
    const { page } = app;
    const before = await sessionCount(app);
    await part('backup');
    const { name, bytes } = await downloaded(() => button(t('backup.do')).click());
    await button(t('demonstration.leave')).click();
    await page.getByText(t('demonstration.text')).waitFor({ state: 'detached' });
    await part('backup');
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/gzip', buffer: bytes });
    await page.getByText(t('verify.whole')).waitFor();
    expect(await sessionCount(app)).toBe(before);
  });

  test('an encrypted backup asks for its passphrase; with another nothing is restored and nothing changed', async () => {
    const { page } = app;
    archived = await sessionCount(app);
    await part('backup');
    await page.getByRole('checkbox', { name: t('backup.encrypt') }).check();
    expect(await button(t('backup.do')).isDisabled()).toBe(true);
    await page.getByLabel(t('reviewers.passphrase'), { exact: true }).fill(PASSPHRASE);
    await page.getByLabel(t('reviewers.passphrase.again'), { exact: true }).fill(PASSPHRASE);
    encrypted = await downloaded(() => button(t('backup.do')).click());
    expect(encrypted.name).toMatch(/\.backup\.encrypted$/);
    expect(gunzipSync.bind(null, encrypted.bytes)).toThrow();

    const before = await stored(page);
    await chooseBackup(encrypted);
    await answerWith('a passphrase of somebody else');
    await page
      .getByRole('alert')
      .filter({ hasText: t('reason.backup-passphrase-wrong') })
      .waitFor();
    expect(await stored(page)).toEqual(before);
    // Asked again, and not answered.
    await chooseBackup(encrypted);
    await button(t('cancel')).click();
    await page.getByLabel(t('restore.passphrase'), { exact: true }).waitFor({ state: 'detached' });
    expect(await stored(page)).toEqual(before);
    expect(before.sessions).toHaveLength(archived);
  });

  test('an import is undone, and what it brought is gone', async () => {
    await part('imports');
    await app.page.getByRole('button', { name: new RegExp(`^${t('unfinished.undo')}`) }).click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('undo.do') })
      .click();
    await app.page.getByText(t('job-state.undone'), { exact: true }).waitFor();
    expect(await sessionCount(app)).toBe(0);
    expect(app.faults).toEqual([]);
  });

  test('the encrypted backup brings back under its passphrase what was undone', async () => {
    await part('backup');
    // What came of earlier restores is shown until then.
    await app.page.reload();
    await chooseBackup(encrypted);
    await answerWith(PASSPHRASE);
    await app.page.getByText(t('verify.whole')).waitFor();
    expect(archived).toBeGreaterThan(0);
    expect(await sessionCount(app)).toBe(archived);
    expect(app.faults).toEqual([]);
  });
});
