/** Who reviews: of the archive, so that every tab knows. */
import { custody } from '../../../workers/client.ts';
import { archive } from '../archive.svelte.ts';

class Reviewer {
  name = $state('');
  /** It is not known yet whether somebody has said who they are. */
  asking = $state(true);

  async read(): Promise<void> {
    const outcome = await custody.actor(archive.name);
    if (outcome.ok) this.name = outcome.value;
    this.asking = false;
  }

  async say(name: string): Promise<string | null> {
    const outcome = await custody.actAs(archive.name, name);
    if (!outcome.ok) return outcome.message;
    this.name = name;
    return null;
  }
}

export const reviewer = new Reviewer();
