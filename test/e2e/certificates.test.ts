/** Certificates of handshakes stand in the row of their file, and stay with it in the archive. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { importOver } from './pages.ts';

const CAPTURE = readFileSync(new URL('../fixtures/tls/tls12.pcap', import.meta.url));
let app: App;

beforeAll(async () => {
  app = await App.open();
});
afterAll(() => app.close());

test('a capture lists the certificates that its handshakes show, and the bytes of each', async () => {
  await app.drop([app.file('tls.pcap', CAPTURE)]);
  await importOver(app.page);
  const summaries = app.page.getByText(t('certificates.title', { n: 3 }), { exact: true });
  // In the row of the import, and in that of the archived file.
  await expect.poll(() => summaries.count()).toBe(2);
  for (const summary of await summaries.all()) {
    await summary.click();
    const table = summary.locator('xpath=..').getByRole('table');
    await table.waitFor();
    const rows = (await table.getByRole('row').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    expect(rows[1]).toMatch(/^edge\.contoso\.com sip\.contoso\.com, 192\.0\.2\.1, 2001:db8::1 Contoso Root CA \d+ /);
    expect(rows[1]).toContain('server, digitalSignature, keyEncipherment 127.0.0.1:5061 as server');
    expect(rows[2]).toContain(t('certificates.authority'));
    expect(rows[3]).toContain('client, server');
    await table.getByRole('button').first().click();
    await table.getByText('edge.contoso.com').last().waitFor();
    expect(await table.locator('mark').count()).toBeGreaterThan(0);
  }
});
