/**
 * How long judging archived sessions again takes in this browser, and how soon it can be cancelled. With every other test beside
 * it a tenth of the sessions stands for all; `VITE_JUDGED=100000 npx vitest run --project browser test/archive/judging-speed`
 * measures what is promised: 100,000 sessions in less than ten seconds.
 */
import { expect, test } from 'vitest';
import { applyBasis, previewBasis } from '../../workers/client.ts';
import type { ArchiveName } from '../../workers/api.ts';
import type { JudgingBasis, Outcome } from '../../src/model.ts';
import { DexieStore } from '../../src/archive/index.ts';
import { EMPTY_ORGANISATION, readOrganisation } from '../../src/organisation/index.ts';
import { judgeAgain } from '../../src/pipeline.ts';
import { madeSessions } from './made.ts';

const SESSIONS = Number(import.meta.env['VITE_JUDGED'] ?? 10_000);
const BATCH = 1_000;
const ARCHIVE: ArchiveName = 'fedlens-demonstration';
const LIMIT_MS = 10_000;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, performance.now() - began];
}
function contoso(parts: object): JudgingBasis {
  const reading = readOrganisation({ v: 1, timeZone: 'Europe/Berlin', domains: ['contoso.com'], ...parts });
  return { organisation: reading.ok ? reading.organisation : EMPTY_ORGANISATION, catalogue: null, rules: null };
}
const CAL = { sku: 'lync-cal', users: 'all', from: '2011-01-01' };
const USL = { sku: 'pic-usl', users: 'all', purchased: '2011-01-01', from: '2011-01-01' };
const REGISTER = contoso({ licences: [CAL, USL] });

test('speed of judging again', { timeout: 600_000 }, async () => {
  const store = await DexieStore.open(ARCHIVE);
  await store.clear();
  await store.bases.putInForce(REGISTER, { note: '', restores: null, catalogueVersion: 1 });
  for (let from = 0; from < SESSIONS; from += BATCH) {
    await store.put({ put: madeSessions(from, from + BATCH), remove: [], evidence: [] });
  }
  // As an import leaves them: judged by what is in force.
  await judgeAgain(store, await store.bases.inForce());
  await store.compact();
  store.close();
  const figures: Record<string, number> = {};
  const preview = async (name: string, basis: JudgingBasis): Promise<number> => {
    const open = previewBasis(ARCHIVE, basis, () => undefined);
    const [found, ms] = await timed(async () => valueOf(await open.found));
    figures[`ms to preview: ${name}`] = ms;
    open.close();
    return found.changed;
  };
  const apply = async (name: string, basis: JudgingBasis): Promise<number> => {
    const [result, ms] = await timed(async () =>
      valueOf(await applyBasis(ARCHIVE, basis, '', null, () => undefined).done),
    );
    figures[`ms to judge: ${name}`] = ms;
    return result.changed;
  };
  const some = contoso({
    licences: [{ ...CAL, users: Array.from({ length: 45 }, (_, n) => `user${n}@contoso.com`) }, USL],
  });
  expect(await preview('nothing changes', REGISTER)).toBe(0);
  expect(await preview('a tenth changes', some)).toBe(SESSIONS / 10);
  expect(await apply('nothing changes', REGISTER)).toBe(0);
  expect(await apply('a tenth changes', some)).toBe(SESSIONS / 10);
  expect(await apply('all change', contoso({ licences: [] }))).toBe(SESSIONS);
  const running = applyBasis(ARCHIVE, REGISTER, '', null, ({ judged }) => judged > 0 && cancel());
  let asked = 0;
  const cancel = (): void => {
    if (asked === 0) asked = performance.now();
    running.cancel();
  };
  expect(await running.done).toMatchObject({ ok: false, code: 'aborted' });
  figures['ms from the cancel to its end'] = performance.now() - asked;
  console.log(
    Object.entries(figures)
      .map(([what, value]) => `${value.toFixed(0).padStart(8)} ${what} (${SESSIONS} sessions)`)
      .join('\n'),
  );
  for (const [what, ms] of Object.entries(figures)) expect(ms, what).toBeLessThan(LIMIT_MS);
  expect(figures['ms from the cancel to its end']).toBeLessThan(1_000);
  indexedDB.deleteDatabase(ARCHIVE);
});
