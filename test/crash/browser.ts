/** A Chromium with a profile on disk whose process can be killed, and the page of the crash test in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { build, preview } from 'vite';
import { CHROMIUM_FLAGS, chromiumPath } from '../chromium.ts';
import type { Crash } from './page.ts';

/** Builds a page of a test and serves it. @param root folder of its index.html @param port 0 = any */
export async function served(root: string, port = 0): Promise<{ origin: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-page-'));
  const shared = { configFile: false, root, logLevel: 'error', publicDir: false } as const;
  await build({ ...shared, worker: { format: 'es' }, build: { outDir: folder, emptyOutDir: true, target: 'es2022' } });
  const server = await preview({ ...shared, build: { outDir: folder }, preview: { port, host: 'localhost' } });
  const origin = (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { origin, close };
}

/** One profile; the browser on it can be killed and started again. */
export class KillableBrowser {
  readonly #profile: string;
  readonly #origin: string;
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;

  /** @param profile folder of a profile; kept by whoever names one that is wanted again */
  constructor(origin: string, profile = mkdtempSync(join(tmpdir(), 'fedlens-profile-'))) {
    this.#origin = origin;
    this.#profile = profile;
  }

  /** A new tab, in a browser that is started where none runs. @param offers what of `window` says that the page is ready */
  async page(offers = 'crash'): Promise<Page> {
    const page = await this.blank();
    await page.goto(this.#origin);
    await page.waitForFunction((name) => name in window, offers, { timeout: 120_000, polling: 100 });
    return page;
  }

  /** A new tab that shows nothing yet. */
  async blank(): Promise<Page> {
    if (this.#browser === null) await this.#start();
    const context = this.#browser?.contexts()[0];
    if (context === undefined) throw new Error('The browser has no profile');
    return context.newPage();
  }

  /** Gives the origin room for so many bytes; null = for as many as there is. */
  async limit(page: Page, quotaSize: number | null): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    const origin = this.#origin;
    await devtools.send('Storage.overrideQuotaForOrigin', quotaSize === null ? { origin } : { origin, quotaSize });
  }

  /** Kills the browser's own process, and with it all of the browser, as a power cut would. */
  async kill(): Promise<void> {
    const gone = this.#ended();
    this.#process?.kill('SIGKILL');
    await gone;
    this.#browser = null;
    this.#process = null;
    // What it had started goes a moment later; a new browser waits for it in vain.
    await pause(300);
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #start(): Promise<void> {
    const port = join(this.#profile, 'DevToolsActivePort');
    for (const name of ['DevToolsActivePort', 'SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
      rmSync(join(this.#profile, name), { force: true });
    }
    const flags = [
      ...CHROMIUM_FLAGS,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.#profile}`,
    ];
    this.#process = spawn(chromiumPath(), [...flags, 'about:blank'], { stdio: 'ignore' });
    for (let attempt = 0; !existsSync(port); attempt++) {
      if (attempt === 300) throw new Error('Chromium did not start within 30 s');
      await pause(100);
    }
    await pause(50);
    const [number] = readFileSync(port, 'utf8').split('\n');
    this.#browser = await chromium.connectOverCDP(`http://localhost:${number}`);
  }

  #ended(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }
}

/** Calls what the page offers; rejects where the page is gone. */
export function call<K extends keyof Crash>(page: Page, name: K, ...given: Parameters<Crash[K]>): ReturnType<Crash[K]> {
  return page.evaluate(
    ([called, args]) => {
      const { crash } = window as unknown as { crash: Record<string, (...args: unknown[]) => unknown> };
      return crash[called as string]?.(...(args as unknown[]));
    },
    [name, given],
  ) as ReturnType<Crash[K]>;
}
