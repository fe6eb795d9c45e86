/** Settings of this browser that are no data of the archive: they live in localStorage. */
import { keepText, keptText } from './kept.ts';
import { columnsNamed, USUAL_COLUMNS, type ColumnName } from './session-columns.ts';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** `--paper` of the two themes. */
const BAR_COLOURS = { light: '#ffffff', dark: '#16191f' } as const;

function keptColumns(): readonly ColumnName[] {
  const kept = columnsNamed((keptText('fedlens.columns') ?? '').split(' '));
  return kept.length === 0 ? USUAL_COLUMNS : kept;
}

class Settings {
  /** Tag of a language; '' = as the browser prefers. One that is not known any more counts as ''. */
  #language = $state(keptText('fedlens.language') ?? '');
  #theme = $state<Theme>(THEMES.find((theme) => theme === keptText('fedlens.theme')) ?? 'system');
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  #shortcuts = $state(keptText('fedlens.shortcuts') !== 'off');

  #columns = $state.raw<readonly ColumnName[]>(keptColumns());

  get language(): string {
    return this.#language;
  }
  set language(tag: string) {
    this.#language = tag;
    keepText('fedlens.language', tag);
  }
  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    keepText('fedlens.theme', theme);
    this.apply();
  }
  get shortcuts(): boolean {
    return this.#shortcuts;
  }
  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    keepText('fedlens.shortcuts', on ? 'on' : 'off');
  }
  /** Columns of the list of sessions. */
  get columns(): readonly ColumnName[] {
    return this.#columns;
  }
  set columns(columns: readonly ColumnName[]) {
    this.#columns = columns;
    const isUsual = columns.join() === USUAL_COLUMNS.join();
    keepText('fedlens.columns', isUsual ? null : columns.join(' '));
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
