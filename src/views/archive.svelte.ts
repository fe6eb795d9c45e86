/** The archive that the page shows: which one, its revision, and the words of its rules and providers. */
import { openArchive } from '../../workers/client.ts';
import type { ArchiveName, ArchiveWorker, Vocabulary } from '../../workers/api.ts';
import type { Organisation, Outcome, ProviderId, RowsRead } from '../model.ts';
import { t, wordFor } from '../messages/catalogue.ts';
import { whyOf } from './reasons.ts';

const KEY = 'fedlens.archive';
const DEMONSTRATION: ArchiveName = 'fedlens-demonstration';

/** Of this tab: a reload stays in the demonstration, a new tab begins with the person's own archive. */
function rememberedName(): ArchiveName {
  return sessionStorage.getItem(KEY) === DEMONSTRATION ? DEMONSTRATION : 'fedlens';
}

class Archive {
  name = $state<ArchiveName>(rememberedName());
  /** Grows with every change of the archive, in whichever tab; views that read it ask anew. */
  revision = $state(0);
  vocabulary = $state.raw<Vocabulary>({ rules: [], providers: [], formats: [], encodings: [] });
  /** What is told about the deployment; null = nothing yet. */
  organisation = $state.raw<Organisation | null>(null);
  failure = $state<string | null>(null);
  /** While every session is read, before anything can be listed. */
  reading = $state.raw<RowsRead | null>(null);
  ready = $state(false);
  readonly #opened = new Map<ArchiveName, Promise<Outcome<ArchiveWorker>>>();
  readonly #listeners = new Map<ArchiveName, () => void>();

  get isDemonstration(): boolean {
    return this.name === DEMONSTRATION;
  }

  /** IANA zone in which days are counted and times shown. */
  get timeZone(): string {
    return this.organisation?.timeZone ?? 'UTC';
  }

  open(): Promise<Outcome<ArchiveWorker>> {
    const opened = this.#opened.get(this.name) ?? this.#open(this.name);
    this.#opened.set(this.name, opened);
    return opened;
  }

  /** The same worker however often it is called. */
  #worker(name: ArchiveName): Promise<Outcome<ArchiveWorker>> {
    let changed = this.#listeners.get(name);
    if (changed === undefined) {
      changed = () => {
        if (this.name !== name) return;
        this.revision++;
        void this.#readOrganisation();
      };
      this.#listeners.set(name, changed);
    }
    return openArchive(name, changed, (read) => {
      if (this.name === name) this.reading = read;
    });
  }

  async #open(name: ArchiveName): Promise<Outcome<ArchiveWorker>> {
    const outcome = await this.#worker(name);
    if (!outcome.ok) {
      this.failure = whyOf(outcome);
      // The next question tries again: the disk may have room by then.
      this.#opened.delete(name);
      return outcome;
    }
    const [vocabulary] = await Promise.all([outcome.value.vocabulary(), this.#readOrganisation(outcome.value)]);
    if (vocabulary.ok) this.vocabulary = vocabulary.value;
    this.ready = true;
    return outcome;
  }

  async #readOrganisation(worker?: ArchiveWorker): Promise<void> {
    const name = this.name;
    const outcome = worker ? await worker.organisation() : await this.ask((opened) => opened.organisation());
    // Another archive is shown by now: its own answer is on the way.
    if (this.name !== name) return;
    // An unchanged one keeps its identity: views that hold to it do not start anew.
    if (outcome.ok && JSON.stringify(outcome.value) !== JSON.stringify(this.organisation)) {
      this.organisation = outcome.value;
    }
  }

  /** Asks the archive worker; a failure to open is the answer's failure. */
  async ask<T>(question: (worker: ArchiveWorker) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const opened = await this.open();
    return opened.ok ? question(opened.value) : opened;
  }

  /** Before the words and the organisation are there. */
  async askAtOnce<T>(question: (worker: ArchiveWorker) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const opened = await this.#worker(this.name);
    return opened.ok ? question(opened.value) : opened;
  }

  /** Shows another archive. */
  async switchTo(name: ArchiveName): Promise<void> {
    if (name === this.name) return;
    sessionStorage.setItem(KEY, name);
    this.name = name;
    // Not the other archive's, not even until the answer is there.
    this.organisation = null;
    this.failure = null;
    this.reading = null;
    await this.open();
    await this.#readOrganisation();
    this.revision++;
  }

  /** The formats have changed. */
  async refreshVocabulary(): Promise<void> {
    const vocabulary = await this.ask((worker) => worker.vocabulary());
    if (vocabulary.ok) this.vocabulary = vocabulary.value;
  }

  /** Reads anew what this page has just changed, without waiting for the worker's word. */
  async refresh(): Promise<void> {
    await this.#readOrganisation();
    this.revision++;
  }

  providerName(id: ProviderId): string {
    const known = this.vocabulary.providers.find((provider) => provider.id === id);
    return known?.isOwn === true ? known.name : wordFor('provider', id, known?.name ?? id);
  }
  ruleTitle(id: string): string {
    return wordFor('rule', id, this.vocabulary.rules.find((rule) => rule.id === id)?.title ?? id);
  }
  formatTitle(id: string | null): string {
    if (id === null) return t('format.none');
    return this.vocabulary.formats.find((format) => format.id === id)?.title ?? id;
  }
}

export const archive = new Archive();
