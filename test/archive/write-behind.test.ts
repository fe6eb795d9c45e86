import { describe, expect, test } from 'vitest';
import { WriteBehind } from '../../src/archive/write-behind.ts';
import type { ArchiveStore, SourceId, StoreBatch } from '../../src/model.ts';
import { madeSession } from './made.ts';

/** A store that notes what it is asked, and stores when it is told to. */
function slowStore(): { store: ArchiveStore; asked: string[]; stored: (error?: Error) => Promise<void> } {
  const asked: string[] = [];
  let finish: (error?: Error) => void = () => undefined;
  const note = (what: string) => (): Promise<never[]> => {
    asked.push(what);
    return Promise.resolve([]);
  };
  const store: ArchiveStore = {
    sources: note('sources'),
    openSource: () => Promise.resolve(0 as SourceId),
    sealSource: async () => void asked.push('seal'),
    tallies: note('tallies'),
    sharing: note('sharing'),
    rejudge: async () => void asked.push('rejudge'),
    put: () => {
      asked.push('put');
      return new Promise((resolve, reject) => (finish = (error) => (error ? reject(error) : resolve())));
    },
    batches: () =>
      (async function* () {
        yield await Promise.resolve([]);
      })(),
  };
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return { store, asked, stored: (error) => (finish(error), turn()) };
}

const batch = (number: number): StoreBatch => ({ put: [madeSession(number)], remove: [], evidence: [] });
const SEAL = {} as Parameters<ArchiveStore['sealSource']>[1];

describe('WriteBehind', () => {
  test('goes on while one batch is stored, and waits with the second', async () => {
    const { store, asked, stored } = slowStore();
    const behind = new WriteBehind(store);
    await behind.put(batch(1));
    const second = behind.put(batch(2));
    await Promise.resolve();
    expect(asked).toEqual(['put']);
    await stored();
    await second;
    expect(asked).toEqual(['put', 'put']);
  });

  test('reads what is on its way only when it is stored', async () => {
    const { store, asked, stored } = slowStore();
    const behind = new WriteBehind(store);
    await behind.put(batch(1));
    await behind.sharing(['call:other']);
    const same = behind.sharing(['call:made-1']);
    const seal = behind.sealSource(0 as SourceId, SEAL);
    await Promise.resolve();
    expect(asked).toEqual(['put', 'sharing']);
    await stored();
    await Promise.all([same, seal]);
    expect(asked).toEqual(['put', 'sharing', 'sharing', 'seal']);
  });

  test('a batch that could not be stored fails the next call, and nothing is sealed', async () => {
    const { store, asked, stored } = slowStore();
    const behind = new WriteBehind(store);
    await behind.put(batch(1));
    await stored(new Error('The disk is full.'));
    await expect(behind.sealSource(0 as SourceId, SEAL)).rejects.toThrow('The disk is full.');
    await expect(behind.put(batch(2))).rejects.toThrow('The disk is full.');
    await expect(behind.settled()).rejects.toThrow('The disk is full.');
    expect(asked).toEqual(['put']);
  });
});
