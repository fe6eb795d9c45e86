/**
 * The archive's ledger. Entries are only ever added, each in the transaction of what it tells of: both happen or neither.
 *
 *     await store.record([db.decisions], async (append) => {
 *       await db.decisions.put(decision);
 *       await append('decision', `session:${id}`, decision);
 *     });
 */
import type { Table } from 'dexie';
import type { Json, LedgerAction, LedgerAnchor, LedgerRecord } from '../model.ts';
import type { Database } from './database.ts';
import { linked } from './ledger-chain.ts';
import { readCounters } from './slots.ts';

/** Adds an entry; the payload must be what JSON can hold. @param actor absent = whoever acts now */
export type Append = (action: LedgerAction, subject: string, payload: Json, actor?: string) => Promise<LedgerRecord>;

/** Tables that a transaction must hold for writing so that `append` can be called in it. */
export const ledgerTables = (db: Database): Table[] => [db.ledger, db.meta];

/** Within a transaction on `ledgerTables`. */
export async function append(
  db: Database,
  action: LedgerAction,
  subject: string,
  payload: Json,
  actor?: string,
): Promise<LedgerRecord> {
  const counters = await readCounters(db);
  const time = new Date().toISOString();
  const record = linked(counters.ledger, { time, actor: actor ?? (await actorOf(db)), action, subject, payload });
  await db.ledger.add(record);
  const ledger: LedgerAnchor = { count: record.seq, head: record.hash };
  await db.meta.put({ key: 'counters', value: { ...counters, ledger } });
  return record;
}

/** Who acts; '' = nobody has said. */
export async function actorOf(db: Database): Promise<string> {
  if (db.held !== null) return db.held.name;
  const stored = await db.meta.get('acting');
  return stored?.key === 'acting' ? stored.value : '';
}

/** Entries from one number on, in order. */
export function ledgerPage(db: Database, first: number, count: number): Promise<LedgerRecord[]> {
  return db.ledger.where(':id').aboveOrEqual(first).limit(count).toArray();
}

/** What was done to one thing, oldest first. */
export function historyOf(db: Database, subject: string): Promise<LedgerRecord[]> {
  return db.ledger.where('subject').equals(subject).sortBy('seq');
}
