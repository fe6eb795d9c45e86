/** The Chromium that tests and benchmarks drive: found, or installed by the test command. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Quiet and alone: no sandbox (containers run as root), no calls home. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the first there is: the one CHROMIUM names, Debian's, Playwright's own. '' = none. */
export function chromiumPath(): string {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, and no file is there.`);
    return named;
  }
  return ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path)) ?? '';
}

/** Installs one where none is found; gives its path. Throws with the command to run where it cannot. */
export function chromiumOrInstall(): string {
  const found = chromiumPath();
  if (found !== '') return found;
  const debianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  const commands = debianRoot
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
      ]
    : [['npx', 'playwright', 'install', 'chromium']];
  for (const [command, ...args] of commands) {
    console.log(`No Chromium found; running: ${command} ${args.join(' ')}`);
    spawnSync(command ?? '', args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const installed = chromiumPath();
  if (installed !== '') return installed;
  throw new Error(
    'No Chromium could be installed. Run `sudo apt-get install chromium` (Debian) or ' +
      '`npx playwright install --with-deps chromium`, or set CHROMIUM to the path of one.',
  );
}
