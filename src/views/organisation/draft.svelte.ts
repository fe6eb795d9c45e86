/** The organisation's JSON as the person edits it, one text for each archive: kept while they look at other pages. */
import type { ArchiveName } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import { reason, type CertificateFacts, type FieldFault, type Organisation } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { saidOf, whyOf } from '../reasons.ts';
import type { OrganisationFile } from '../import/organisation-file.ts';
import { basisOf } from './basis.svelte.ts';
import { jsonOf, withParts } from './form/organisation-text.ts';

/** What a person begins with: nothing but the zone of this computer, which the form shows. */
const beginning = (): string => jsonOf({ v: 1, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });

class Draft {
  /** Null = nothing is being edited. */
  text = $state<string | null>(null);
  /** What was wrong with a file that was to be taken up. */
  errors = $state.raw<string[]>([]);
  /** What the last check found wrong with the text. */
  faults = $state.raw<FieldFault[]>([]);
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
    this.faults = [];
    this.saved = null;
    this.failure = null;
  }
  discard(): void {
    this.text = null;
    this.errors = [];
    this.faults = [];
    this.failure = null;
  }

  /** The organisation that the text holds; null = it has faults, and `faults` names them. */
  async check(): Promise<Organisation | null> {
    const text = this.text ?? '';
    const outcome = await archive.ask((worker) => worker.readOrganisation(text));
    this.failure = outcome.ok ? null : whyOf(outcome);
    if (!outcome.ok) return null;
    this.errors = [];
    this.faults = 'faults' in outcome.value ? outcome.value.faults : [];
    return 'faults' in outcome.value ? null : outcome.value.organisation;
  }

  /** Takes up a file: an organisation's JSON in place of the text, or licences as CSV in place of those it tells. */
  async open(file: Exclude<OrganisationFile, { kind: 'export' }>): Promise<void> {
    if (file.kind === 'licences') return this.#takeLicences(file.text);
    if (file.kind === 'certificate') return this.takeCertificates(file.file);
    this.edit(file.text);
    await this.check();
  }

  /** What is kept, where nothing is being edited. */
  begin(): string {
    if (this.text === null) {
      const kept = archive.organisation ? jsonOf(archive.organisation) : beginning();
      this.edit(kept, kept);
    }
    return this.text ?? '';
  }

  /** Certificates of a file: the server's own goes to the Edge that it names. */
  async takeCertificates(file: File): Promise<void> {
    this.begin();
    const outcome = await archive.ask((worker) => worker.readCertificates(file));
    this.saved = null;
    this.failure = outcome.ok ? null : whyOf(outcome);
    if (!outcome.ok) return;
    if ('errors' in outcome.value) {
      this.errors = outcome.value.errors.map((fault) => saidOf(reason('path-fault', { path: file.name, fault })));
      return;
    }
    const [own] = outcome.value.certificates;
    const told = await this.check();
    if (own && told) await this.take({ edges: withCertificate(told.edges ?? [], own) });
  }

  /** Puts parts in place of those in the text. */
  change(parts: Partial<Organisation>): boolean {
    const merged = withParts(this.begin(), parts);
    if (merged === null) this.errors = [t('organisation.licences.refused')];
    else this.text = merged;
    // What was found wrong goes as it is put right, and stays with its row where another is taken out.
    if (this.faults.length > 0) void this.check();
    return merged !== null;
  }
  /** The same, and says what is wrong with it then. */
  async take(parts: Partial<Organisation>): Promise<void> {
    if (this.change(parts)) await this.check();
  }

  async #takeLicences(csv: string): Promise<void> {
    this.begin();
    const outcome = await archive.ask((worker) => worker.readLicences(csv));
    this.saved = null;
    this.failure = outcome.ok ? null : whyOf(outcome);
    if (!outcome.ok) return;
    this.errors = 'errors' in outcome.value ? outcome.value.errors.map(saidOf) : [];
    if ('errors' in outcome.value) return;
    await this.take({ licences: outcome.value.licences });
  }

  /** Checks alone, and says so where nothing is wrong. */
  async tell(): Promise<void> {
    this.saved = null;
    if (await this.check()) this.saved = t('organisation.sound');
  }

  /** Proposes it and looks what it would change; when it is applied the text goes, unless it was changed meanwhile. */
  async propose(): Promise<void> {
    this.busy = true;
    this.saved = null;
    const text = this.text;
    const organisation = await this.check();
    this.busy = false;
    if (!organisation) return;
    const basis = basisOf(this.#archive);
    basis.propose({ organisation });
    basis.onApplied = () => {
      if (this.text === text) this.discard();
    };
    await basis.look();
  }
}

/** The Edge whose name the certificate bears (older ones have it as their subject alone), else a new one by its first name. */
function withCertificate(
  edges: NonNullable<Organisation['edges']>,
  { pem, names, subject }: CertificateFacts,
): NonNullable<Organisation['edges']> {
  const borne = [...names, subject.toLowerCase()];
  const known = edges.find(({ fqdn }) => borne.includes(fqdn.toLowerCase()));
  if (known) return edges.map((edge) => (edge === known ? { ...edge, certificate: pem } : edge));
  const name = names.find((each) => !each.includes('*')) ?? subject;
  return [...edges, { fqdn: name.toLowerCase(), certificate: pem }];
}

const DRAFTS: Record<ArchiveName, Draft> = {
  fedlens: new Draft('fedlens'),
  'fedlens-demonstration': new Draft('fedlens-demonstration'),
};

export const draftOf = (name: ArchiveName): Draft => DRAFTS[name];

/** Unsaved work in any archive. */
export const isAnyDraftChanged = (): boolean => Object.values(DRAFTS).some((draft) => draft.isChanged);
