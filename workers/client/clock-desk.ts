import type * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type { ArchiveWorker, ClockDesk } from '../api.ts';

type Ask = <V>(call: (remote: Comlink.Remote<ArchiveWorker>) => Promise<Outcome<V>>) => Promise<Outcome<V>>;

/** The clocks behind the logs, asked of the archive's worker. */
export function clockDeskOf(ask: Ask): ClockDesk {
  return {
    clocks: () => ask((remote) => remote.clocks()),
    setClock: (source, aheadMs) => ask((remote) => remote.setClock(source, aheadMs)),
  };
}
