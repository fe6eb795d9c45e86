/** Files that cmdlets printed, read together: each archive has its own. */
import type { ArchiveName } from '../../../workers/api.ts';
import type { ExportsReading } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { whyOf } from '../reasons.ts';
import { draftOf } from './draft.svelte.ts';

class Exports {
  readonly #archive: ArchiveName;
  #files: File[] = [];
  /** By pool, its site. */
  sites = $state.raw<Record<string, string>>({});
  reading = $state.raw<ExportsReading | null>(null);
  failure = $state<string | null>(null);

  constructor(name: ArchiveName) {
    this.#archive = name;
  }

  /** A file of the same name takes the place of the one before. */
  async add(files: File[]): Promise<void> {
    const names = new Set(files.map(({ name }) => name));
    this.#files = [...this.#files.filter(({ name }) => !names.has(name)), ...files];
    await this.#read();
  }

  async tell(pool: string, site: string): Promise<void> {
    const { [pool]: _, ...others } = this.sites;
    this.sites = site === '' ? others : { ...others, [pool]: site };
    await this.#read();
  }

  clear(): void {
    this.#files = [];
    this.sites = {};
    this.reading = null;
    this.failure = null;
  }

  async #read(): Promise<void> {
    const draft = draftOf(this.#archive);
    const told = draft.text === null ? archive.organisation : await draft.check();
    const [files, sites] = [this.#files, $state.snapshot(this.sites)];
    const outcome = await archive.ask((worker) => worker.readExports(files, told, sites));
    this.failure = outcome.ok ? null : whyOf(outcome);
    if (outcome.ok) this.reading = outcome.value;
  }

  /** Puts what was read into the organisation's text, where it is looked at before it is applied. */
  async takeUp(): Promise<void> {
    const { reading } = this;
    if (!reading) return;
    const parts = Object.fromEntries(reading.parts.map((part) => [part, reading.organisation[part]]));
    const draft = draftOf(this.#archive);
    await draft.take(parts);
    this.clear();
    await draft.propose();
  }
}

const ALL: Record<ArchiveName, Exports> = {
  fedlens: new Exports('fedlens'),
  'fedlens-demonstration': new Exports('fedlens-demonstration'),
};
export const exportsOf = (name: ArchiveName): Exports => ALL[name];
