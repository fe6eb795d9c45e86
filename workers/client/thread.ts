/** A worker as the page holds it: nothing here rejects, and nothing waits for a dead worker. */
import * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type { KeyHolder } from '../api.ts';
import { giveKeys, takeKeys } from './keyring.ts';

/** In English; `reason` where it is known to this program, and not to the browser alone. */
type Death = Pick<Outcome<never> & { ok: false }, 'message' | 'reason'>;

const NOT_STARTED: Death = {
  message: 'A worker could not be started.',
  reason: { id: 'thread-not-started', values: {} },
};
const UNREADABLE: Death = {
  message: 'A worker sent what cannot be read.',
  reason: { id: 'thread-unreadable', values: {} },
};

/** A running worker and what its calls turn into when it dies. */
export interface Thread<T> {
  remote: Comlink.Remote<T>;
  /** Gives what the worker answers, or why there is no answer. */
  ask: <V>(call: (remote: Comlink.Remote<T>) => Promise<Outcome<V>>) => Promise<Outcome<V>>;
  /** Resolves when the worker has died, with the reason. */
  death: Promise<Death>;
  /** Asks the worker to end itself when its work is done; what is asked afterwards gets no answer. */
  release: () => void;
}

export function threadOf<T extends KeyHolder>(worker: Worker): Thread<T> {
  const remote = Comlink.wrap<T>(worker);
  const holder = remote as unknown as Comlink.Remote<KeyHolder>;
  giveKeys(holder);
  // Resolves once, when the worker cannot be loaded or throws outside of a call.
  const death = new Promise<Death>((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(event.message ? { message: event.message } : NOT_STARTED);
    });
    worker.addEventListener('messageerror', () => resolve(UNREADABLE));
  });
  void death.then(() => takeKeys(holder));
  return {
    remote,
    death,
    ask: (call) =>
      Promise.race([
        call(remote).catch((error: unknown) =>
          failed({ message: error instanceof Error ? error.message : String(error) }),
        ),
        death.then(failed),
      ]),
    release: () => {
      takeKeys(holder);
      remote[Comlink.releaseProxy]();
    },
  };
}

const failed = (death: Death): Outcome<never> => ({ ok: false, code: 'bug', ...death });
