import { reason, verifyFault, type Reason, type SessionId, type VerifyFault } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import type { Database } from './database.ts';
import { expand } from './gzip.ts';
import type { ExpectedPack } from './journal-replay.ts';
import { judgementsDigest } from './judgements.ts';
import { packDigest } from './packs.ts';
import { putRecordOf } from './rows.ts';
import { Unreadable } from './sealing.ts';
import { packTables } from './slots.ts';
import type { PackedTranscripts, PackHead, PutRecord, SessionRecord } from './tables.ts';

const pack = (number: number, why: Reason): VerifyFault => verifyFault('sessions', `pack:${number}`, why);
const session = (id: SessionId, why: Reason): VerifyFault => verifyFault('sessions', `session:${id}`, why);

/** A step for each pack that must be there. */
export async function* packFaults(
  db: Database,
  expected: ReadonlyMap<number, ExpectedPack>,
): AsyncIterable<VerifyFault | null> {
  let sessions = 0;
  for (const number of [...expected.keys()].sort((a, b) => a - b)) {
    const known = expected.get(number);
    if (known === undefined) continue;
    sessions += known.slots - known.gone.size;
    yield await packFault(db, number, known);
  }
  for (const table of packTables(db)) {
    const stray = (await table.orderBy(':id').primaryKeys()).find((number) => !expected.has(number));
    if (stray !== undefined) yield pack(stray, reason('pack-stray', { pack: stray }));
  }
  if ((await db.sessions.count()) === sessions) return;
  const stray = await db.sessions.filter((record) => !isExpected(expected, record)).first();
  yield stray === undefined
    ? session('' as SessionId, reason('session-count'))
    : session(stray.id, reason('session-stray', { session: stray.id }));
}

function isExpected(expected: ReadonlyMap<number, ExpectedPack>, { pack: number, slot }: SessionRecord): boolean {
  const known = expected.get(number);
  return known !== undefined && slot < known.slots && !known.gone.has(slot);
}

/** What does not fit of a pack and its sessions, as its own head tells: cheaper than following the journal; null = nothing is wrong. */
export async function damageOf(
  db: Database,
  { pack: number, slots, digest, gone }: PackHead,
): Promise<VerifyFault | null> {
  try {
    const judged = (await db.judgements.get(number))?.digest ?? '';
    return await packFault(db, number, { slots, digest, judged, gone: new Set(gone) });
  } catch (error) {
    if (error instanceof Unreadable) return pack(number, error.reason);
    throw error;
  }
}

async function packFault(db: Database, number: number, known: ExpectedPack): Promise<VerifyFault | null> {
  const [head, transcripts, texts, judgements] = await Promise.all([
    db.packs.get(number),
    db.transcripts.get(number),
    db.texts.get(number),
    db.judgements.get(number),
  ]);
  if (head === undefined || transcripts === undefined || texts === undefined || judgements === undefined) {
    return pack(number, reason('pack-missing', { pack: number, n: known.slots - known.gone.size }));
  }
  if (!isSameHead(head, known) || head.bytes !== transcripts.bytes.length)
    return pack(number, reason('pack-head', { pack: number }));
  if ((await packDigest(transcripts, texts)) !== known.digest) {
    return pack(number, reason('pack-transcripts', { pack: number }));
  }
  const { digest } = judgements;
  if (digest !== known.judged || (await judgementsDigest(judgements)) !== digest) {
    return pack(number, reason('pack-judgements', { pack: number }));
  }
  return rowsFault(db, number, transcripts, known);
}

function isSameHead({ slots, live, gone, digest }: PackHead, known: ExpectedPack): boolean {
  return (
    slots === known.slots &&
    digest === known.digest &&
    live === slots - known.gone.size &&
    gone.length === known.gone.size &&
    new Set(gone).size === gone.length &&
    gone.every((slot) => known.gone.has(slot))
  );
}

async function rowsFault(
  db: Database,
  number: number,
  { ids, rows }: PackedTranscripts,
  { gone }: ExpectedPack,
): Promise<VerifyFault | null> {
  const put = JSON.parse(new TextDecoder().decode(await expand(rows))) as (PutRecord | null)[];
  const records = await db.sessions.bulkGet(ids);
  for (const [slot, id] of ids.entries()) {
    if (gone.has(slot)) continue;
    const record = records[slot];
    if (record === undefined) return session(id, reason('session-missing', { session: id, pack: number, slot }));
    if (record.pack !== number || record.slot !== slot) {
      return session(id, reason('session-astray', { session: id }));
    }
    const field = changedField(putRecordOf(record), put[slot] ?? null);
    if (field !== null) return session(id, reason('session-changed', { session: id, field }));
  }
  return null;
}

/** The first field that differs; null = none. */
function changedField(record: PutRecord, put: PutRecord | null): string | null {
  if (put === null) return 'id';
  if (JSON.stringify(record) === JSON.stringify(put)) return null;
  const names = new Set([...Object.keys(put), ...Object.keys(record)]) as Set<keyof PutRecord>;
  for (const name of names) {
    if (canonicalJson({ value: record[name] }) !== canonicalJson({ value: put[name] })) return name;
  }
  return null;
}
