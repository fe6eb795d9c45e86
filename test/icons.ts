/** Draws public/icon-*.png from public/icon.svg: `node --import tsx test/icons.ts` after the drawing was changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, chromiumOrInstall } from './chromium.ts';

const folder = join(import.meta.dirname, '../public');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');

/** px; a maskable icon fills its square, with the drawing inside the safe zone (a circle of four fifths). */
const ICONS = [
  { file: 'icon-192.png', size: 192, maskable: false },
  { file: 'icon-512.png', size: 512, maskable: false },
  { file: 'icon-maskable-512.png', size: 512, maskable: true },
];

const browser = await chromium.launch({ executablePath: chromiumOrInstall(), args: [...CHROMIUM_FLAGS] });
for (const { file, size, maskable } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = maskable
    ? drawing.replace('rx="96" ', '').replace('viewBox="0 0 512 512"', 'viewBox="-32 -32 576 576"')
    : drawing;
  const ground = maskable ? '#0b3d6e' : 'transparent';
  await page.setContent(`<style>*{margin:0;background:${ground}}svg{display:block;width:100vw}</style>${svg}`);
  writeFileSync(join(folder, file), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
