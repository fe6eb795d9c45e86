/** Common Presence and Instant Messaging (RFC 3862): a message with sender and receiver of its own, inside another protocol's. */
import { decode, LF } from '../bytes/text.ts';
import { headersOf } from './mime-part.ts';
import { readAddress } from './sip-address.ts';

export interface CpimMessage {
  /** Bare address; null = not given, or nobody (`anonymous.invalid`). */
  from: string | null;
  /** The same of its receiver. */
  to: string | null;
  /** Message-ID of IMDN (RFC 5438 §6.3), whatever prefix names its namespace; null = none. */
  id: string | null;
  /** The MIME part: a head, an empty line, the content. */
  content: Uint8Array;
}

/** Without an empty line after the message's head the whole is taken for the MIME part. Never throws. */
export function readCpim(bytes: Uint8Array): CpimMessage {
  let line = 0;
  while (line < bytes.length) {
    const end = bytes.indexOf(LF, line);
    if (end === -1) break;
    if (end === line || (end === line + 1 && bytes[line] === 0x0d)) {
      const head = headersOf(decode(bytes, 0, line));
      const named = [...head].find(([name]) => name.endsWith('.message-id'))?.[1];
      const id = named === undefined || named === '' ? null : named;
      const [from, to] = [partyIn(head.get('from')), partyIn(head.get('to'))];
      return { from, to, id, content: bytes.subarray(end + 1) };
    }
    line = end + 1;
  }
  return { from: null, to: null, id: null, content: bytes };
}

function partyIn(value: string | undefined): string | null {
  const bare = value === undefined ? null : readAddress(value).bare;
  return bare?.endsWith('anonymous.invalid') === true ? null : bare;
}
