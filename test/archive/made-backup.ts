/** A backup made of the same parts as the archive writes, without any storage. */
import { writtenLines, type BackupLine } from '../../src/archive/backup-lines.ts';
import { sha256Of } from '../../src/archive/canonical.ts';
import { journalHash, newDraft } from '../../src/archive/journal-line.ts';
import { EMPTY_LEDGER, linked, NO_HASH } from '../../src/archive/ledger-chain.ts';
import { packSlots, slotOf } from '../../src/archive/packs.ts';
import { recordsOf } from '../../src/archive/slots.ts';
import { madeSessions, SOURCE } from './made.ts';

/** Rows by table, as they are stored. */
export type Tables = Record<string, unknown[]>;

/** So many sessions in packs, two blocks of evidence, a ledger of two entries and the journal of all that. */
export async function madeTables(sessions: number): Promise<Tables> {
  const slots = madeSessions(0, sessions).map(slotOf);
  const packs = await packSlots(slots);
  const evidence = [0, 600].map((offset) => ({
    ...{ source: SOURCE, offset, length: 600, gzip: false },
    bytes: Uint8Array.from({ length: 600 }, (_, n) => (n * 7919 + offset) % 251),
  }));
  const digests = await Promise.all(evidence.map(({ bytes }) => sha256Of(bytes)));
  const line = {
    ...newDraft(),
    ...{ n: 1, job: null },
    packs: packs.map(
      ({ digest, transcripts }, pack) => [pack, transcripts.ids.length, digest] as [number, number, string],
    ),
    judged: packs.map(({ judgements }, pack) => [pack, judgements.digest] as [number, string]),
    evidence: digests.map((digest, n) => [SOURCE, n * 600, digest] as [typeof SOURCE, number, string]),
  };
  const journal = { ...line, hash: journalHash(line, NO_HASH) };
  const about = { time: '2026-11-21T10:00:00.000Z', actor: 'Ada', subject: 'archive' };
  const payload = { sessions, journal: { count: 1, head: journal.hash } };
  const first = linked(EMPTY_LEDGER, { ...about, action: 'import', payload });
  const second = linked({ count: 1, head: first.hash }, { ...about, action: 'backup', payload: { encrypted: false } });
  const counters = {
    ...{ revision: 3, nextPack: packs.length },
    ledger: { count: 2, head: second.hash },
    journal: { count: 1, head: journal.hash },
  };
  return {
    ledger: [first, second],
    journal: [journal],
    packs: packs.map(({ digest, transcripts: { ids, bytes } }, pack) => ({
      ...{ pack, slots: ids.length, live: ids.length, gone: [], bytes: bytes.length, digest },
    })),
    transcripts: packs.map(({ transcripts }, pack) => ({ pack, ...transcripts })),
    texts: packs.map(({ texts }, pack) => ({ pack, ...texts })),
    judgements: packs.map(({ judgements }, pack) => ({ pack, ...judgements })),
    sessions: recordsOf(slots, packs, 0),
    evidence,
    meta: [{ key: 'counters', value: counters }],
  };
}

/** As the file holds it before it is packed. */
export async function backupText(contents: Tables): Promise<string> {
  async function* batches(): AsyncIterable<BackupLine> {
    for (const [table, rows] of Object.entries(contents)) yield { table, rows };
  }
  let text = '';
  for await (const piece of writtenLines(batches())) text += piece;
  return text;
}
