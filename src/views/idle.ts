/** Notices that nobody has done anything for a while. */

/** How often it is looked at, ms. */
const LOOK_MS = 1_000;
/** How often other tabs are told that somebody is here, ms. */
const TELL_MS = 5_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export class IdleWatch {
  /** Called, every few seconds, while somebody is here. */
  talk: () => void = () => undefined;
  readonly #idle: () => void;
  #afterMs: number | null = null;
  /** By the wall clock: a machine that slept was idle. */
  #last = Date.now();
  #told = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param idle called once the time is over */
  constructor(idle: () => void) {
    this.#idle = idle;
  }

  /** @param afterMs null = do not watch */
  after(afterMs: number | null): void {
    if (afterMs === this.#afterMs) return;
    if (this.#afterMs === null) this.#begin();
    this.#afterMs = afterMs;
    if (afterMs === null) this.#end();
  }

  /** Somebody is here, or in another tab. */
  touch(): void {
    this.#last = Date.now();
  }

  #begin(): void {
    this.touch();
    for (const sign of SIGNS) addEventListener(sign, this.#seen, { passive: true, capture: true });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }
  #end(): void {
    for (const sign of SIGNS) removeEventListener(sign, this.#seen, { capture: true });
    clearInterval(this.#timer);
  }

  readonly #seen = (): void => {
    // The first move after the time is over comes too late, though the timer has not said so yet.
    this.#look();
    this.touch();
    if (this.#last - this.#told < TELL_MS) return;
    this.#told = this.#last;
    this.talk();
  };

  #look(): void {
    if (this.#afterMs === null || Date.now() - this.#last < this.#afterMs) return;
    this.after(null);
    this.#idle();
  }
}
