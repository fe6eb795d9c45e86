/** What happens to packs within one transaction: slots are filled, given up, and packs without a live slot go. */
import type { Table } from 'dexie';
import type { Counters, Database, PackHead, SessionRecord } from './database.ts';
import type { JournalDraft } from './tables.ts';
import { EMPTY_LEDGER } from './ledger-chain.ts';
import type { NewPack, Slot } from './packs.ts';

/** Counts a change and reserves numbers for packs. Within a transaction on `meta`. */
export async function takeNumbers(db: Database, packs: number): Promise<{ revision: number; firstPack: number }> {
  const counters = await readCounters(db);
  const { revision, nextPack } = counters;
  await db.meta.put({
    key: 'counters',
    value: { ...counters, revision: revision + 1, nextPack: nextPack + packs },
  });
  return { revision: revision + 1, firstPack: nextPack };
}

const NEW: Counters = { revision: 0, nextPack: 0, ledger: EMPTY_LEDGER, journal: EMPTY_LEDGER };

export async function readCounters(db: Database): Promise<Counters> {
  const stored = await db.meta.get('counters');
  return stored?.key === 'counters' ? stored.value : NEW;
}

/** All that a pack is, by its number: to be held by a transaction that adds, changes or deletes packs. */
export const packTables = (db: Database): Table<{ pack: number }, number>[] => [
  db.packs,
  db.transcripts,
  db.texts,
  db.judgements,
];

/** Stores packs under consecutive numbers, every slot live. Within a transaction on the tables of packs. */
export async function addPacks(
  db: Database,
  packs: readonly NewPack[],
  first: number,
  journal: JournalDraft,
): Promise<void> {
  await Promise.all(
    packs.flatMap(({ transcripts, texts, digest, judgements }, index) => {
      const pack = first + index;
      const slots = transcripts.ids.length;
      journal.packs.push([pack, slots, digest]);
      journal.judged.push([pack, judgements.digest]);
      return [
        db.packs.add({ pack, slots, live: slots, gone: [], bytes: transcripts.bytes.length, digest }),
        db.transcripts.add({ pack, ...transcripts }),
        db.texts.add({ pack, ...texts }),
        db.judgements.add({ pack, ...judgements }),
      ];
    }),
  );
}

/** Where the sessions of new packs lie, in the order in which they were packed. */
export function* slotsOf(packs: readonly NewPack[], first: number): Iterable<{ pack: number; slot: number }> {
  for (const [index, { transcripts }] of packs.entries()) {
    for (let slot = 0; slot < transcripts.ids.length; slot++) yield { pack: first + index, slot };
  }
}

/** Sessions as they lie in new packs. */
export function recordsOf(slots: readonly Slot[], packs: readonly NewPack[], firstPack: number): SessionRecord[] {
  const where = [...slotsOf(packs, firstPack)];
  return slots.map(({ row }, index) => {
    const at = where[index];
    if (at === undefined) throw new Error('A session was not packed');
    return { ...row, ...at };
  });
}

/** The sessions' old slots become garbage. Within a transaction on the tables of packs. */
export async function releaseSlots(
  db: Database,
  old: readonly (SessionRecord | undefined)[],
  journal: JournalDraft,
): Promise<void> {
  const released = new Map<number, number[]>();
  for (const row of old) {
    if (row === undefined) continue;
    const slots = released.get(row.pack);
    if (slots === undefined) released.set(row.pack, [row.slot]);
    else slots.push(row.slot);
  }
  if (released.size === 0) return;
  const heads = await db.packs.bulkGet([...released.keys()]);
  const kept: PackHead[] = [];
  const dead: number[] = [];
  for (const head of heads) {
    if (head === undefined) continue;
    const slots = released.get(head.pack) ?? [];
    const live = head.live - slots.length;
    if (live === 0) {
      dead.push(head.pack);
      continue;
    }
    journal.gone.push([head.pack, slots]);
    kept.push({ ...head, live, gone: [...head.gone, ...slots].sort((a, b) => a - b) });
  }
  await Promise.all([db.packs.bulkPut(kept), deletePacks(db, dead, journal)]);
}

export async function deletePacks(db: Database, packs: number[], journal: JournalDraft): Promise<void> {
  if (packs.length === 0) return;
  journal.deleted.push(...packs);
  await Promise.all(packTables(db).map((table) => table.bulkDelete(packs)));
}
