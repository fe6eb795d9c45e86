/** What must not outlive the program: taken away at its end, also where a signal or a closed pipe ends it. */

const pending = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let isWatching = false;

/**
 * @param remove must not wait for anything
 * @returns takes the promise back: it was removed, or shall stay
 */
export function atLeaving(remove: () => void): () => void {
  watch();
  pending.add(remove);
  return () => void pending.delete(remove);
}

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', leave);
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      leave();
      process.stderr.write(`Ended by ${signal}: what was begun is taken away.\n`);
      // Nobody listens any more: whoever waits for the program learns how it ended.
      process.kill(process.pid, signal);
    });
  }
}

function leave(): void {
  for (const remove of pending) remove();
  pending.clear();
}

/** Long work without `await` hears no signal: this lets them in, now and then. */
export function breather(): () => Promise<void> {
  const everyMs = 50;
  let last = performance.now();
  return async () => {
    if (performance.now() - last < everyMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}
