/** What happens to files that come in, by whichever way: dropped, chosen, pasted, opened from the system. */
import type { Organisation } from '../../model.ts';
import { t } from '../../messages/catalogue.ts';
import { address } from '../address.svelte.ts';
import { archive } from '../archive.svelte.ts';
import { hrefOf } from '../routes.ts';
import { droppedFiles, type Dropped } from './dropped.ts';
import { imports } from './imports.svelte.ts';
import { takeShared } from './shared.ts';
import { organisationFileOf, type OrganisationFile } from './organisation-file.ts';

const DEMONSTRATION_LOGS = ['demonstration.log', 'demonstration-xmpp.log'];
const DEMONSTRATION_ORGANISATION = 'demonstration-organisation.json';

class Intake {
  /** IANA zone for stamps without one; '' = the organisation's, else UTC. */
  timeZone = $state('');
  /** What became of the last attempt, where it is not an import's own row. */
  trouble = $state<string | null>(null);
  /** Files about the organisation that were dropped: the Organisation page takes them up. */
  organisationFiles = $state.raw<OrganisationFile[]>([]);
  /** The last files were dropped while the demonstration was shown. */
  leftDemonstration = $state(false);
  /** Name of an organisation's file that came with the last logs. */
  aside = $state<string | null>(null);
  /** What was dropped last and could not be opened, with why. */
  lost = $state.raw<Dropped['lost']>([]);
  #preparing = $state(false);

  get preparing(): boolean {
    return this.#preparing;
  }

  /** Must be called within the drop event. What cannot be opened is named, and the rest is read. */
  async takeDropped(transfer: DataTransfer): Promise<void> {
    const { files, lost } = await droppedFiles(transfer);
    await this.take(files, lost);
  }

  /** Logs are imported; an organisation's JSON goes to its page. */
  async take(files: File[], lost: Dropped['lost'] = []): Promise<void> {
    this.trouble = null;
    this.aside = null;
    this.lost = lost;
    if (files.length === 0) {
      if (address.route.page !== 'import') address.go(hrefOf({ page: 'import' }));
      if (lost.length === 0) this.trouble = t('import.nothing-dropped');
      return;
    }
    const logs: File[] = [];
    const about: OrganisationFile[] = [];
    const names: string[] = [];
    for (const file of files) {
      // One that cannot be read at all has its row in the import, which says so.
      const found = await organisationFileOf(file, isExport).catch(() => null);
      if (!found) logs.push(file);
      else {
        about.push(found);
        names.push(file.name);
      }
    }
    // The demonstration may be deleted at any time: what is a person's own does not go into it.
    this.leftDemonstration = archive.isDemonstration;
    await archive.switchTo('fedlens');
    this.organisationFiles = [...this.organisationFiles, ...about];
    if (logs.length === 0) {
      address.go(hrefOf({ page: 'organisation' }));
      return;
    }
    if (names.length > 0) this.aside = names.join(', ');
    if (address.route.page !== 'import') address.go(hrefOf({ page: 'import' }));
    await imports.start(archive.name, logs, { timeZone: this.timeZone || null, organisation: null });
  }

  /** What another app shared to this one, where the address says that something was. */
  async takeShared(): Promise<void> {
    const shared = address.query.get('shared');
    if (shared === null) return;
    // A reload shares nothing again.
    address.replace(hrefOf({ page: 'import' }));
    try {
      const files = await takeShared(shared);
      if (files.length > 0) await this.take(files);
      else this.trouble = t('import.share-failed');
    } catch (error) {
      this.trouble = t('import.share-lost', { why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Opens the demonstration's own archive, and fills it where it is empty. */
  async demonstrate(): Promise<void> {
    this.trouble = null;
    this.#preparing = true;
    try {
      const [organisation, ...files] = await Promise.all([
        fetched(DEMONSTRATION_ORGANISATION).then((response) => response.json() as Promise<Organisation>),
        ...DEMONSTRATION_LOGS.map(async (name) => new File([await (await fetched(name)).blob()], name)),
      ]);
      await archive.switchTo('fedlens-demonstration');
      const sources = await archive.ask((worker) => worker.sources());
      const filled =
        sources.ok && files.every(({ name }) => sources.value.some((known) => known.complete && known.name === name));
      if (!filled) await imports.start(archive.name, files, { timeZone: null, organisation });
      address.go(hrefOf({ page: 'overview' }));
    } catch (error) {
      this.trouble = t('import.demonstration-missing', { why: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#preparing = false;
    }
  }
}

/** Whether a cmdlet printed it: the reader of such files says so. */
export async function isExport(file: File): Promise<boolean> {
  const outcome = await archive.ask((worker) => worker.readExports([file], null, {}));
  return outcome.ok && outcome.value.files.some(({ cmdlet }) => cmdlet !== null);
}

async function fetched(name: string): Promise<Response> {
  const response = await fetch(`./${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

export const intake = new Intake();
