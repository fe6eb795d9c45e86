/** The organisation's JSON as the person edits it: kept while they look at other pages. */
import { judge } from '../../../workers/client.ts';
import { t } from '../../messages/catalogue.ts';
import type { Organisation } from '../../model.ts';
import { archive } from '../archive.svelte.ts';

/** What is asked of a person who begins: every part may be left out. */
export const TEMPLATE: Organisation = {
  v: 1,
  name: null,
  timeZone: null,
  domains: null,
  licences: null,
  providers: null,
  xmppPartners: null,
  allowedDomains: null,
  access: null,
  edges: null,
  archiving: null,
  retentionDays: null,
};

/** Without the parts that were not told: they read better absent. */
export function jsonOf(organisation: Organisation): string {
  const told = Object.entries(organisation).filter(([, part]) => part !== null);
  return `${JSON.stringify(Object.fromEntries(told), null, 2)}\n`;
}

class Draft {
  /** Null = nothing is being edited. */
  text = $state<string | null>(null);
  errors = $state.raw<string[]>([]);
  /** What the last saving did, in words. */
  saved = $state<string | null>(null);
  failure = $state<string | null>(null);
  busy = $state(false);

  edit(text: string): void {
    this.text = text;
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

  /** Keeps it, and judges every archived session anew. */
  async save(): Promise<void> {
    this.busy = true;
    this.saved = null;
    const organisation = await this.check();
    if (organisation) {
      const outcome = await judge(archive.name, organisation);
      if (outcome.ok) {
        this.discard();
        this.saved = t('organisation.saved', { n: outcome.value });
        await archive.refresh();
      } else this.failure = outcome.message;
    }
    this.busy = false;
  }
}

export const draft = new Draft();
