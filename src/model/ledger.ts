/** The audit ledger: who did what to the archive, and when. Each entry holds the hash of the one before it. */

/** What JSON can hold. A key whose value is `undefined` is left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export type LedgerAction =
  | 'upgrade'
  | 'import'
  | 'undo'
  | 'judging'
  | 'organisation'
  | 'decision'
  | 'note'
  | 'hold'
  | 'release'
  | 'retention'
  | 'purge'
  | 'export'
  | 'backup'
  | 'restore'
  | 'reviewer'
  | 'encryption'
  | 'login';

/** An entry as its hash covers it. */
export interface LedgerEntry {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** ISO 8601, UTC, by this machine's clock. */
  time: string;
  /** The acting reviewer; '' = nobody has said who they are. */
  actor: string;
  action: LedgerAction;
  /** What it was done to: `archive`, `session:<id>`, `source:<number>`, `job:<number>`, `hold:<number>`, `organisation`, … */
  subject: string;
  /** SHA-256 of the payload's canonical JSON, lower-case hex. */
  digest: string;
  /** `hash` of the entry before; of the first one 64 zeros. */
  previous: string;
  /** SHA-256 of the canonical JSON (RFC 8785) of all the fields above. */
  hash: string;
}

/** An entry with what it tells. A payload that had to be erased is `undefined`: the chain holds without it. */
export type LedgerRecord = LedgerEntry & { payload?: Json };

/** The end of a ledger: whoever keeps it elsewhere can tell a tail that was cut off. */
export interface LedgerAnchor {
  count: number;
  /** Hash of the last entry; of an empty ledger 64 zeros. */
  head: string;
}
