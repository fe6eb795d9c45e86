/** What a person has given a name, formats and views of the list, as it is told: each change has its entry in the ledger. */
import type { FormatPattern, Json, SavedView } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import type { Database } from './database.ts';
import type { Append } from './ledger.ts';
import type { MetaRecord } from './tables.ts';

/** Kept under their key in `meta`. */
export interface OwnLists {
  patterns: FormatPattern[];
  views: SavedView[];
}
export type OwnKind = keyof OwnLists;

/** The subject by which the ledger tells of one, and how one is known. */
export const OWN_SUBJECTS = { patterns: 'pattern', views: 'view' } as const;
export const nameOfOwn = (own: FormatPattern | SavedView): string => ('id' in own ? own.id : own.name);

export async function ownList<K extends OwnKind>(db: Database, kind: K): Promise<OwnLists[K]> {
  const stored = await db.meta.get(kind);
  return (stored?.key === kind ? stored.value : []) as OwnLists[K];
}

/** Within a transaction on `meta` and the ledger. */
export async function keepOwn<K extends OwnKind>(
  db: Database,
  kind: K,
  change: (own: OwnLists[K]) => OwnLists[K],
  append: Append,
): Promise<void> {
  const before = await ownList(db, kind);
  const after = change(before);
  await db.meta.put({ key: kind, value: after } as MetaRecord);
  const [old, anew] = [before, after].map(
    (list) => new Map((list as (FormatPattern | SavedView)[]).map((own) => [nameOfOwn(own), own])),
  );
  const subject = OWN_SUBJECTS[kind];
  for (const name of new Set([...(old?.keys() ?? []), ...(anew?.keys() ?? [])])) {
    const [was, is] = [old?.get(name) ?? null, anew?.get(name) ?? null];
    if (canonicalJson(was) === canonicalJson(is)) continue;
    await append('organisation', `${subject}:${name}`, { [subject]: is as unknown as Json });
  }
}
