/**
 * The last bodies and what they say: a trace shows each message on every hop, and reading a body again costs far more
 * than seeing that it is the same. Direct-mapped, as `RecurringText` is. Findings are shared: they must not be changed.
 */
import { readMediaType, type MediaType } from './media-type.ts';
import { decodeTransfer } from './mime-part.ts';
import { readBody, type BodyFindings } from './sip-body.ts';

/** A power of two. */
const SLOTS = 256;
/** Longer bodies are few, and would be held too long. */
const LONGEST = 16_384;
const NO_DISPOSITION: MediaType = readMediaType('');

/** All that the reading of a body depends on, beside its bytes. */
export interface BodyContext extends Pick<BodyFindings, 'method' | 'status' | 'subject' | 'speaker' | 'cut'> {
  type: MediaType;
  /** Content-Encoding, lower case; '' = none. */
  encoding: string;
  transferEncoding: string | null;
}

type Findings = Readonly<BodyFindings>;

interface Slot {
  bytes: Uint8Array;
  context: BodyContext;
  findings: Findings;
}

export class RecurringBody {
  readonly #slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS).fill(undefined);

  /** Facts, links and issues of a body; the context is kept. */
  read(bytes: Uint8Array, context: BodyContext): Findings {
    if (bytes.length > LONGEST) return readAnew(bytes, context);
    const slot = slotOf(bytes);
    const known = this.#slots[slot];
    if (known !== undefined && isSameContext(known.context, context) && isSame(known.bytes, bytes)) {
      return known.findings;
    }
    const findings = readAnew(bytes, context);
    this.#slots[slot] = { bytes: bytes.slice(), context, findings };
    return findings;
  }
}

function readAnew(content: Uint8Array, context: BodyContext): Findings {
  const { method, status, subject, speaker, cut, type, encoding, transferEncoding } = context;
  const found: BodyFindings = {
    method,
    status,
    subject,
    speaker,
    cut,
    facts: [],
    links: [],
    issues: [],
    unread: false,
  };
  const bytes = transferEncoding === null ? content : decodeTransfer(content, transferEncoding);
  readBody({ bytes, type, disposition: NO_DISPOSITION, encoding }, found);
  return found;
}

/** By some thirty bytes of it: the comparison is of all. */
function slotOf(bytes: Uint8Array): number {
  const step = (bytes.length >> 5) + 1;
  let hash = bytes.length;
  for (let index = bytes.length - 1; index >= 0; index -= step) hash = (Math.imul(hash, 31) + bytes[index]!) | 0;
  return (hash ^ (hash >>> 13)) & (SLOTS - 1);
}

function isSameContext(a: BodyContext, b: BodyContext): boolean {
  return (
    a.type === b.type &&
    a.method === b.method &&
    a.status === b.status &&
    a.subject === b.subject &&
    a.speaker === b.speaker &&
    a.cut === b.cut &&
    a.encoding === b.encoding &&
    a.transferEncoding === b.transferEncoding
  );
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
