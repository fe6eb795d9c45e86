/** Judging again through the real workers: what it would change, applied, cancelled, gone on with and taken back. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker } from '../../workers/api.ts';
import {
  applyBasis,
  custody,
  importFiles,
  openArchive,
  previewBasis,
  resumeJudging,
  type OpenPreview,
} from '../../workers/client.ts';
import type {
  JudgingBasis,
  JudgingProgress,
  JudgingResult,
  Organisation,
  Outcome,
  OwnRule,
  ProviderEntry,
} from '../../src/model.ts';
import { DexieStore } from '../../src/archive/index.ts';
import { EMPTY_ORGANISATION } from '../../src/organisation/index.ts';
import { madeSessions } from './made.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
/** Imported once for all tests: each begins with them judged by `basis()`. */
const SESSIONS = 60;
const silent = (): void => undefined;
let archive: ArchiveWorker;

const CONTOSO: Organisation = {
  ...EMPTY_ORGANISATION,
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
};
const basis = (parts: Partial<JudgingBasis> = {}): JudgingBasis => {
  return { organisation: CONTOSO, catalogue: null, rules: null, ...parts };
};
const UNLICENSED = basis({ organisation: { ...CONTOSO, licences: [] } });

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
const apply = async (given: JudgingBasis, restores: number | null = null): Promise<JudgingResult> =>
  valueOf(await applyBasis(ARCHIVE, given, '', restores, silent).done);
const imported = async (files: File[]): Promise<void> =>
  void valueOf(
    await importFiles(`job ${Math.random()}`, ARCHIVE, files, { timeZone: null, organisation: null }, silent),
  );
const ndjson = async (): Promise<string> => valueOf(await archive.ndjson({})).text();
const answers = async (rule: string): Promise<Record<string, number>> => {
  const { judgements } = valueOf(await archive.facets({}));
  return Object.fromEntries(judgements.filter((one) => one.rule === rule).map((one) => [one.severity, one.count]));
};
async function withPreview<T>(given: JudgingBasis, work: (preview: OpenPreview) => Promise<T>): Promise<T> {
  const preview = previewBasis(ARCHIVE, given, silent);
  try {
    return await work(preview);
  } finally {
    preview.close();
  }
}

beforeAll(async () => {
  archive = valueOf(await openArchive(ARCHIVE, silent));
  valueOf(await archive.clear());
  await imported([madeTrace(0, SESSIONS)]);
}, 60_000);
beforeEach(async () => {
  const { current } = valueOf(await archive.basis());
  const { organisation = null, catalogue = null, rules = null } = current ?? {};
  if (JSON.stringify({ organisation, catalogue, rules }) !== JSON.stringify(basis())) await apply(basis());
});

describe('previewBasis', () => {
  test('says what would change, by rule and session, and changes nothing', async () => {
    const before = await ndjson();
    await withPreview(UNLICENSED, async (preview) => {
      const found = valueOf(await preview.found);
      expect(found).toMatchObject({
        judged: SESSIONS,
        changed: SESSIONS,
        gain: SESSIONS,
        lose: SESSIONS,
        moved: 0,
        providers: [],
      });
      const rule = (severity: string) =>
        found.rules.find((one) => one.rule === 'licence-cal-missing' && one.severity === severity);
      expect(rule('violation')).toMatchObject({ title: 'No Lync licence for the user', gained: SESSIONS, lost: 0 });
      expect(rule('undetermined')).toMatchObject({ gained: 0, lost: SESSIONS });
      const page = valueOf(await preview.changes({ kind: 'gain', rule: 'licence-pic-usl-missing' }, SESSIONS - 10, 50));
      expect(page).toMatchObject({ matching: SESSIONS, first: SESSIONS - 10 });
      expect(page.rows).toHaveLength(10);
      expect(page.rows[0]?.gained).toContainEqual({ rule: 'licence-pic-usl-missing', severity: 'violation' });
      expect(valueOf(await preview.changes({ kind: 'moved' }, 0, 50)).matching).toBe(0);
      const { rows } = valueOf(await archive.rows({}, 'start', SESSIONS - 10, 10));
      expect(page.rows.map(({ row }) => row.id)).toEqual(rows.map(({ id }) => id));
    });
    expect(await ndjson()).toBe(before);
  });
  test('counts no change where there is none', async () => {
    await withPreview(basis(), async (preview) => {
      expect(valueOf(await preview.found)).toMatchObject({ judged: SESSIONS, changed: 0, rules: [] });
    });
  });
  test('tells sessions that would belong to another provider', async () => {
    const entry: ProviderEntry = {
      id: 'own-house',
      name: 'House chat',
      class: 'public',
      domains: [{ names: ['yahoo.com'], sources: ['own'], confidence: 'unsourced' }],
      proxies: [],
      capabilities: null,
      licences: [],
      begin: null,
      end: null,
      moved: null,
      provisioned: null,
      clientEku: null,
    };
    const catalogue = { v: 1 as const, basedOn: 1, entries: [entry] };
    await withPreview(basis({ catalogue }), async (preview) => {
      const found = valueOf(await preview.found);
      expect(found.moved).toBe(SESSIONS);
      expect(found.providers).toEqual([{ from: 'yahoo', to: 'own-house', sessions: SESSIONS }]);
    });
    await apply(basis({ catalogue }));
    expect(valueOf(await archive.facets({})).providers).toEqual([{ value: 'own-house', count: SESSIONS }]);
    expect(valueOf(await archive.vocabulary()).providers).toContainEqual({
      id: 'own-house',
      name: 'House chat',
      isOwn: true,
    });
  });
  test('is a dry run of a rule of one’s own', async () => {
    const rule: OwnRule = {
      v: 1,
      id: 'own-parcels',
      version: 1,
      title: 'Parcels',
      severity: 'warning',
      because: 'Parcels are not talked about',
      on: true,
      when: { all: [{ field: 'text', is: 'contains', value: 'PARCEL 77.' }] },
    };
    await withPreview(basis({ rules: { v: 1, builtIn: [], own: [rule] } }), async (preview) => {
      expect(valueOf(await preview.found).rules).toEqual([
        { rule: 'own-parcels', title: 'Parcels', severity: 'warning', gained: 1, lost: 0 },
      ]);
    });
  });
  test('refuses what is not sound, in words', async () => {
    await withPreview(basis({ organisation: { ...CONTOSO, domains: ['no domain'] } }), async (preview) => {
      const faults = 'domains[0]: not a domain name, found “no domain”';
      expect(await preview.found).toEqual({
        ok: false,
        code: 'refused',
        message: `The basis cannot be judged by: ${faults}`,
        reason: { id: 'basis-unsound', values: { faults } },
      });
    });
  });
  test('can be cancelled', async () => {
    await withPreview(UNLICENSED, async (preview) => {
      preview.cancel();
      expect(await preview.found).toMatchObject({ ok: false, code: 'aborted' });
    });
  });
});

