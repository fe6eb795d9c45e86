/**
 * The last bodies and what they say: a trace shows each message on every hop, and reading a body again costs far more
 * than seeing that it is the same. Mapped to two slots by their bytes. Findings are shared: they must not be changed.
 */
import type { WordBytes } from '../bytes/word-bytes.ts';
import { readMediaType, type MediaType } from './media-type.ts';
import { decodeTransfer } from './mime-part.ts';
import { readBody, type BodyFindings } from './sip-body.ts';

/** A power of two. */
const SLOTS = 1_024;
/** Longer bodies are few, and would be held too long. */
const LONGEST = 8_192;
/** Up to 129 words of a body tell it from others. */
const FINER = 3;
const NO_DISPOSITION: MediaType = readMediaType('');

/** All that the reading of a body depends on, beside its bytes. */
export interface BodyContext extends Pick<BodyFindings, 'method' | 'status' | 'speaker' | 'cut'> {
  /** Whom presence without a name is about. */
  subject: string | null;
  type: MediaType;
  /** Content-Encoding, lower case; '' = none. */
  encoding: string;
  transferEncoding: string | null;
}

export const NO_CONTEXT: BodyContext = {
  method: '',
  status: null,
  subject: null,
  speaker: null,
  cut: false,
  type: NO_DISPOSITION,
  encoding: '',
  transferEncoding: null,
};

type Findings = Readonly<BodyFindings>;

interface Slot {
  /** The body's bytes. */
  view: DataView;
  context: BodyContext;
  findings: Findings;
}

export class RecurringBody {
  readonly #slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS).fill(undefined);

  /** Facts, links and issues of the body [start, end). */
  read(source: WordBytes, start: number, end: number, context: BodyContext): Findings {
    const length = end - start;
    if (length > LONGEST) return readAnew(source.bytes.subarray(start, end), context);
    // Documents of one kind differ in few places; an offer and its answer may be the same.
    const slot = (source.hash(start, end, FINER) ^ (context.status ?? 0)) & (SLOTS - 1);
    const slots = this.#slots;
    const known = slots[slot];
    if (known !== undefined && isSame(known, source, start, end, context)) return known.findings;
    // Who was driven out of its slot sits beside it.
    const beside = slots[slot ^ 1];
    if (beside !== undefined && isSame(beside, source, start, end, context)) return beside.findings;
    const bytes = source.bytes.slice(start, end);
    const findings = readAnew(bytes, context);
    slots[slot ^ 1] = known;
    slots[slot] = { view: new DataView(bytes.buffer), context: { ...context }, findings };
    return findings;
  }
}

function isSame(
  { view, context, findings }: Slot,
  source: WordBytes,
  start: number,
  end: number,
  own: BodyContext,
): boolean {
  return (
    view.byteLength === end - start &&
    isSameContext(context, own, findings.subject.asked) &&
    source.equals(start, end, view, 0)
  );
}

function readAnew(content: Uint8Array, context: BodyContext): Findings {
  const { method, status, subject, speaker, cut, type, encoding, transferEncoding } = context;
  const found: BodyFindings = {
    method,
    status,
    subject: { who: subject, asked: false },
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

/** `named`: what was found names the subject. */
function isSameContext(a: BodyContext, b: BodyContext, named: boolean): boolean {
  return (
    a.type === b.type &&
    a.method === b.method &&
    a.status === b.status &&
    (!named || a.subject === b.subject) &&
    a.speaker === b.speaker &&
    a.cut === b.cut &&
    a.encoding === b.encoding &&
    a.transferEncoding === b.transferEncoding
  );
}
