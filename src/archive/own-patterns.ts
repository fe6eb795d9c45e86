/** Formats of the person's own, as they are told: each change has its entry in the ledger. */
import type { FormatPattern, Json } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import type { Database } from './database.ts';
import type { Append } from './ledger.ts';

export async function ownPatterns(db: Database): Promise<FormatPattern[]> {
  const stored = await db.meta.get('patterns');
  return stored?.key === 'patterns' ? stored.value : [];
}

/** Within a transaction on `meta` and the ledger. */
export async function keepPatterns(
  db: Database,
  change: (patterns: FormatPattern[]) => FormatPattern[],
  append: Append,
): Promise<void> {
  const before = await ownPatterns(db);
  const after = change(before);
  await db.meta.put({ key: 'patterns', value: after });
  for (const id of new Set([...before, ...after].map((pattern) => pattern.id))) {
    const [old, anew] = [before, after].map((patterns) => patterns.find((pattern) => pattern.id === id));
    if (canonicalJson(old ?? null) === canonicalJson(anew ?? null)) continue;
    await append('organisation', `pattern:${id}`, { pattern: (anew ?? null) as unknown as Json });
  }
}
