/** Views of the list that a person gave a name: what the address asks for, kept in the archive and in its backup. */
import type { ArchiveName } from '../../../workers/api.ts';
import type { SavedView } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Asked } from '../asked.svelte.ts';
import { keepText, keptText } from '../kept.ts';
import { whyOf } from '../reasons.ts';

/** Where views were kept before archives had them. */
const PREFIX = 'fedlens.views.';

class SavedViews {
  readonly #asked = new Asked<SavedView[]>();
  /** By name. */
  readonly all = $derived((this.#asked.value ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)));

  read(name: ArchiveName): void {
    this.#asked.ask(async () => {
      const kept = await archive.ask((worker) => worker.views());
      if (kept.ok) await takeUp(name, kept.value);
      return kept;
    });
  }

  /** In place of one of the same name. @returns why it is not kept; null = it is */
  keep(name: ArchiveName, view: SavedView): Promise<string | null> {
    return changed(name, () => archive.ask((worker) => worker.keepViews([view])));
  }

  forget(name: ArchiveName, gone: string): Promise<string | null> {
    return changed(name, () => archive.ask((worker) => worker.forgetView(gone)));
  }
}

/** An undo that comes when another archive is shown changes nothing there. */
async function changed(name: ArchiveName, change: () => ReturnType<typeof archive.ask<null>>): Promise<string | null> {
  if (archive.name !== name) return null;
  const outcome = await change();
  if (!outcome.ok) return whyOf(outcome);
  void archive.refresh();
  return null;
}

/** What this browser kept beside the archive goes into it once; one whose name the archive has is there already. */
async function takeUp(name: ArchiveName, known: readonly SavedView[]): Promise<void> {
  const text = keptText(PREFIX + name);
  if (text === null) return;
  const anew = readViews(text).filter((view) => !known.some((other) => other.name === view.name));
  const outcome = anew.length === 0 ? null : await archive.ask((worker) => worker.keepViews(anew));
  if (outcome === null || outcome.ok) keepText(PREFIX + name, null);
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
  return read.flatMap((view: unknown): SavedView[] => {
    if (typeof view !== 'object' || view === null || !('name' in view) || !('query' in view)) return [];
    const { name, query } = view;
    return typeof name === 'string' && name !== '' && typeof query === 'string' ? [{ name, query }] : [];
  });
}

export const savedViews = new SavedViews();
