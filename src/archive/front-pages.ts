/**
 * Where the list begins, oldest and latest first, kept beside the columns in one small value: at the start the first screen is read
 * from it at once, while the columns still load. It is true of one revision of the archive and is not used for any other.
 */
import type { RowWindow, SessionId, SessionSort } from '../model.ts';
import { idsIn } from './changes.ts';
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { judgedRecords } from './judged-rows.ts';
import { ID_BYTES } from './packed-ids.ts';
import { standingsOf } from './review-store.ts';
import { rowOfRecord } from './rows.ts';
import { ordersOf } from './session-orders.ts';
import { readCounters } from './slots.ts';
import type { FrontPages } from './tables.ts';

/** Rows of each: more than the page asks for at once. */
const ROWS = 200;

/** @param revision of the archive, every change up to which is in the columns */
export async function keepFrontPages(db: Database, columns: SessionColumns, revision: number): Promise<void> {
  const pages: FrontPages = {
    revision,
    total: columns.count,
    start: firstOf(columns, 'start'),
    '-start': firstOf(columns, '-start'),
  };
  await db.transaction('rw', db.columns, async () => {
    const there = await readPages(db);
    if (there === null || there.revision < revision) await db.columns.put({ key: 'front', value: pages });
  });
}

/** Ids of the first rows, packed. */
export function firstOf(columns: SessionColumns, sort: 'start' | '-start'): Uint8Array<ArrayBuffer> {
  const order = ordersOf(columns).by(sort);
  const ids = new Uint8Array(ROWS * ID_BYTES);
  let count = 0;
  for (let at = 0; at < order.length && count < ROWS; at++) {
    const row = order[at]!;
    if (columns.live[row] === 1) ids.set(columns.idBytesAt(row), count++ * ID_BYTES);
  }
  return ids.slice(0, count * ID_BYTES);
}

/** Rows first … first + count - 1 of all sessions, as of that revision; null = they are not known without the columns. */
export function frontPage(
  db: Database,
  sort: SessionSort,
  first: number,
  count: number,
): Promise<(RowWindow & { revision: number }) | null> {
  const { columns, meta, sessions, judgements, reviews } = db;
  return db.transaction('r', [columns, meta, sessions, judgements, reviews], async () => {
    const [pages, { revision }] = await Promise.all([readPages(db), readCounters(db)]);
    if (pages?.revision !== revision || (sort !== 'start' && sort !== '-start')) return null;
    const there = [...idsIn(pages[sort])];
    if (first + count > there.length && there.length < pages.total) return null;
    const ids: SessionId[] = there.slice(first, first + count);
    const [{ records, lineOf }, standings] = await Promise.all([judgedRecords(db, ids), standingsOf(db, ids)]);
    const rows = records.flatMap((record) =>
      record === undefined
        ? []
        : { ...rowOfRecord(record, lineOf(record)), standing: standings.get(record.id) ?? 'open' },
    );
    // What it names is not there: the columns know better.
    if (rows.length !== ids.length) return null;
    return { revision, matching: pages.total, total: pages.total, first, rows };
  });
}

export async function readPages(db: Database): Promise<FrontPages | null> {
  const kept = await db.columns.get('front');
  return kept?.key === 'front' ? kept.value : null;
}
