/**
 * Packs whose sessions were mostly put again elsewhere, and packs that were never full, become few full ones. A pack of which something
 * is missing or was changed stays as it is: written anew it would get a digest that fits, and nobody would find the damage.
 */
import type { Table } from 'dexie';
import type { SessionId } from '../model.ts';
import type { Database, PackHead, SessionRecord } from './database.ts';
import type { JournalDraft } from './tables.ts';
import type { PackReader } from './pack-reader.ts';
import { PACK_SESSIONS, packSlots, textOf, type Slot } from './packs.ts';
import { putRecordOf } from './rows.ts';
import { addPacks, deletePacks, packTables, slotsOf } from './slots.ts';
import { damageOf } from './verify-packs.ts';

/** Runs a transaction in which so many packs get numbers, and tells of the change. */
export type Change = (
  tables: Table[],
  sessions: SessionId[],
  newPacks: number,
  work: (firstPack: number, journal: JournalDraft) => Promise<void>,
) => Promise<void>;

/** Bytes of a pack that is not small, whatever its number of sessions. */
const LARGE_BYTES = 200_000;

export async function compact(db: Database, reader: PackReader, change: Change): Promise<void> {
  const heads = await db.packs.orderBy(':id').toArray();
  for (const group of groupsOf(await wholeOf(db, heads.filter(isSparse)))) {
    // A small pack alone would only be written again.
    if (group.length > 1 || group.some(({ live, slots }) => live * 2 < slots)) await rewrite(db, reader, change, group);
  }
}

/** What is left in these packs is written anew, and what is gone from them goes for good. */
export async function rewritePacks(
  db: Database,
  reader: PackReader,
  change: Change,
  numbers: readonly number[],
  told: (done: number) => void,
): Promise<void> {
  const known = (await db.packs.bulkGet([...numbers])).filter((head) => head !== undefined);
  const heads = await wholeOf(db, known);
  let done = numbers.length - heads.length;
  told(done);
  for (const group of groupsOf(heads)) {
    await rewrite(db, reader, change, group);
    told((done += group.length));
  }
}

function isSparse({ live, slots, bytes }: PackHead): boolean {
  return live * 2 < slots || (slots * 2 < PACK_SESSIONS && bytes < LARGE_BYTES);
}

async function wholeOf(db: Database, heads: readonly PackHead[]): Promise<PackHead[]> {
  const whole: PackHead[] = [];
  for (const head of heads) if ((await damageOf(db, head)) === null) whole.push(head);
  return whole;
}

/** Neighbours that fill about one pack together. */
function groupsOf(heads: readonly PackHead[]): PackHead[][] {
  const groups: PackHead[][] = [];
  let sessions = Infinity;
  for (const head of heads) {
    sessions += head.live;
    const group = groups.at(-1);
    if (group === undefined || sessions > PACK_SESSIONS) {
      groups.push([head]);
      sessions = head.live;
    } else group.push(head);
  }
  return groups;
}

async function rewrite(db: Database, reader: PackReader, change: Change, heads: readonly PackHead[]): Promise<void> {
  const numbers = heads.map(({ pack }) => pack);
  const { rows, slots } = await liveOf(db, reader, numbers);
  const packs = await packSlots(slots);
  const ids = rows.map(({ id }) => id);
  await change([db.sessions, ...packTables(db)], ids, packs.length, async (firstPack, journal) => {
    const where = [...slotsOf(packs, firstPack)];
    await addPacks(db, packs, firstPack, journal);
    await db.sessions.bulkPut(rows.map((row, index) => ({ ...row, ...where[index] })));
    await deletePacks(db, numbers, journal);
  });
}

/** Of packs that are whole. */
async function liveOf(
  db: Database,
  reader: PackReader,
  numbers: number[],
): Promise<{ rows: SessionRecord[]; slots: Slot[] }> {
  const [packs, judgements] = await Promise.all([reader.packs(numbers), reader.judgements(numbers)]);
  const texts = await db.texts.bulkGet(numbers);
  const all: { rows: SessionRecord[]; slots: Slot[] } = { rows: [], slots: [] };
  for (const [index, number] of numbers.entries()) {
    const pack = packs.get(number);
    const text = texts[index];
    const judged = judgements.get(number);
    if (pack === undefined || text === undefined || judged === undefined) {
      throw new Error(`Pack ${number} went while it was written anew`);
    }
    for (const row of await db.sessions.bulkGet([...pack.ids])) {
      if (row?.pack !== number) continue;
      all.rows.push(row);
      const { slot } = row;
      all.slots.push({
        row: putRecordOf(row),
        json: pack.json(slot),
        text: textOf(text, slot),
        judged: judged.at(slot),
      });
    }
  }
  return all;
}
