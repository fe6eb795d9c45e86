/** Asks the page that holds a large archive, and fills it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Million } from './page.ts';

export function call<K extends keyof Million>(
  page: Page,
  name: K,
  ...given: Parameters<Million[K]>
): ReturnType<Million[K]> {
  return page.evaluate(
    ([called, args]) => {
      const { million } = window as unknown as { million: Record<string, (...args: unknown[]) => unknown> };
      return million[called as string]?.(...(args as unknown[]));
    },
    [name, given],
  ) as ReturnType<Million[K]>;
}

/**
 * What is in the profile already is kept. How much that is stands beside it: the archive itself is not asked, so that its first opening
 * is a cold one.
 * @param step filled in one call of the page
 */
export async function filled(page: Page, profile: string, sessions: number, step: number): Promise<void> {
  const state = join(profile, 'sessions.txt');
  for (let from = existsSync(state) ? Number(readFileSync(state, 'utf8')) : 0; from < sessions; from += step) {
    const to = Math.min(sessions, from + step);
    const ms = await call(page, 'fill', from, to);
    writeFileSync(state, String(to));
    console.log(`${to} sessions (${Math.round(((to - from) / ms) * 1000)} a second)`);
  }
}

/** What the app kept for offline use would answer in the place of a page that is served from its origin: it goes. */
export function withoutApp(profile: string): void {
  rmSync(join(profile, 'Default', 'Service Worker'), { recursive: true, force: true });
}