describe('applyBasis', () => {
  test('judges every session by it, and a verdict knows by which version', async () => {
    const { current } = valueOf(await archive.basis());
    const from = current?.number ?? 0;
    expect(await answers('licence-cal-missing')).toEqual({ undetermined: SESSIONS });
    const result = await apply(UNLICENSED);
    expect(result).toEqual({ version: from + 1, judged: SESSIONS, changed: SESSIONS });
    expect(await answers('licence-cal-missing')).toEqual({ violation: SESSIONS });
    const [row] = valueOf(await archive.rows({}, 'start', 0, 1)).rows;
    expect(valueOf(await archive.session(row!.id))?.judgement.basis).toBe(from + 1);
    expect(valueOf(await archive.organisation())?.licences).toEqual([]);
    const state = valueOf(await archive.basis());
    expect(state).toMatchObject({ current: { number: from + 1 }, unfinished: null, running: false });
  });
  test('what a later version finds the same keeps the version by which it first came out so', async () => {
    const { version } = await apply(UNLICENSED);
    const settings = { v: 1 as const, builtIn: [{ rule: 'user-migrated', on: false, severity: null }], own: [] };
    expect(await apply({ ...UNLICENSED, rules: settings })).toMatchObject({ version: version + 1, changed: 0 });
    const [row] = valueOf(await archive.rows({}, 'start', 0, 1)).rows;
    expect(valueOf(await archive.session(row!.id))?.judgement.basis).toBe(version);
  });
  test('rules can be off or of another severity', async () => {
    const builtIn = [
      { rule: 'licence-cal-missing', on: true, severity: 'warning' as const },
      { rule: 'licence-pic-usl-missing', on: false, severity: null },
    ];
    await apply({ ...UNLICENSED, rules: { v: 1, builtIn, own: [] } });
    expect(await answers('licence-cal-missing')).toEqual({ warning: SESSIONS });
    expect(await answers('licence-pic-usl-missing')).toEqual({});
    const lines = valueOf(await archive.rulesWith({ v: 1, builtIn, own: [] }));
    expect(lines.find(({ id }) => id === 'licence-cal-missing')).toMatchObject({ on: true, chosen: 'warning' });
  });
  test('is taken back by the version before, which is a version of its own', async () => {
    const before = await ndjson();
    const { version } = await apply(UNLICENSED);
    expect(await ndjson()).not.toBe(before);
    const old = valueOf(await archive.basisVersion(version - 1));
    expect(old).not.toBeNull();
    const { organisation, catalogue, rules } = old!;
    const undone = await apply({ organisation, catalogue, rules }, version - 1);
    expect(undone).toMatchObject({ version: version + 1, changed: SESSIONS });
    expect(await ndjson()).toBe(before);
    const { heads, total } = valueOf(await archive.basisHeads(0, 2));
    expect(total).toBe(version + 1);
    expect(heads).toMatchObject([
      { number: version + 1, restores: version - 1, changed: ['organisation'] },
      { number: version, restores: null, changed: ['organisation'] },
    ]);
  });
  test('stands in the ledger, which verifies', async () => {
    const { version } = await apply(UNLICENSED);
    const { count } = valueOf(await custody.ledgerEnd(ARCHIVE));
    const entries = valueOf(await custody.ledgerPage(ARCHIVE, count - 1, 2));
    expect(entries).toMatchObject([
      {
        action: 'organisation',
        subject: `basis:${version}`,
        payload: { number: version, organisation: { licences: [] } },
      },
      { action: 'judging', payload: { basis: version, judged: SESSIONS, changed: SESSIONS } },
    ]);
  });
  test('resumeJudging with nothing unfinished does nothing', async () => {
    expect(valueOf(await resumeJudging(ARCHIVE, silent).done)).toMatchObject({ judged: 0, changed: 0 });
  });
});

