/**
 * What lists are drawn from: columns and first pages that are kept beside the rows. They are no record, but who reads a list goes by
 * them, and so does a purge's preview: they are held against the rows.
 */
import { reason, verifyFault, type Reason, type SessionId, type VerifyFault } from '../model.ts';
import { columnsOfRows } from './columns-of-rows.ts';
import { NOBODY, type SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { flagSetName } from './flag-sets.ts';
import { firstOf, readPages } from './front-pages.ts';
import { LiveColumns } from './live-columns.ts';
import { ordersOf } from './session-orders.ts';
import { readCounters } from './slots.ts';

const fault = (subject: string, why: Reason): VerifyFault => verifyFault('sessions', subject, why);

/** null = they fit, or nothing is kept. @throws the signal's reason when it was raised */
export async function columnsFault(db: Database, signal?: AbortSignal): Promise<VerifyFault | null> {
  if ((await db.columns.count()) === 0) return null;
  const live = new LiveColumns(db, () => undefined);
  try {
    const kept = await live.current();
    const { columns, revision } = await columnsOfRows(db, signal === undefined ? {} : { signal });
    const pages = await readPages(db);
    // A reviewer may decide meanwhile: what is compared would be two states of the archive.
    if ((await readCounters(db)).revision !== revision) return null;
    const row = rowFault(kept, columns) ?? orderFault(kept);
    if (row !== null || pages?.revision !== revision) return row;
    const fits = (['start', '-start'] as const).every((sort) => isSame(pages[sort], firstOf(columns, sort)));
    if (fits && pages.total === columns.count) return null;
    return fault('archive', reason('list-front'));
  } finally {
    live.close();
  }
}

function rowFault(kept: SessionColumns, rows: SessionColumns): VerifyFault | null {
  const [shown, stored] = [valuesOf(kept), valuesOf(rows)];
  for (let row = 0; row < rows.length; row++) {
    if (rows.live[row] === 0) continue;
    const id: SessionId = rows.idAt(row);
    const other = kept.rowOf(id);
    if (other === null) return fault(`session:${id}`, reason('list-missing', { session: id }));
    for (const [name, value] of Object.entries(stored)) {
      const listed = shown[name]?.(other);
      if (Object.is(listed, value(row))) continue;
      const differs = { session: id, field: name, listed: String(listed), stored: String(value(row)) };
      return fault(`session:${id}`, reason('list-differs', differs));
    }
  }
  if (kept.count === rows.count) return null;
  return fault('archive', reason('list-count', { listed: kept.count, stored: rows.count }));
}

type ValueAt = (row: number) => string | number | undefined;

/** What the columns say of a row, by name: numbers of dictionaries are those of one archive's columns alone. */
function valuesOf(columns: SessionColumns): Record<string, ValueAt> {
  const named =
    (dictionary: Dictionary, codes: ArrayLike<number>): ValueAt =>
    (row) =>
      codes[row] === NOBODY ? '' : dictionary.valueAt(codes[row]!);
  const flags = columns.flagSets.map((set) => flagSetName(set.flags));
  const sources = columns.sourceSets.map((set) => set.join(' '));
  return {
    start: (row) => columns.start[row],
    pack: (row) => columns.pack[row],
    slot: (row) => columns.slot[row],
    provider: named(columns.providers, columns.provider),
    kind: named(columns.kinds, columns.kind),
    local: named(columns.addresses, columns.local),
    remote: named(columns.addresses, columns.remote),
    confidence: (row) => columns.confidence[row],
    modalities: (row) => columns.modalities[row],
    standing: (row) => columns.standingAt(row),
    flags: (row) => flags[columns.flags[row]!],
    files: (row) => sources[columns.sources[row]!],
  };
}

/** Are the orders that were kept with them orders? */
function orderFault(columns: SessionColumns): VerifyFault | null {
  const { start, length } = columns;
  const order = ordersOf(columns).by('start');
  const seen = new Uint8Array(length);
  let isOrder = order.length === length;
  for (let at = 0; at < length && isOrder; at++) {
    const row = order[at]!;
    const before = at === 0 ? NaN : start[order[at - 1]!]!;
    // What has no time stands last.
    isOrder =
      seen[row] === 0 && (at === 0 || (Number.isNaN(before) ? Number.isNaN(start[row]) : !(start[row]! < before)));
    seen[row] = 1;
  }
  const { addresses } = columns;
  const sorted = addresses.sorted();
  for (let at = 1; at < sorted.length && isOrder; at++) {
    isOrder = addresses.valueAt(sorted[at - 1]!) < addresses.valueAt(sorted[at]!);
  }
  return isOrder ? null : fault('archive', reason('list-order'));
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
