/** Settings of this browser that are no data of the archive: they live in localStorage. */

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Storage may be refused (a private window): then a setting lasts as long as the page. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The setting holds for this page; nothing of the user's work is lost.
  }
}

/** `--paper` of the two themes. */
const BAR_COLOURS = { light: '#ffffff', dark: '#16191f' } as const;

class Settings {
  #theme = $state<Theme>(THEMES.find((theme) => theme === stored('fedlens.theme')) ?? 'system');
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  #shortcuts = $state(stored('fedlens.shortcuts') !== 'off');

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    store('fedlens.theme', theme);
    this.apply();
  }
  get shortcuts(): boolean {
    return this.#shortcuts;
  }
  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    store('fedlens.shortcuts', on ? 'on' : 'off');
  }
  apply(): void {
    document.documentElement.dataset['theme'] = this.#theme;
    // The system's own bars follow the page, whatever the system itself prefers.
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const ofSystem = meta.media.includes('dark') ? 'dark' : 'light';
      meta.content = BAR_COLOURS[this.#theme === 'system' ? ofSystem : this.#theme];
    }
  }
}

export const settings = new Settings();
settings.apply();
