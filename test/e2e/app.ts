/** The built app as a person has it: served with its headers, in a real Chromium with a profile of its own. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { preview, type PreviewServer } from 'vite';
import { CHROMIUM_FLAGS, chromiumPath } from '../chromium.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
const WIDE = { width: 1280, height: 800 };

export interface Options {
  theme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  /** Let the service worker be; without it every test starts as a first visit. */
  offline?: boolean;
}

export class App {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly origin: string;
  /** Every request that any page or worker of the profile made. */
  readonly requests: string[] = [];
  /** What was written to the console as an error, and errors that nobody caught. */
  readonly faults: string[] = [];
  readonly #server: PreviewServer;
  readonly #folder: string;

  private constructor(server: PreviewServer, context: BrowserContext, page: Page, folder: string) {
    this.#server = server;
    this.context = context;
    this.page = page;
    this.#folder = folder;
    this.origin = (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
    context.on('request', (request) => this.requests.push(request.url()));
    context.on('weberror', (event) => this.faults.push(event.error().message));
    context.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  /** Serves dist and opens its first page. */
  static async open({ theme = 'light', viewport = WIDE, offline = false }: Options = {}): Promise<App> {
    if (!existsSync(join(ROOT, 'dist/index.html'))) throw new Error('There is no build: run `npm run build` first.');
    const folder = mkdtempSync(join(tmpdir(), 'fedlens-e2e-'));
    const server = await preview({
      root: ROOT,
      logLevel: 'silent',
      // The port that the system gives: tests do not stand in each other's way, nor in that of a running `npm start`.
      preview: { port: 0 },
    });
    // Installability and the storage of an installed app are known to a profile on disk only.
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: chromiumPath(),
      args: [...CHROMIUM_FLAGS],
      colorScheme: theme,
      viewport,
      acceptDownloads: true,
      serviceWorkers: offline ? 'allow' : 'block',
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const app = new App(server, context, page, folder);
    await app.go('#/import');
    return app;
  }

  async go(hash: string): Promise<void> {
    await this.page.goto(`${this.origin}/${hash}`);
    // A page may show a session with a heading of its own.
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  /** Path of a file made for this app, in a folder that goes with it. */
  file(name: string, content: string | Uint8Array): string {
    mkdirSync(join(this.#folder, 'files'), { recursive: true });
    const path = join(this.#folder, 'files', name);
    writeFileSync(path, content);
    return path;
  }

  /** A person drags these files over the page and lets go: trusted events with a DataTransfer of real files. */
  drop(paths: readonly string[]): Promise<void> {
    return this.#drag(paths, ['dragEnter', 'dragOver', 'drop']);
  }
  /** … and does not let go yet. */
  hover(paths: readonly string[]): Promise<void> {
    return this.#drag(paths, ['dragEnter', 'dragOver']);
  }

  async #drag(paths: readonly string[], types: ('dragEnter' | 'dragOver' | 'drop')[]): Promise<void> {
    // The import that they begin takes a moment to show: until then the newest one is not one of those that are there.
    await this.page.evaluate(() => {
      for (const earlier of document.querySelectorAll('article')) earlier.setAttribute('data-earlier', '');
    });
    const devtools = await this.context.newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    // In over the edge, and let go once over the page: what the pointer is over last was only just entered.
    for (const type of types) {
      const y = type === 'dragEnter' ? 2 : 300;
      await devtools.send('Input.dispatchDragEvent', { type, x: 640, y, data });
    }
    await devtools.detach();
  }

  async stopServer(): Promise<void> {
    await this.#server.close();
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
