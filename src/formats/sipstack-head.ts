/**
 * The head line of a server trace record:
 *
 *     TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::01/18/2012-05:00:43.101.00005386 (SIPStack,SIPAdminLog::…(125))$$begin_record
 *
 * In brackets the processor or `pool\machine`; month first; UTC; then a sequence number that orders records of one
 * millisecond (file order does the same). Behind the parenthesis may follow `( pointer )`, ` [correlation] ` and text.
 */
import { bytesOf, find, indexOfByte, isDigit, startsWith, trimmedEnd } from '../bytes/text.ts';
import type { EpochMs } from '../model.ts';

const LEVEL = bytesOf('TL_');
const FLAG = bytesOf('(TF_');
const STAMP = bytesOf('::');
const BEGIN = bytesOf('$$begin_record');
const DIAG = bytesOf('DIAG)');
/** From the line's beginning to the stamp; `pool\machine` are two host names. */
const LONGEST_BEFORE_STAMP = 600;
const STAMP_LENGTH = 'MM/DD/YYYY-HH:MM:SS.mmm'.length;
const DATE_LENGTH = 'MM/DD/YYYY'.length;

export class SipstackHead {
  time: EpochMs | null = null;
  /** The flag is TF_DIAG. */
  diagnostic = false;
  /** The line ends in `$$begin_record`. */
  begins = false;
  /** Behind the stamp: the component stands in the first parenthesis there. */
  #afterStamp = 0;
  readonly #date = new Uint8Array(DATE_LENGTH);
  #midnight = 0;

  /** Is the line [start, end) a head? The fields hold what it says. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== 0x54 || !startsWith(bytes, start, end, LEVEL)) return false;
    const limit = Math.min(end, start + LONGEST_BEFORE_STAMP);
    const flag = find(bytes, FLAG, start + LEVEL.length, Math.min(limit, start + 20));
    if (flag === -1) return false;
    const colons = find(bytes, STAMP, flag, limit);
    if (colons === -1) return false;
    const stamp = colons + STAMP.length;
    if (end - stamp < STAMP_LENGTH || !isStamp(bytes, stamp)) return false;
    this.time = this.#timeAt(bytes, stamp);
    this.diagnostic = startsWith(bytes, flag + FLAG.length, end, DIAG);
    this.begins = endsWithBegin(bytes, start, end);
    this.#afterStamp = stamp + STAMP_LENGTH - start;
    return true;
  }

  /** The part of the head line that names component, function and file, as [start, end). `start`: that of the line just read. */
  component(bytes: Uint8Array, start: number, end: number): [number, number] {
    const open = indexOfByte(bytes, 0x28, start + this.#afterStamp, end);
    if (open === -1) return [end, end];
    const comma = indexOfByte(bytes, 0x2c, open, end);
    return [open + 1, comma === -1 ? end : comma];
  }

  /** Records of one day follow each other: the date is read when it changes. */
  #timeAt(bytes: Uint8Array, at: number): EpochMs {
    if (!startsWith(bytes, at, at + DATE_LENGTH, this.#date)) {
      this.#date.set(bytes.subarray(at, at + DATE_LENGTH));
      const year = two(bytes, at + 6) * 100 + two(bytes, at + 8);
      this.#midnight = Date.UTC(year, two(bytes, at) - 1, two(bytes, at + 3));
    }
    const seconds = two(bytes, at + 11) * 3600 + two(bytes, at + 14) * 60 + two(bytes, at + 17);
    const milliseconds = two(bytes, at + 20) * 10 + bytes[at + 22]! - 0x30;
    return (this.#midnight + seconds * 1000 + milliseconds) as EpochMs;
  }
}

/** Does the line end in `$$begin_record`? */
export function endsWithBegin(bytes: Uint8Array, start: number, end: number): boolean {
  const last = trimmedEnd(bytes, start, end);
  return last - start >= BEGIN.length && startsWith(bytes, last - BEGIN.length, last, BEGIN);
}

const SEPARATORS = bytesOf('00/00/0000-00:00:00.000');

function isStamp(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < STAMP_LENGTH; index += 1) {
    const byte = bytes[at + index]!;
    const wanted = SEPARATORS[index]!;
    if (wanted === 0x30 ? !isDigit(byte) : byte !== wanted) return false;
  }
  const month = two(bytes, at);
  const day = two(bytes, at + 3);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && two(bytes, at + 11) < 24;
}

function two(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;
}
