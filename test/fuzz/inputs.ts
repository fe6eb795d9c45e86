/** Real inputs of every format, to be mutated: what the formats themselves show, the demonstration, fixtures, the corpus. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { FORMATS } from '../../src/pipeline.ts';
import { conversation } from '../packets/conversation.ts';
import { msrpSend } from '../protocols/msrp-records.ts';

export interface Input {
  name: string;
  bytes: Uint8Array;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(ROOT, '../shared/corpus');
/** What is longer gives its beginning: a mutation anywhere in it is as likely to matter, and takes less time. */
const MOST = 128 * 1024;

/** In an order that does not depend on the machine, so that a seed means the same everywhere (with the same corpus). */
export function realInputs(): Input[] {
  const samples = FORMATS.flatMap(({ id, samples: own }) =>
    own.map(({ title, head }) => ({
      name: `${id}: ${title}`,
      bytes: typeof head === 'string' ? new TextEncoder().encode(head) : head,
    })),
  );
  const folders = [join(ROOT, 'public'), join(ROOT, 'test/fixtures'), CORPUS];
  return [...samples, msrpCapture(), ...folders.flatMap(filesUnder)].filter(({ bytes }) => bytes.length > 0);
}

/** No format's sample holds MSRP. */
function msrpCapture(): Input {
  const [from, to] = ['msrp://192.0.2.1:40000/ja6Q;tcp', 'msrp://198.51.100.2:7400/9di4;tcp'];
  const long = [1, 5, 9].map((first) =>
    msrpSend({ to, from, id: 'long', body: 'text', first, flag: first === 9 ? '$' : '+' }),
  );
  const cpim = 'From: <sip:a@example.com>\r\n\r\nContent-Type: text/plain\r\n\r\nhello';
  const frames = conversation(
    ['>', msrpSend({ to, from, id: '1', body: cpim, type: 'message/cpim' })],
    ['<', msrpSend({ to: from, from: to, id: '2', body: 'hello\r\n-------abc' })],
    ['>', long.join('')],
  );
  return { name: 'msrp in a capture', bytes: captureOf(frames) };
}

/** A pcap of Ethernet frames. */
function captureOf(frames: readonly Uint8Array[]): Uint8Array {
  const head = (...numbers: number[]): Buffer => Buffer.from(Uint32Array.from(numbers).buffer);
  const packets = frames.flatMap((frame, index) => [head(1_526_199_167 + index, 0, frame.length, frame.length), frame]);
  return new Uint8Array(Buffer.concat([head(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1), ...packets]));
}

function filesUnder(folder: string): Input[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(png|svg|py|pem|tsv|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(folder, path), bytes: new Uint8Array(readFileSync(path)).subarray(0, MOST) }));
}
