/** Programs of others by which exports are checked: found, or installed by the test command. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program, and the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  xmllint: 'libxml2-utils',
  unzip: 'unzip',
  tshark: 'tshark',
  python3: 'python3',
  soffice: 'libreoffice-calc-nogui',
};

/** Not every release of Debian has python3-bagit: from the Python index it gets a place of its own. */
const BAGIT = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fedlens-test', 'bagit');

export function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** Environment in which `python3 -m bagit` is found; null = it is not installed. */
export function bagitEnvironment(): NodeJS.ProcessEnv | null {
  const own = { ...process.env, PYTHONPATH: BAGIT };
  if (spawnSync('python3', ['-c', 'import bagit'], { env: own, stdio: 'ignore' }).status !== 0) return null;
  return own;
}

/** All tests have to end within a quarter of an hour: nothing more is begun after so long, ms. */
const PATIENCE_MS = 120_000;

/** Installs what is missing, where that is possible; gives a line on each that is still missing. */
export function toolsOrInstall(): string[] {
  const began = Date.now();
  const inTime = (): boolean => Date.now() - began < PATIENCE_MS;
  const wanted = Object.entries(PROGRAMS).filter(([program]) => !has(program));
  const debianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (wanted.length > 0 && debianRoot) {
    run('apt-get', ['update']);
    for (const [, debian] of wanted) if (inTime()) run('apt-get', ['install', '-y', '--no-install-recommends', debian]);
  }
  if (bagitEnvironment() === null && debianRoot && inTime()) {
    run('apt-get', ['install', '-y', '--no-install-recommends', 'python3-bagit']);
  }
  if (bagitEnvironment() === null && has('python3') && inTime()) {
    const patience = ['--timeout', '5', '--retries', '0'];
    run('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      ...patience,
      '--target',
      BAGIT,
      'bagit==1.8.1',
      'setuptools<81',
    ]);
  }
  const missing = Object.entries(PROGRAMS).filter(([program]) => !has(program));
  const lines = missing.map(([program, debian]) => `${program} is missing: sudo apt-get install ${debian}`);
  if (bagitEnvironment() === null) lines.push('bagit is missing: python3 -m pip install bagit');
  return lines;
}

function run(command: string, args: readonly string[]): void {
  console.log(`Running: ${command} ${args.join(' ')}`);
  spawnSync(command, args, {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 240_000,
  });
}
