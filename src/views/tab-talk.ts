/** What the tabs of one archive tell each other about its lock. The key passes from tab to tab of this site alone, and cannot be read. */
import type { ArchiveName, HeldKey } from '../../workers/api.ts';

type Word = { is: 'who' } | { is: 'unlocked'; held: HeldKey } | { is: 'lock' } | { is: 'active' };

/** How long another tab may take to answer, ms. */
const PATIENCE_MS = 300;

export interface Told {
  /** What this tab would give. */
  held(): HeldKey | null;
  unlocked(held: HeldKey): void;
  locked(): void;
  active(): void;
}

export class TabTalk {
  readonly #channel: BroadcastChannel;
  readonly #told: Told;
  #waiting: ((held: HeldKey) => void) | null = null;

  constructor(archive: ArchiveName, told: Told) {
    this.#told = told;
    this.#channel = new BroadcastChannel(`fedlens-lock:${archive}`);
    this.#channel.onmessage = (event: MessageEvent<Word>) => this.#hear(event.data);
  }

  /** The key of a tab that is unlocked; null = none answers. */
  ask(): Promise<HeldKey | null> {
    return new Promise((resolve) => {
      const done = (held: HeldKey | null): void => {
        this.#waiting = null;
        clearTimeout(timer);
        resolve(held);
      };
      const timer = setTimeout(() => done(null), PATIENCE_MS);
      this.#waiting = done;
      this.#say({ is: 'who' });
    });
  }

  unlocked(held: HeldKey): void {
    this.#say({ is: 'unlocked', held });
  }
  lock(): void {
    this.#say({ is: 'lock' });
  }
  active(): void {
    this.#say({ is: 'active' });
  }
  close(): void {
    this.#channel.close();
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }

  #hear(word: Word): void {
    if (word.is === 'who') {
      const held = this.#told.held();
      if (held !== null) this.unlocked(held);
    } else if (word.is === 'unlocked') {
      if (this.#waiting !== null) this.#waiting(word.held);
      else this.#told.unlocked(word.held);
    } else if (word.is === 'lock') this.#told.locked();
    else this.#told.active();
  }
}
