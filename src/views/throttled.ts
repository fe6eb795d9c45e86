/** Work that is asked for more often than it is worth doing. */

export interface Throttled {
  ask: () => void;
  /** What waits is not done. */
  stop: () => void;
}

/** Runs at once, then at most once in `everyMs` however often it is asked; the last asking is always answered. */
export function throttled(run: () => void, everyMs: number): Throttled {
  let rest: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  function begin(): void {
    isAsked = false;
    run();
    rest = setTimeout(() => {
      rest = null;
      if (isAsked) begin();
    }, everyMs);
  }
  return {
    ask() {
      isAsked = true;
      if (rest === null) begin();
    },
    stop() {
      isAsked = false;
      if (rest !== null) clearTimeout(rest);
      rest = null;
    },
  };
}
