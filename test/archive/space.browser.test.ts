import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  acceptLoss,
  archiveLoss,
  askToPersist,
  custody,
  importFiles,
  markArchive,
  markerOf,
  missingFor,
  openArchive,
  spaceState,
} from '../../workers/client.ts';
import type { Outcome } from '../../src/model.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const KEY = `fedlens-marker:${ARCHIVE}`;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

beforeEach(async () => {
  const archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
  await acceptLoss(ARCHIVE);
});
afterEach(() => acceptLoss(ARCHIVE));

const loss = async () => valueOf(await archiveLoss(ARCHIVE));

describe('the mark beside the archive', () => {
  test('follows the ledger by itself', async () => {
    const before = markerOf(ARCHIVE);
    valueOf(
      await importFiles('marked', ARCHIVE, [madeTrace(0, 5)], { timeZone: null, organisation: null }, () => undefined),
    );
    await expect.poll(() => markerOf(ARCHIVE)?.count, { timeout: 10_000 }).toBeGreaterThan(before?.count ?? Infinity);
    expect(markerOf(ARCHIVE)).toMatchObject(valueOf(await custody.ledgerEnd(ARCHIVE)));
    expect(await loss()).toBeNull();
  });

  test('tells of an archive that lacks what was there, until the person says that it is meant', async () => {
    const marker = markerOf(ARCHIVE)!;
    const later = JSON.stringify({ ...marker, count: marker.count + 3 });
    localStorage.setItem(KEY, later);
    expect(await loss()).toMatchObject({ is: 'other', marker: { count: marker.count + 3 } });
    await markArchive(ARCHIVE);
    expect(localStorage.getItem(KEY)).toBe(later);
    await acceptLoss(ARCHIVE);
    expect(await loss()).toBeNull();
  });

  test('tells of an archive that has another entry in the place of the one that was last', async () => {
    localStorage.setItem(KEY, JSON.stringify({ ...markerOf(ARCHIVE), head: 'ff'.repeat(32) }));
    expect(await loss()).toMatchObject({ is: 'other' });
  });

  test('tells of an archive that is gone', async () => {
    localStorage.setItem('fedlens-marker:fedlens', JSON.stringify({ count: 3, head: 'ab'.repeat(32), at: 1 }));
    expect(valueOf(await archiveLoss('fedlens'))).toMatchObject({ is: 'gone', marker: { count: 3 } });
    localStorage.removeItem('fedlens-marker:fedlens');
    expect(valueOf(await archiveLoss('fedlens'))).toBeNull();
  });

  test('that is no mark is none', () => {
    localStorage.setItem(KEY, '{"count":"many"}');
    expect(markerOf(ARCHIVE)).toBeNull();
    localStorage.setItem(KEY, 'oops');
    expect(markerOf(ARCHIVE)).toBeNull();
  });
});

test('the state of the storage is told, and what is missing for files that are too large', async () => {
  const { used, allowed, persisted, short } = await spaceState();
  expect(allowed).toBeGreaterThan(used!);
  expect([persisted, await askToPersist()].every((promised) => typeof promised === 'boolean')).toBe(true);
  expect(short).toBe(false);
  expect(await missingFor([{ size: 1_000_000 }])).toBe(0);
  expect(await missingFor([{ size: allowed! * 4 }])).toBeGreaterThan(allowed!);
});
