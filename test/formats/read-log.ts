/** Reads a log with one format and keeps what it gives. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import type { TextEncoding } from '../../src/bytes/encoding.ts';
import { FIELDS, type Field } from '../../src/bytes/header-fields.ts';
import { RecurringText } from '../../src/bytes/recurring-text.ts';
import { Transcoder } from '../../src/bytes/transcoder.ts';
import type { EpochMs, HeaderLines, LogFormat, LogRecord, SourceId } from '../../src/model.ts';
import { SipHeaders } from '../../src/protocols/sip-headers.ts';

export type KeptRecord = Omit<LogRecord, 'payload' | 'headers'> & { payload: string };

export interface ReadLog {
  /** Payloads as Latin-1, so that every byte can be compared. */
  records: KeptRecord[];
  account: FileAccount;
  issues: Record<string, number>;
}

export interface Reading {
  cut?: number;
  timeZone?: string;
  modified?: number | null;
  encoding?: TextEncoding;
}

export const CUTS = [1, 2, 7, 65_536];

export function readLog(format: LogFormat, file: Uint8Array | string, reading: Reading = {}): ReadLog {
  const { cut = 65_536, timeZone = 'UTC', modified = null, encoding = { name: 'utf-8', bom: 0 } } = reading;
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const account = new FileAccount(0 as SourceId);
  const records: KeptRecord[] = [];
  const context = { account, timeZone, modified: modified as EpochMs | null };
  const writer = format.open(context, ({ headers, ...record }) => {
    if (headers !== undefined) {
      const [told, found] = [fieldsTold(record.payload, headers), fieldsFound(record.payload)];
      // Of thousands of records the words of a difference are only wanted where there is one.
      if (!isDeepStrictEqual(told, found)) expect(told).toEqual(found);
    }
    records.push({ ...record, payload: Buffer.from(record.payload).toString('latin1') });
  });
  const transcoder = format.binary ? null : new Transcoder(encoding, account);
  for (let at = 0; at < bytes.length; at += cut) {
    // A chunk is valid until write returns: what a format keeps of it must be a copy.
    const chunk = Uint8Array.from(bytes.subarray(at, at + cut));
    writer.write(transcoder === null ? chunk : transcoder.write(chunk));
    chunk.fill(0x58);
  }
  const rest = transcoder?.end();
  if (rest !== undefined && rest.length > 0) writer.write(rest);
  writer.end();
  const issues = Object.fromEntries(Object.entries(account.issues()).map(([code, { count }]) => [code, count]));
  return { records, account, issues };
}

const headers = new SipHeaders(new RecurringText());

/** What the headers say by the lines that came with the payload. */
function fieldsTold(payload: Uint8Array, lines: HeaderLines): unknown {
  headers.take(payload, lines);
  return fieldsIn();
}

/** What they say to a reader who looks for the lines himself. */
function fieldsFound(payload: Uint8Array): unknown {
  const line = payload.indexOf(0x0a);
  headers.scan(payload, line === -1 ? payload.length : line + 1, payload.length);
  return fieldsIn();
}

function fieldsIn(): unknown {
  const values = Array.from({ length: FIELDS }, (_, index) => headers.all(index as Field));
  return { complete: headers.complete, bodyStart: headers.bodyStart, values };
}

/** Explained and skipped bytes together; equals the file's size when nothing was forgotten or counted twice. */
export function accountedBytes({ account }: ReadLog): number {
  return account.explainedBytes + account.skippedBytes;
}
