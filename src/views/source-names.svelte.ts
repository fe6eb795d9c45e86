/** Names of the files of the archive, asked for where a view needs one that is not known yet. */
import { t } from '../messages/catalogue.ts';
import type { ArchiveName } from '../../workers/api.ts';
import { archive } from './archive.svelte.ts';

class SourceNames {
  #names = $state.raw<ReadonlyMap<string, string>>(new Map());
  #archive: ArchiveName | null = null;

  /** @param number the file's, as the address has it */
  of(number: string): string {
    return this.#names.get(number) ?? t('source.number', { number });
  }

  /** Sees to it that these have names. A failure leaves their numbers. */
  async learn(numbers: readonly string[]): Promise<void> {
    const name = archive.name;
    if (this.#archive === name && numbers.every((number) => this.#names.has(number))) return;
    const outcome = await archive.ask((worker) => worker.sources());
    if (!outcome.ok || archive.name !== name) return;
    this.#archive = name;
    this.#names = new Map(outcome.value.map(({ id, name: file }) => [String(id), file]));
  }
}

export const sourceNames = new SourceNames();
