/** What can be said of a file that no format fits: why a person may have taken it for one that can be read. */
import { afterBlanks, decode } from '../bytes/text.ts';
import type { IssueCode } from '../model.ts';
import { someLine } from './some-line.ts';

/** Fields that every SIP message has (RFC 3261 §8.1.1), behind whatever a log puts in front. */
const FIELD = /(?:^|[\s|\]])(?:call-id|cseq|via|from|to)\s*:\s*\S/i;
const MARKS = [/call-id\s*:/i, /cseq\s*:\s*\d+\s+[A-Z]/i, /via\s*:\s*SIP\//i];
/** As much of the head is looked at, bytes. */
const LOOKED_AT = 16_384;
const TAG = 0x3c;

/** A code beside `format-unknown`, or null: nothing is known of it. `head`: the beginning of the file as UTF-8. */
export function reasonUnclaimed(head: Uint8Array): IssueCode | null {
  const text = head.subarray(0, LOOKED_AT);
  if (holdsFields(text)) return 'sip-start-missing';
  const first = afterBlanks(text, 0, text.length);
  if (text[first] === TAG && /^<[!?]?[A-Za-z_][^<>]*>/.test(decode(text, first, text.length))) return 'xml-other';
  return null;
}

/** At least two of the fields that tell SIP from mail and HTTP. */
function holdsFields(text: Uint8Array): boolean {
  const seen = new Set<RegExp>();
  return someLine(text, (bytes, start, end) => {
    const line = decode(bytes, start, Math.min(end, start + 400));
    if (FIELD.test(line)) for (const mark of MARKS) if (mark.test(line)) seen.add(mark);
    return seen.size > 1;
  });
}
