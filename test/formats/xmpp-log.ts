/** Reads a log of stanzas in every cut, and what the XMPP reader makes of its records. */
import { expect } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import type { LogFormat, LogRecord } from '../../src/model.ts';
import { read, type Read } from '../protocols/xmpp-records.ts';
import { CUTS, accountedBytes, readLog, type ReadLog, type Reading } from './read-log.ts';

/** The same in any cut, with every byte accounted for. */
export function readInCuts(format: LogFormat, file: string | Uint8Array, reading: Reading = {}): ReadLog {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const [first, ...others] = CUTS.map((cut) => readLog(format, bytes, { ...reading, cut }));
  for (const other of others) {
    expect(other.records).toEqual(first!.records);
    expect(other.issues).toEqual(first!.issues);
  }
  expect(accountedBytes(first!)).toBe(bytes.length);
  return first!;
}

export function formatOf(text: string | Uint8Array): string | null {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return FORMATS.find((each) => each.sniff(bytes))?.id ?? null;
}

export function stanzasOf({ records }: ReadLog): Read {
  return read(records.map((record): LogRecord => ({ ...record, payload: Buffer.from(record.payload, 'latin1') })));
}

/** `from -> to: text` of every text, in the order in which the reader gives them. */
export function saidIn(log: ReadLog): string[] {
  return stanzasOf(log).stanzas.flatMap(({ fromJid, toJid, facts }) =>
    facts.flatMap((fact) => (fact.kind === 'text' ? [`${fromJid} -> ${toJid}: ${fact.text}`] : [])),
  );
}
