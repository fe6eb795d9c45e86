import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bigTrace } from '../demonstration/big-trace.ts';

/** A seeded trace of about so many bytes, as a file. */
export function writeTrace(path: string, seed: number, bytes: number): Promise<void> {
  return pipeline(Readable.from(bigTrace(seed, bytes)), createWriteStream(path));
}
