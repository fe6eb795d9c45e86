/** The organisation's JSON as the person edits it, one text for each archive: kept while they look at other pages. */
import type { ArchiveName } from '../../../workers/api.ts';
import { judge } from '../../../workers/client.ts';
import { t } from '../../messages/catalogue.ts';
import type { Licence, Organisation } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import type { OrganisationFile } from '../import/organisation-file.ts';

/** What a person begins with: the parts most rules ask for. What stands here is an example and says so. */
export const TEMPLATE = `{
  "v": 1,
  "name": "Example Ltd",
  "timeZone": "${Intl.DateTimeFormat().resolvedOptions().timeZone}",
  "domains": ["example.com"],
  "licences": [
    { "sku": "lync-cal", "users": "all", "purchased": "2012-03-01", "from": "2012-03-01", "to": null, "agreement": null, "payment": null }
  ],
  "providers": [
    { "id": "yahoo", "enabled": true, "activated": "2011-05-01", "domains": ["example.com"] }
  ],
  "xmppPartners": [],
  "allowedDomains": []
}
`;

/** Without the parts that were not told: they read better absent. */
export function jsonOf(organisation: Organisation): string {
  const told = Object.entries(organisation).filter(([, part]) => part !== null);
  return `${JSON.stringify(Object.fromEntries(told), null, 2)}\n`;
}

/** The same organisation with other licences; null = the text is no JSON object, so there is nothing to put them in. */
function withLicences(text: string, licences: Licence[]): string | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return null;
  return `${JSON.stringify({ ...parts, licences }, null, 2)}\n`;
}

class Draft {
  /** Null = nothing is being edited. */
  text = $state<string | null>(null);
  errors = $state.raw<string[]>([]);
  /** What the last saving or checking gave, in words. */
  saved = $state<string | null>(null);
  failure = $state<string | null>(null);
  busy = $state(false);

  /** What the editing began with; another text is unsaved work. */
  #begun = $state('');
  /** Where it is saved, whichever archive is shown by then. */
  readonly #archive: ArchiveName;

  constructor(name: ArchiveName) {
    this.#archive = name;
  }

  get isChanged(): boolean {
    return this.text !== null && this.text !== this.#begun;
  }

  /** @param begun the text as it is kept; absent = `text` comes from elsewhere and is not kept yet. */
  edit(text: string, begun = ''): void {
    this.text = text;
    this.#begun = begun;
    this.errors = [];
    this.saved = null;
    this.failure = null;
  }
  discard(): void {
    this.text = null;
    this.errors = [];
    this.failure = null;
  }

  /** The organisation that the text holds; null = it has faults, and `errors` names them. */
  async check(): Promise<Organisation | null> {
    const text = this.text ?? '';
    const outcome = await archive.ask((worker) => worker.readOrganisation(text));
    this.failure = outcome.ok ? null : outcome.message;
    if (!outcome.ok) return null;
    this.errors = 'errors' in outcome.value ? outcome.value.errors : [];
    return 'errors' in outcome.value ? null : outcome.value.organisation;
  }

  /** Takes up a file: an organisation's JSON in place of the text, or licences as CSV in place of those it tells. */
  async open({ kind, text }: OrganisationFile): Promise<void> {
    if (kind === 'licences') return this.#takeLicences(text);
    this.edit(text);
    await this.check();
  }

  async #takeLicences(csv: string): Promise<void> {
    if (this.text === null) {
      const kept = archive.organisation ? jsonOf(archive.organisation) : '{ "v": 1 }';
      this.edit(kept, kept);
    }
    const outcome = await archive.ask((worker) => worker.readLicences(csv));
    this.saved = null;
    this.failure = outcome.ok ? null : outcome.message;
    if (!outcome.ok) return;
    this.errors = 'errors' in outcome.value ? outcome.value.errors : [];
    if ('errors' in outcome.value) return;
    const merged = withLicences(this.text ?? '', outcome.value.licences);
    if (merged === null) this.errors = [t('organisation.licences.refused')];
    else {
      this.text = merged;
      await this.check();
    }
  }

  /** Checks alone, and says so where nothing is wrong. */
  async tell(): Promise<void> {
    this.saved = null;
    if (await this.check()) this.saved = t('organisation.sound');
  }

  /** Keeps it, and judges every archived session anew. */
  async save(): Promise<void> {
    this.busy = true;
    this.saved = null;
    const text = this.text;
    const organisation = await this.check();
    if (organisation) {
      const outcome = await judge(this.#archive, organisation);
      if (outcome.ok) {
        // What was typed meanwhile is unsaved work.
        if (this.text === text) this.discard();
        this.saved = t('organisation.saved', { n: outcome.value });
        if (archive.name === this.#archive) await archive.refresh();
      } else this.failure = outcome.message;
    }
    this.busy = false;
  }
}

const DRAFTS: Record<ArchiveName, Draft> = {
  fedlens: new Draft('fedlens'),
  'fedlens-demonstration': new Draft('fedlens-demonstration'),
};

export const draftOf = (name: ArchiveName): Draft => DRAFTS[name];

/** Unsaved work in any archive. */
export const isAnyDraftChanged = (): boolean => Object.values(DRAFTS).some((draft) => draft.isChanged);
