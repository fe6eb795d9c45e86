/**
 * What sessions are judged by, in `meta`: each version under a key of its own (`basis:00000001`), kept for good, and a mark that
 * says which is in force and how far judging by it has come.
 */
import type {
  BasisHead,
  BasisPart,
  BasisVersion,
  EpochMs,
  Json,
  JudgingBasis,
  NumberedBasis,
  Organisation,
  UnfinishedJudging,
} from '../model.ts';
import { canonicalJson } from './canonical.ts';
import type { BasisMark, Database, StoredJudging } from './database.ts';
import type { Append } from './ledger.ts';
import { readCounters } from './slots.ts';

const PARTS: readonly BasisPart[] = ['organisation', 'catalogue', 'rules'];
const PREFIX = 'basis:';

const keyOf = (number: number): `basis:${string}` => `basis:${String(number).padStart(8, '0')}`;

export async function readMark(db: Database): Promise<BasisMark | null> {
  const stored = await db.meta.get('basis');
  return stored?.key === 'basis' ? stored.value : null;
}

export async function basisVersion(db: Database, number: number): Promise<BasisVersion | null> {
  const stored = await db.meta.get(keyOf(number));
  return stored === undefined ? null : (stored.value as BasisVersion);
}

/** The one in force; of an archive from before versions were kept, the organisation alone. */
export async function basisInForce(db: Database): Promise<NumberedBasis> {
  const mark = await readMark(db);
  const version = mark === null ? null : await basisVersion(db, mark.current);
  if (version !== null) return version;
  const stored = await db.meta.get('organisation');
  const organisation = stored?.key === 'organisation' ? stored.value : null;
  return { organisation, catalogue: null, rules: null, number: null };
}

/** Newest first. */
export async function basisHeads(
  db: Database,
  first: number,
  count: number,
): Promise<{ total: number; heads: BasisHead[] }> {
  const total = (await readMark(db))?.current ?? 0;
  const heads: BasisHead[] = [];
  const from = total - Math.max(0, first);
  for (let number = from; number > Math.max(0, from - count); number--) {
    const [version, before] = await Promise.all([basisVersion(db, number), basisVersion(db, number - 1)]);
    if (version === null) continue;
    const { at, note, restores, catalogueVersion } = version;
    heads.push({ number, at, note, restores, catalogueVersion, changed: differences(before, version) });
  }
  return { total, heads };
}

function differences(before: JudgingBasis | null, after: JudgingBasis): BasisPart[] {
  return PARTS.filter((part) => asText(before?.[part]) !== asText(after[part]));
}

const asText = (part: JudgingBasis[BasisPart] | undefined): string => canonicalJson(part ?? null);

/** What is told of a version that is put in force. */
export type BasisNote = Pick<BasisVersion, 'note' | 'restores' | 'catalogueVersion'>;

/**
 * Keeps a version and puts it in force; what is archived is then to be judged by it. Within a transaction on `meta`, `packs` and
 * the ledger, which tells the parts that are other than before.
 */
export async function putBasisInForce(
  db: Database,
  { organisation, catalogue, rules }: JudgingBasis,
  about: BasisNote,
  append: Append,
): Promise<BasisVersion> {
  const before = await basisInForce(db);
  const number = ((await readMark(db))?.current ?? 0) + 1;
  const version: BasisVersion = { number, at: Date.now() as EpochMs, ...about, organisation, catalogue, rules };
  await db.meta.put({ key: keyOf(number), value: version });
  await keepOrganisation(db, organisation);
  const total = await liveSessions(db);
  const { nextPack } = await readCounters(db);
  const begun = { version: number, begunAt: version.at, judged: 0, total, changed: 0, through: -1, before: nextPack };
  await putMark(db, { current: number, unfinished: total === 0 ? null : begun });
  const told = Object.fromEntries(differences(before, version).map((part) => [part, version[part] as unknown as Json]));
  const { note, restores, catalogueVersion } = about;
  const said = { number, at: version.at, note, restores, catalogueVersion, sessions: total };
  await append('organisation', `basis:${number}`, { ...said, ...told });
  return version;
}

/** It stands where it stood before versions were kept too: an older program reads it there. */
async function keepOrganisation(db: Database, organisation: Organisation | null): Promise<void> {
  if (organisation === null) await db.meta.delete('organisation');
  else await db.meta.put({ key: 'organisation', value: organisation });
}

export async function liveSessions(db: Database): Promise<number> {
  let live = 0;
  await db.packs.each((head) => (live += head.live));
  return live;
}

async function putMark(db: Database, mark: BasisMark): Promise<void> {
  await db.meta.put({ key: 'basis', value: mark });
}

/** How far the judging has come, and that it is not over. Within a transaction on `meta`. */
export async function markJudging(db: Database, judging: StoredJudging): Promise<void> {
  const mark = await readMark(db);
  // Another version was put in force meanwhile: its judging has begun anew.
  if (mark === null || mark.current !== judging.version) return;
  await putMark(db, { ...mark, unfinished: judging });
}

/** Every session is judged by the version in force. Within a transaction on `meta`. */
export async function markJudged(db: Database): Promise<void> {
  const mark = await readMark(db);
  if (mark !== null && mark.unfinished !== null) await putMark(db, { ...mark, unfinished: null });
}

export function unfinishedOf(mark: BasisMark | null): UnfinishedJudging | null {
  if (mark?.unfinished == null) return null;
  const { through: _through, before: _before, ...unfinished } = mark.unfinished;
  return unfinished;
}

/** Every version there is, oldest first: for copies of the archive. */
export function allBases(db: Database): Promise<BasisVersion[]> {
  return db.meta
    .where(':id')
    .between(PREFIX, PREFIX + '\uffff')
    .toArray((records) => records.map(({ value }) => value as BasisVersion));
}
