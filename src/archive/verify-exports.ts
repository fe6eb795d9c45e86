import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { reason, verifyFault, type Json, type LedgerRecord, type VerifyFault } from '../model.ts';
import { digestOf } from './canonical.ts';
import type { ExportRecord } from './tables.ts';

/** A record of exported sessions, without them. */
export interface ExportHead {
  n: number;
  /** Over all of the record. */
  digest: string;
}

/** At once, so that it can be done within a transaction. */
export const exportHead = ({ n, at, sessions }: ExportRecord): ExportHead => ({
  n,
  digest: digestOf({ n, at, sessions: bytesToHex(sha256(sessions)) }),
});

/** What an entry of the ledger tells of the records that came with it. */
export const toldOfExports = (heads: readonly ExportHead[]): Json => heads.map(({ n, digest }) => [n, digest]);

/** Which sessions were exported, as the ledger tells: a purge may ask for it. Storage-free. */
export class ExpectedExports {
  readonly #told = new Map<number, string>();

  follow({ action, payload }: LedgerRecord): void {
    const { kept = [] } = (action === 'export' ? (payload ?? {}) : {}) as { kept?: readonly [number, string][] };
    for (const [n, digest] of kept) this.#told.set(n, digest);
  }

  fault(heads: readonly ExportHead[]): VerifyFault | null {
    const fault = (n: number, why: 'exported-missing' | 'exported-changed' | 'exported-untold'): VerifyFault =>
      verifyFault('ledger', `export:${n}`, reason(why, { record: n }));
    const there = new Map(heads.map(({ n, digest }) => [n, digest]));
    for (const [n, digest] of this.#told) {
      if (!there.has(n)) return fault(n, 'exported-missing');
      if (there.get(n) !== digest) return fault(n, 'exported-changed');
    }
    const stray = heads.find(({ n }) => !this.#told.has(n));
    return stray === undefined ? null : fault(stray.n, 'exported-untold');
  }
}
