/** An archive of its own for each test, gone afterwards. */
import { onTestFinished } from 'vitest';
import { ArchiveReader, DexieStore } from '../../src/archive/index.ts';
import type { Organisation } from '../../src/model.ts';

let number = 0;
export const newName = (): string => {
  const name = `test-${performance.timeOrigin}-${number++}`;
  onTestFinished(() => void indexedDB.deleteDatabase(name));
  return name;
};

export async function openStore(name = newName()): Promise<{ name: string; store: DexieStore }> {
  const store = await DexieStore.open(name);
  onTestFinished(() => store.close());
  return { name, store };
}

export async function openReader(
  name: string,
  changed: (revision: number) => void = () => undefined,
): Promise<ArchiveReader> {
  const reader = await ArchiveReader.open(name, changed);
  onTestFinished(() => reader.close());
  return reader;
}

/** What the person tells of the deployment, as the page keeps it. */
export async function tell(store: DexieStore, organisation: Partial<Organisation>): Promise<void> {
  const basis = { organisation: organisation as Organisation, catalogue: null, rules: null };
  await store.bases.putInForce(basis, { note: '', restores: null, catalogueVersion: 1 });
}
