/** What the archive's keeping tells at the start of the app: what is gone, what was left unfinished. */
import { acceptLoss, archiveLoss, custody, type ArchiveLoss } from '../../../workers/client.ts';
import type { UnfinishedJob } from '../../model.ts';
import { archive } from '../archive.svelte.ts';

class CustodyState {
  loss = $state.raw<ArchiveLoss | null>(null);
  unfinished = $state.raw<UnfinishedJob[]>([]);

  async readLoss(): Promise<void> {
    const name = archive.name;
    const outcome = await archiveLoss(name);
    if (outcome.ok && name === archive.name) this.loss = outcome.value;
  }

  async readUnfinished(): Promise<void> {
    const name = archive.name;
    const outcome = await custody.unfinished(name);
    if (outcome.ok && name === archive.name) this.unfinished = outcome.value;
  }

  /** The person has read that the archive is gone. */
  async acceptLoss(): Promise<void> {
    await acceptLoss(archive.name);
    this.loss = null;
  }
}

export const custodyState = new CustodyState();
