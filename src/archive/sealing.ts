/** Rows of texts and evidence under the archive's key: what of a row is encrypted, and what stays readable. */
import { reason, Reasoned } from '../model.ts';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { isMismatch } from './archive-key.ts';
import { randomBytes } from './passphrase.ts';
import type { PackedJudgements, PackedTexts, PackedTranscripts, StoredEvidence } from './tables.ts';

/** In place of its secret parts, which are empty then: nonce (12 bytes), then AES-GCM of them with its tag (16 bytes). */
export interface Sealed {
  sealed: Uint8Array<ArrayBuffer>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** What of a table's rows is secret. Digests are over what is not encrypted, so that they stay what they were. */
interface Secrets<Row> {
  keyOf(row: Row): string;
  parts(row: Row): Bytes[];
  /** The row with other parts: none of them = empty ones. */
  with(row: Row, parts: readonly Bytes[]): Row;
}

const NONE: Bytes = new Uint8Array(0);
const NONCE_BYTES = 12;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const transcripts: Secrets<PackedTranscripts> = {
  keyOf: ({ pack }) => String(pack),
  parts: ({ bytes, rows }) => [bytes, rows.bytes],
  with: (row, [bytes = NONE, rows = NONE]) => ({ ...row, bytes, rows: { ...row.rows, bytes: rows } }),
};
const texts: Secrets<PackedTexts> = {
  keyOf: ({ pack }) => String(pack),
  // Half of a surrogate pair becomes U+FFFD, one unit as it was: the digest is over UTF-8 too.
  parts: ({ text }) => [new Uint8Array(utf8ToBytes(text))],
  with: (row, [text = NONE]) => ({ ...row, text: decoder.decode(text) }),
};
const judgements: Secrets<PackedJudgements> = {
  keyOf: ({ pack }) => String(pack),
  parts: ({ bytes }) => [bytes],
  with: (row, [bytes = NONE]) => ({ ...row, bytes }),
};
const evidence: Secrets<StoredEvidence> = {
  keyOf: ({ source, offset }) => `${source}+${offset}`,
  parts: ({ bytes }) => [bytes],
  with: (row, [bytes = NONE]) => ({ ...row, bytes }),
};

const SECRETS = { transcripts, texts, judgements, evidence } as const;
export type SealedTable = keyof typeof SECRETS;
export const SEALED_TABLES = Object.keys(SECRETS) as SealedTable[];
export const isSealedTable = (table: string): table is SealedTable => table in SECRETS;

/** A block that the archive's key does not open: it was changed, or stands in another's place. */
export class Unreadable extends Reasoned {
  override name = 'Unreadable';
  readonly table: SealedTable;
  readonly key: string;

  constructor(table: SealedTable, key: string) {
    super(reason('block-unreadable', { key, table }));
    this.table = table;
    this.key = key;
  }
}

export const isSealed = (row: unknown): row is Sealed => typeof row === 'object' && row !== null && 'sealed' in row;

/** Bound to its place: a block that is moved to another row or table does not open there. */
const placeOf = (table: SealedTable, key: string): Bytes =>
  new Uint8Array(utf8ToBytes(`fedlens block 1\n${table}\n${key}`));

/** Under a nonce of its own, at random: NIST SP 800-38D §8.3 allows 2^32 of them to one key. */
export async function sealRow<Row>(table: SealedTable, row: Row, key: CryptoKey): Promise<Row & Sealed> {
  const secrets = SECRETS[table] as unknown as Secrets<Row>;
  const iv = randomBytes(NONCE_BYTES);
  const algorithm = { name: 'AES-GCM', iv, additionalData: placeOf(table, secrets.keyOf(row)) };
  const hidden = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, joinedParts(secrets.parts(row))));
  const sealed = new Uint8Array(NONCE_BYTES + hidden.length);
  sealed.set(iv);
  sealed.set(hidden, NONCE_BYTES);
  return { ...secrets.with(row, []), sealed };
}

/** @throws Unreadable */
export async function openRow<Row>(table: SealedTable, row: Row & Sealed, key: CryptoKey): Promise<Row> {
  const secrets = SECRETS[table] as unknown as Secrets<Row>;
  const { sealed, ...rest } = row;
  const name = secrets.keyOf(row);
  const algorithm = { name: 'AES-GCM', iv: sealed.slice(0, NONCE_BYTES), additionalData: placeOf(table, name) };
  try {
    const open = await crypto.subtle.decrypt(algorithm, key, sealed.subarray(NONCE_BYTES));
    return secrets.with(rest as Row, cutParts(new Uint8Array(open)));
  } catch (error) {
    if (isMismatch(error)) throw new Unreadable(table, name);
    throw error;
  }
}

/** Each with its length before it, 32 bits, little endian. */
function joinedParts(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(all.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    all.set(part, at + 4);
    at += 4 + part.length;
  }
  return all;
}

function cutParts(all: Bytes): Bytes[] {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const parts: Bytes[] = [];
  for (let at = 0; at < all.length;) {
    const length = view.getUint32(at, true);
    // A copy of its own: a view would bring the whole buffer along wherever it is kept.
    parts.push(all.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}
