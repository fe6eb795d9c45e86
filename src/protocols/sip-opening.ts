/** What tells a SIP message's method and status: its start line and its CSeq. Both recur, so results are shared. */
const LONGEST_TITLE = 200;
/** A status line that gives no status. */
export const BAD_STATUS = -1;

export interface StartLine {
  title: string;
  /** null = a request. */
  status: number | null;
  /** What a request begins with. */
  method: string;
}

/** RFC 3261 §7.2, §21: a status has three digits, 1xx to 6xx. The line is known to begin a message. */
export function readStartLine(line: string): StartLine {
  const title = line.slice(0, LONGEST_TITLE);
  const answer = /^SIP\/\d+\.\d+ (\d+)([^]?)/i.exec(line);
  if (answer === null) return { title, status: null, method: /^[\w\-.!%*+`'~]*/.exec(line)![0] };
  const [, digits = '', after = ''] = answer;
  const isWhole = digits.length === 3 && (after === '' || after === ' ' || after === '\t');
  const status = Number(digits);
  return { title, status: isWhole && status >= 100 && status < 700 ? status : BAD_STATUS, method: '' };
}

/**
 * Keep-alive bytes glued to a request (`HELLOHELLOBYE sip:…`) become part of its method, and of a connection joined in mid-method
 * its end alone is there (`SSAGE sip:…`): the CSeq knows the true one.
 */
export function methodOf({ method }: StartLine, { method: inSequence }: Sequence): string {
  if (method === inSequence || inSequence.length < 3) return method;
  // ACK is a method, and the end of another.
  const cut = method !== '' && method !== 'ACK' && inSequence.endsWith(method);
  return cut || method.endsWith(inSequence) ? inSequence : method;
}

export interface Sequence {
  valid: boolean;
  /** null = greater than can be counted exactly. */
  number: number | null;
  method: string;
}

export const NO_SEQUENCE: Sequence = { valid: false, number: null, method: '' };

/** `CSeq: 4711 INVITE` (RFC 3261 §20.16). */
export function readSequence(value: string): Sequence {
  const parts = /^(\d+)(?:\s+(\S+))?/.exec(value);
  if (parts === null) return NO_SEQUENCE;
  const number = Number(parts[1]);
  return { valid: true, number: Number.isSafeInteger(number) ? number : null, method: parts[2] ?? '' };
}
