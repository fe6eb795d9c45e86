/** Writes capture files, and reads them back through a format with the account checked. */
import { expect } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import type { LogFormat, LogRecord, SourceId } from '../../src/model.ts';
import { pcap } from '../../src/formats/pcap.ts';
import { be, hex, join, type Bytes } from './frames.ts';

export interface Shape {
  little?: boolean;
  nanoseconds?: boolean;
  linkType?: number;
}

/** 2018-05-13 08:12:47 UTC. */
export const START = 1526199167;

export function number(width: 2 | 4, value: number, little: boolean): Bytes {
  const bytes = be(width, value);
  return little ? bytes.reverse() : bytes;
}

export function pcapHeader({ little = true, nanoseconds = false, linkType = 1 }: Shape = {}): Bytes {
  const magic = number(4, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, little);
  const version = [number(2, 2, little), number(2, 4, little)];
  return join(magic, ...version, hex('0000000000000000'), number(4, 65535, little), number(4, linkType, little));
}

/** `sent`: length on the wire, when the capture kept less. */
export function pcapRecord(frame: Bytes, index: number, { little = true }: Shape = {}, sent = frame.length): Bytes {
  const numbers = [START + index, 250_000 + index, frame.length, sent].map((value) => number(4, value, little));
  return join(...numbers, frame);
}

/** A pcap file with one packet a second. */
export function pcapFile(frames: Bytes[], shape: Shape = {}): Bytes {
  return join(pcapHeader(shape), ...frames.map((frame, i) => pcapRecord(frame, i, shape)));
}

export function block(type: number, body: Bytes, little = true): Bytes {
  const padding = new Uint8Array((4 - (body.length % 4)) % 4);
  const length = number(4, 12 + body.length + padding.length, little);
  return join(number(4, type, little), length, body, padding, length);
}

export function sectionHeader(little = true): Bytes {
  return block(
    0x0a0d0d0a,
    join(number(4, 0x1a2b3c4d, little), number(2, 1, little), hex('0000 ffffffffffffffff')),
    little,
  );
}

export function option(code: number, value: Bytes, little = true): Bytes {
  const padding = new Uint8Array((4 - (value.length % 4)) % 4);
  return join(number(2, code, little), number(2, value.length, little), value, padding);
}

export function interfaceBlock(linkType: number, options: Bytes[] = [], little = true, snapLength = 0): Bytes {
  const head = [number(2, linkType, little), hex('0000'), number(4, snapLength, little)];
  const end = options.length > 0 ? [option(0, new Uint8Array(0), little)] : [];
  return block(1, join(...head, ...options, ...end), little);
}

export function enhancedPacket(frame: Bytes, stamp: bigint, on = 0, little = true, sent = frame.length): Bytes {
  const [high, low] = [Number(stamp >> 32n), Number(stamp & 0xffffffffn)];
  const head = [on, high, low, frame.length, sent].map((value) => number(4, value, little));
  const padding = new Uint8Array((4 - (frame.length % 4)) % 4);
  return block(6, join(...head, frame, padding), little);
}

export interface Read {
  records: (LogRecord & { payload: Uint8Array })[];
  account: FileAccount;
  /** Count of each issue. */
  issues: Record<string, number>;
}

/** Reads a file in chunks of `step` bytes, which are wiped behind; fails unless every byte is accounted for. */
export function read(file: Bytes, format: LogFormat = pcap, step = 65_536, timeZone = 'UTC'): Read {
  const account = new FileAccount(0 as SourceId);
  const records: Read['records'] = [];
  const writer = format.open({ account, timeZone, modified: null }, (record) => {
    records.push({ ...record, payload: record.payload.slice() });
  });
  for (let at = 0; at < file.length; at += step) {
    const chunk = file.slice(at, at + step);
    writer.write(chunk);
    chunk.fill(0x58);
  }
  writer.end();
  expect(account.accounted).toBe(file.length);
  const issues = Object.fromEntries(Object.entries(account.issues()).map(([code, { count }]) => [code, count]));
  return { records, account, issues };
}

const latin1 = new TextDecoder('latin1');

/** What the records of each flow say, joined; `|` where bytes were lost. Datagrams are one flow each. */
export function flows(records: LogRecord[]): string[] {
  const joined = new Map<string, string>();
  for (const [i, { flow, lost, payload }] of records.entries()) {
    const key = flow === '' ? `${i}` : flow;
    joined.set(key, (joined.get(key) ?? '') + (lost > 0 ? '|' : '') + latin1.decode(payload));
  }
  return [...joined.values()];
}
