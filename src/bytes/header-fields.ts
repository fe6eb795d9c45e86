/** Names of the header fields of SIP messages that any stage reads: a field is a number, for every message asks for a dozen of them. */

/** Each with its compact form (RFC 3261 §20, RFC 6665, 3515). */
const NAMES = [
  ['call-id', 'i'],
  ['cseq', ''],
  ['from', 'f'],
  ['to', 't'],
  ['via', 'v'],
  ['event', 'o'],
  ['content-length', 'l'],
  ['content-type', 'c'],
  ['content-encoding', 'e'],
  ['content-transfer-encoding', ''],
  ['user-agent', ''],
  ['server', ''],
  ['replaces', ''],
  ['join', ''],
  ['target-dialog', ''],
  ['refer-to', 'r'],
  ['session-id', ''],
  ['endpoints', ''],
  ['ms-conversation-id', ''],
  ['ms-edge-proxy-message-trust', ''],
  ['ms-user-data', ''],
  ['ms-sender', ''],
  ['message-id', ''],
  ['ms-text-format', ''],
  ['ms-im-format', ''],
  ['ms-diagnostics', ''],
  ['ms-diagnostics-public', ''],
  ['ms-client-diagnostics', ''],
] as const;

export type FieldName = (typeof NAMES)[number][0];
/** Index into the list of names. */
export type Field = number & { readonly __unit: 'Field' };

export const FIELDS = NAMES.length;
/** What stands before a line's first colon is no name: the line goes on with the one before it. */
export const NO_NAME = -1;
/** A field that nobody asks for. */
export const UNWANTED = -2;

export function field(name: FieldName): Field {
  return NAMES.findIndex(([long]) => long === name) as Field;
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  NAMES.flatMap(([long, compact]) => [long, compact].map((name) => [name, field(long)] as const)),
);

/** RFC 3261 §25.1: token; blanks may stand before the colon. */
const NAME = /^([\w\-.!%*+`'~]+)[ \t]*$/;

/** The name, in lower case, that stands before a line's first colon; null = what stands there is none. */
export function nameIn(text: string): string | null {
  return NAME.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** The field of that name (`nameIn`), UNWANTED or NO_NAME. */
export function fieldOf(name: string | null): number {
  return name === null ? NO_NAME : (BY_NAME.get(name) ?? UNWANTED);
}
