/** Who acts in the archive that is shown, and whether it is locked: the same in every tab. */
import { custody, holdKey, reviewers } from '../../workers/client.ts';
import type { ArchiveName, HeldKey, Login } from '../../workers/api.ts';
import type { Guard, Outcome } from '../model.ts';
import { archive } from './archive.svelte.ts';
import { IdleWatch } from './idle.ts';
import { whyOf } from './reasons.ts';
import { TabTalk } from './tab-talk.ts';

/** Id of the field that asks who acts. */
export const REVIEWER_FIELD = 'reviewer';

class Acting {
  /** null = it is not known yet. */
  guard = $state.raw<Guard | null>(null);
  /** Times that a wrong passphrase was given before the last right one, until it was read; 0 = none. */
  refusedBefore = $state(0);
  #said = $state('');
  #held = $state.raw<HeldKey | null>(null);
  #of: ArchiveName | null = null;
  #talk: TabTalk | null = null;
  /** How often somebody has said their name: what was asked before they did is answered too late. */
  #saidTimes = 0;
  readonly #idle = new IdleWatch(() => this.lock());

  /** It is not known yet whether somebody has said who they are. */
  get asking(): boolean {
    return this.guard === null;
  }
  /** Do reviewers of this archive have passphrases? */
  get isGuarded(): boolean {
    return this.guard !== null && this.guard.keyId !== null;
  }
  get isLocked(): boolean {
    return this.isGuarded && this.#held?.keyId !== this.guard?.keyId;
  }
  /** '' = nobody has said. */
  get name(): string {
    if (!this.isGuarded) return this.#said;
    return this.isLocked ? '' : (this.#held?.name ?? '');
  }
  /** Who acted last, for the one who unlocks. */
  get last(): string {
    return this.#said;
  }

  /** Reads anew what the archive says: this or another tab may have changed it. */
  async read(): Promise<void> {
    const { name } = archive;
    if (this.#of !== name) this.#turnTo(name);
    // Nothing is shown before this is known: it waits for nothing else.
    const before = this.#saidTimes;
    const guard = await archive.askAtOnce((worker) => worker.guard());
    if (name !== archive.name || !guard.ok) return;
    const { keyId, lockAfterMs, acting } = guard.value;
    if (before === this.#saidTimes) this.#said = acting;
    if (keyId !== null && this.#held?.keyId !== keyId) {
      const held = await this.#talk?.ask();
      if (name !== archive.name) return;
      if (held?.keyId === keyId) this.#hold(held);
    }
    this.#idle.after(keyId === null || this.#held === null ? null : lockAfterMs);
    if (JSON.stringify(guard.value) !== JSON.stringify(this.guard)) this.guard = guard.value;
  }

  /** Where nobody has a passphrase. @returns why not; null = it was kept */
  async say(name: string): Promise<string | null> {
    const outcome = await custody.actAs(archive.name, name);
    if (!outcome.ok) return whyOf(outcome);
    this.#saidTimes++;
    this.#said = name;
    return null;
  }

  /** @returns why not; null = this reviewer acts */
  async unlock(name: string, passphrase: string): Promise<string | null> {
    return this.#begun(await reviewers.login(archive.name, { name, passphrase }));
  }
  async found(name: string, passphrase: string): Promise<string | null> {
    return this.#begun(await reviewers.foundReviewer(archive.name, { name, passphrase }));
  }

  /** In every tab. */
  lock(): void {
    if (this.#held === null) return;
    this.#talk?.lock();
    this.#forget();
  }

  async #begun(outcome: Outcome<Login>): Promise<string | null> {
    if (!outcome.ok) return whyOf(outcome);
    this.#hold(outcome.value.held);
    this.#talk?.unlocked(outcome.value.held);
    this.refusedBefore = outcome.value.refused;
    await this.read();
    return null;
  }

  #turnTo(name: ArchiveName): void {
    // Nobody watches over what is not shown.
    this.#forget();
    this.#of = name;
    this.guard = null;
    this.#said = '';
    this.#talk?.close();
    this.#talk = new TabTalk(name, {
      held: () => this.#held,
      unlocked: (held) => {
        this.#hold(held);
        void this.read();
      },
      locked: () => this.#forget(),
      active: () => this.#idle.touch(),
    });
    this.#idle.talk = () => this.#talk?.active();
  }

  #hold(held: HeldKey): void {
    if (this.#of === null) return;
    holdKey(this.#of, held);
    this.#held = held;
    this.#idle.touch();
  }

  #forget(): void {
    if (this.#of === null) return;
    holdKey(this.#of, null);
    this.#held = null;
    this.refusedBefore = 0;
    this.#idle.after(null);
  }
}

export const acting = new Acting();
