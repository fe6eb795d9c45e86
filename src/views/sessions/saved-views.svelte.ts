/** Views of the list that the person gave a name: what the address asks for, kept in this browser for each archive. */
import type { ArchiveName } from '../../../workers/api.ts';
import { keepText, keptText } from '../kept.ts';

export interface SavedView {
  name: string;
  /** The query of the address. */
  query: string;
}

const PREFIX = 'fedlens.views.';

class SavedViews {
  /** Each change of what is kept, here or in another tab. */
  #changes = $state(0);

  constructor() {
    addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) this.#changes++;
    });
  }

  /** By name. */
  of(archive: ArchiveName): SavedView[] {
    void this.#changes;
    return readViews(keptText(PREFIX + archive));
  }

  /** In place of one of the same name. @returns false where the browser keeps nothing */
  keep(archive: ArchiveName, view: SavedView): boolean {
    return this.#write(archive, [...this.of(archive).filter(({ name }) => name !== view.name), view]);
  }

  forget(archive: ArchiveName, gone: string): boolean {
    return this.#write(
      archive,
      this.of(archive).filter(({ name }) => name !== gone),
    );
  }

  #write(archive: ArchiveName, views: SavedView[]): boolean {
    const kept = keepText(PREFIX + archive, views.length === 0 ? null : JSON.stringify(views));
    this.#changes++;
    return kept;
  }
}

/** Anyone can write into the browser's storage: what is no view is left out. */
export function readViews(text: string | null): SavedView[] {
  let read: unknown;
  try {
    read = JSON.parse(text ?? '[]');
  } catch {
    // Not what this program wrote: there are no views in it.
    return [];
  }
  if (!Array.isArray(read)) return [];
  const views = read.flatMap((view: unknown): SavedView[] => {
    if (typeof view !== 'object' || view === null || !('name' in view) || !('query' in view)) return [];
    const { name, query } = view;
    return typeof name === 'string' && name !== '' && typeof query === 'string' ? [{ name, query }] : [];
  });
  return views.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const savedViews = new SavedViews();