test('coverage is of what is archived and the register in force', async () => {
  await apply(basis({ organisation: { ...CONTOSO, licences: [] } }));
  const filter = { from: null, to: null, users: 'all' as const, search: '' };
  const found = valueOf(await archive.coverage(filter, 0, 10));
  expect(found).toMatchObject({ timeZone: 'Europe/Berlin', told: true, undated: 0, nobody: 0 });
  expect(found.users.unlicensed).toBe(found.users.used);
  expect(found.rows[0]?.used[0]).toMatchObject({ provider: 'yahoo', missing: [['lync-cal'], ['pic-usl']] });
});

test('what an administrator has is read from files: exports in UTF-16, certificates, the credit as CSV', async () => {
  const csv = '\uFEFF"Identity","Domain","ProxyFqdn","MarkForMonitoring"\r\n"partner.com","partner.com","","False"\r\n';
  const utf16 = new Uint8Array(Uint16Array.from(csv, (char) => char.charCodeAt(0)).buffer);
  const reading = valueOf(await archive.readExports([new File([utf16], 'domains.csv')], CONTOSO, {}));
  expect(reading.files).toMatchObject([{ cmdlet: 'Get-CsAllowedDomain', errors: [] }]);
  expect(reading.organisation.allowedDomains).toEqual(['partner.com']);
  expect(valueOf(await archive.readCertificates(new File(['none'], 'a.pem')))).toHaveProperty('errors');
  const licences = [
    {
      sku: 'pic-usl' as const,
      users: 'all' as const,
      purchased: null,
      from: '2014-06-30' as never,
      to: '2014-07-01' as never,
      agreement: '=E-1',
      payment: { amount: '1.00', currency: 'EUR' },
    },
  ];
  const blob = valueOf(await archive.picUslCreditCsv({ ...CONTOSO, licences }));
  expect(await blob.text()).toContain("\r\n'=E-1,*,2014-06-30,2014-07-01,2,1,'1/2,50.0000,1.00,EUR,0.50,yes,");
});

// Last, for it fills the archive.
test('applyBasis: cancelled, it stays unfinished and can be gone on with', { timeout: 60_000 }, async () => {
  const store = await DexieStore.open(ARCHIVE);
  await store.put({ put: madeSessions(SESSIONS, 6_000), remove: [], evidence: [] });
  store.close();
  const stop = ({ judged }: JudgingProgress): void => void (judged > 0 && running.cancel());
  const running = applyBasis(ARCHIVE, UNLICENSED, 'cancelled', null, stop);
  expect(await running.done).toMatchObject({ ok: false, code: 'aborted' });
  await expect.poll(async () => valueOf(await archive.basis()).running).toBe(false);
  const { current, unfinished } = valueOf(await archive.basis());
  expect(current).toMatchObject({ note: 'cancelled', organisation: { licences: [] } });
  expect(unfinished).toMatchObject({ version: current?.number, total: 6_000 });
  const judged = unfinished?.judged ?? 0;
  expect(judged).toBeGreaterThan(0);
  expect(judged).toBeLessThan(6_000);
  // What is imported meanwhile is judged by the version in force, and nothing is lost.
  await imported([madeTrace(6_000, 6_010, 'meanwhile.log')]);
  expect(valueOf(await archive.basis()).unfinished).toMatchObject({ judged });
  const seen: JudgingProgress[] = [];
  const result = valueOf(await resumeJudging(ARCHIVE, (progress) => seen.push(progress)).done);
  expect(seen[0]).toMatchObject({ state: 'judging', judged });
  expect(result).toMatchObject({ judged: 6_000, changed: 6_000 });
  expect(await answers('licence-cal-missing')).toEqual({ violation: 6_010 });
  expect(valueOf(await archive.basis()).unfinished).toBeNull();
});
