/** From format 1 to 2: judgements apart from what was said, digests of what is there, a journal and a ledger that begin with it. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Dexie, type Transaction } from 'dexie';
import type { Judgement, SessionFragment, SourceId } from '../model.ts';
import { digestOf } from './canonical.ts';
import { endsOf, joined } from './end-to-end.ts';
import { expand, shrink } from './gzip.ts';
import type {
  BlockHead,
  Counters,
  JournalDraft,
  JournalRecord,
  JudgedLine,
  MetaRecord,
  PackedJudgements,
  PackedTexts,
  PackedTranscripts,
  PackHead,
  SessionRecord,
  SourceRecord,
  StoredEvidence,
} from './tables.ts';
import { judgedTextOf, packJudgements, type NewJudgements } from './judgements.ts';
import { journalHash, newDraft } from './journal-line.ts';
import { EMPTY_LEDGER, linked } from './ledger-chain.ts';
import { digestOfParts } from './packs.ts';
import { putRecordOf } from './rows.ts';

/** Packs, and blocks, of one line of the journal. */
const BATCH = 100;

const hexOf = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** Mostly everything is hashed at once: the transaction of the upgrade ends while the browser's own hash is awaited. */
export async function giveDigests(tx: Transaction): Promise<void> {
  const lines = new Lines(tx);
  const packs = await givePacks(tx, lines);
  const blocks = await giveBlocks(tx, lines);
  const sources = await tx.table<SourceRecord>('sources').toArray();
  const sealed = sources.map(({ id, ...record }): [SourceId, string] => [id, digestOf({ id, ...record })]);
  await lines.add({ ...newDraft(), sources: sealed });
  const stored = await tx.table<MetaRecord>('meta').get('counters');
  const { revision = 0, nextPack = 0 } = stored?.key === 'counters' ? (stored.value as Partial<Counters>) : {};
  const payload = { from: 1, to: 2, packs, blocks, sources: sources.length, journal: { ...lines.anchor } };
  const time = new Date().toISOString();
  const entry = linked(EMPTY_LEDGER, { time, actor: '', action: 'upgrade', subject: 'archive', payload });
  await tx.table('ledger').add(entry);
  const counters: Counters = { revision, nextPack, ledger: { count: 1, head: entry.hash }, journal: lines.anchor };
  await tx.table<MetaRecord>('meta').put({ key: 'counters', value: counters });
}

async function givePacks(tx: Transaction, lines: Lines): Promise<number> {
  const numbers = (await tx.table<PackHead, number>('packs').toCollection().primaryKeys()).sort((a, b) => a - b);
  for (let from = 0; from < numbers.length; from += BATCH) {
    const draft = newDraft();
    for (const number of numbers.slice(from, from + BATCH)) await givePack(tx, number, draft);
    await lines.add(draft);
  }
  return numbers.length;
}

async function givePack(tx: Transaction, number: number, draft: JournalDraft): Promise<void> {
  const head = await tx.table<Pick<PackHead, 'pack' | 'slots' | 'live' | 'bytes'>, number>('packs').get(number);
  const old = await tx.table<Omit<PackedTranscripts, 'rows'>, number>('transcripts').get(number);
  const texts = await tx.table<PackedTexts, number>('texts').get(number);
  if (head === undefined || old === undefined || texts === undefined) return;
  const records = await tx.table<SessionRecord & JudgedLine, string>('sessions').bulkGet([...old.ids]);
  const lines = records.map((record) => (record?.pack === number ? withoutJudged(record) : null));
  const gone = lines.flatMap((line, slot) => (line === null ? [slot] : []));
  const packed = new TextEncoder().encode(JSON.stringify(lines.map((line) => line && putRecordOf(line))));
  // The transaction ends where anything but the database is awaited, unless it is told to wait.
  const { fragments, judgements } = await Dexie.waitFor(apart(old));
  const transcripts: PackedTranscripts = { ...old, ...fragments, rows: { gzip: false, bytes: packed } };
  const text = hexOf(utf8ToBytes(texts.text));
  const digest = digestOfParts(transcripts, texts, { bytes: hexOf(fragments.bytes), rows: hexOf(packed), text });
  draft.packs.push([number, head.slots, digest]);
  draft.judged.push([number, judgements.digest]);
  if (gone.length > 0) draft.gone.push([number, gone]);
  await tx.table('transcripts').put(transcripts);
  await tx.table<PackedJudgements>('judgements').put({ pack: number, ...judgements });
  await tx.table('sessions').bulkPut(lines.filter((line) => line !== null));
  const bytes = fragments.bytes.length;
  await tx.table('packs').put({ ...head, bytes, live: head.slots - gone.length, gone, digest });
}

function withoutJudged(record: SessionRecord & JudgedLine): SessionRecord {
  const {
    provider: _provider,
    confidence: _confidence,
    local: _local,
    remote: _remote,
    flags: _flags,
    ...line
  } = record;
  return line;
}

/** What was said and what is found of it stood together. */
async function apart(
  old: Omit<PackedTranscripts, 'rows'>,
): Promise<{ fragments: Pick<PackedTranscripts, 'ends' | 'gzip' | 'bytes'>; judgements: NewJudgements }> {
  const json = await expand(old);
  const slots = [...old.ends].map((end, slot) => {
    const text = new TextDecoder().decode(json.subarray(slot === 0 ? 0 : old.ends[slot - 1], end));
    const { fragment, judgement } = JSON.parse(text) as { fragment: SessionFragment; judgement: Judgement };
    return { json: new TextEncoder().encode(JSON.stringify(fragment)), judged: judgedTextOf(judgement) };
  });
  const parts = slots.map((slot) => slot.json);
  const fragments = { ends: endsOf(parts.map(({ length }) => length)), ...(await shrink(joined(parts))) };
  return { fragments, judgements: await packJudgements(slots.map(({ judged }) => judged)) };
}

async function giveBlocks(tx: Transaction, lines: Lines): Promise<number> {
  const evidence = tx.table<StoredEvidence, [SourceId, number]>('evidence');
  let count = 0;
  for (let last: [unknown, unknown] = [Dexie.minKey, Dexie.minKey]; ;) {
    const blocks = await evidence.where(':id').above(last).limit(BATCH).toArray();
    const heads = blocks.map((block): BlockHead => {
      const { source, offset, length, bytes } = block;
      return { source, offset, length, bytes: bytes.length, digest: hexOf(bytes) };
    });
    await tx.table('blocks').bulkAdd(heads);
    const put = heads.map(({ source, offset, digest }): [SourceId, number, string] => [source, offset, digest]);
    await lines.add({ ...newDraft(), evidence: put });
    count += heads.length;
    const end = heads.at(-1);
    if (end === undefined || heads.length < BATCH) return count;
    last = [end.source, end.offset];
  }
}

/** The journal's first lines. */
class Lines {
  readonly #tx: Transaction;
  anchor = EMPTY_LEDGER;

  constructor(tx: Transaction) {
    this.#tx = tx;
  }

  async add(draft: JournalDraft): Promise<void> {
    const line = { n: this.anchor.count + 1, job: null, ...draft };
    const hash = journalHash(line, this.anchor.head);
    await this.#tx.table<JournalRecord>('journal').add({ ...line, hash });
    this.anchor = { count: line.n, head: hash };
  }
}
