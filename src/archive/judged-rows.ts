/** Lines of sessions with what is found of them: both as of one moment. */
import type { SessionId, SessionRow } from '../model.ts';
import type { Database, JudgedLine, PackedJudgements, SessionRecord } from './database.ts';
import { judgedLineAt } from './judgements.ts';
import { rowOfRecord } from './rows.ts';

/** Those that are there, in the order asked for. */
export async function rowsOf(db: Database, ids: readonly SessionId[]): Promise<SessionRow[]> {
  const { records, lineOf } = await judgedRecords(db, ids);
  return records.filter((record) => record !== undefined).map((record) => rowOfRecord(record, lineOf(record)));
}

/** The records of these sessions, undefined where there is none, and the judged part of each. */
export async function judgedRecords(
  db: Database,
  ids: readonly SessionId[],
): Promise<{ records: (SessionRecord | undefined)[]; lineOf: (record: SessionRecord) => JudgedLine }> {
  const { sessions, judgements } = db;
  const { records, packs } = await db.transaction('r', sessions, judgements, async () => {
    const found = await sessions.bulkGet([...ids]);
    const numbers = new Set(found.flatMap((record) => record?.pack ?? []));
    return { records: found, packs: await judgements.bulkGet([...numbers]) };
  });
  const byPack = new Map<number, PackedJudgements>();
  for (const pack of packs) if (pack !== undefined) byPack.set(pack.pack, pack);
  const lineOf = ({ id, pack, slot }: SessionRecord): JudgedLine => {
    const packed = byPack.get(pack);
    if (packed === undefined) throw new Error(`The judgement of session ${id} (pack ${pack}) is missing`);
    return judgedLineAt(packed, slot);
  };
  return { records, lineOf };
}
