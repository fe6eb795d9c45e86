/**
 * A backup as a file, without any storage: JSON, one value a line. What it is, rows of one table after the other, and at the end how
 * many there are with the SHA-256 of all before.
 */
import { reason } from '../model.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { FORMAT_VERSION } from './tables.ts';
import { Refusal } from './refusals.ts';

export class NoBackup extends Refusal {}

export interface BackupLine {
  table: string;
  /** As they are stored. */
  rows: unknown[];
}

/** How the first line begins. */
export const BACKUP_HEAD = '{"type":"fedlens-backup",';

/** Lines with their line feeds. @param batches rows of a table each */
export async function* writtenLines(batches: AsyncIterable<BackupLine>): AsyncIterable<string> {
  const hash = sha256.create();
  let count = 0;
  const line = (value: unknown): string => {
    const text = JSON.stringify(value) + '\n';
    hash.update(utf8ToBytes(text));
    return text;
  };
  yield line({ type: 'fedlens-backup', v: 1, format: FORMAT_VERSION });
  for await (const { table, rows } of batches) {
    count += rows.length;
    yield line({ table, rows: rows.map(encoded) } satisfies BackupLine);
  }
  yield JSON.stringify({ end: { rows: count, sha256: bytesToHex(hash.digest()) } }) + '\n';
}

/** @param text in pieces of any size. @returns lines without line feeds */
export async function* cutLines(text: AsyncIterable<string>): AsyncIterable<string> {
  // Lines of evidence have megabytes: their pieces are joined once.
  let open: string[] = [];
  for await (const piece of text) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      open.push(piece.slice(from, end));
      yield open.join('');
      open = [];
      from = end + 1;
    }
    if (from < piece.length) open.push(piece.slice(from));
  }
  if (open.length > 0) yield open.join('');
}

/** @param lines without line feeds. @throws NoBackup, at the latest at the end */
export async function* readLines(lines: AsyncIterable<string>): AsyncIterable<BackupLine> {
  const hash = sha256.create();
  let [count, number] = [0, 0];
  let end: { rows: number; sha256: string } | null = null;
  for await (const line of lines) {
    if (end !== null) throw new NoBackup(reason('backup-behind-end'));
    const value = parsed(line);
    if ('end' in value) {
      end = value['end'] as { rows: number; sha256: string };
      continue;
    }
    hash.update(utf8ToBytes(line + '\n'));
    if (number++ === 0) {
      checkHead(value);
      continue;
    }
    const { table, rows } = value as unknown as BackupLine;
    count += rows.length;
    yield { table, rows: rows.map(decoded) };
  }
  if (end === null) throw new NoBackup(reason('backup-cut'));
  if (end.rows !== count || end.sha256 !== bytesToHex(hash.digest())) {
    throw new NoBackup(reason('backup-digest'));
  }
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: half a line is no JSON.
  }
  throw new NoBackup(reason('backup-line'));
}

function checkHead({ type, v, format }: Record<string, unknown>): void {
  if (type !== 'fedlens-backup' || v !== 1) throw new NoBackup(reason('backup-none'));
  if (format !== FORMAT_VERSION) {
    throw new NoBackup(reason('backup-format', { format: String(format), known: FORMAT_VERSION }));
  }
}

/** Characters of one step: more would be too many arguments. */
const STEP = 0x8000;

function encoded(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    let text = '';
    for (let at = 0; at < value.length; at += STEP) text += String.fromCharCode(...value.subarray(at, at + STEP));
    return { $bytes: btoa(text) };
  }
  if (value instanceof Uint32Array) return { $u32: [...value] };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encoded(part)]));
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0));
  if ('$u32' in value) return Uint32Array.from(value.$u32 as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part)]));
}
