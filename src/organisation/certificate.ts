/** Key usages of an X.509 certificate in PEM: the little DER that this takes (RFC 5280 §4.1, §4.2.1.12; RFC 7468). */

/** id-kp-clientAuth, 1.3.6.1.5.5.7.3.2; anyExtendedKeyUsage, 2.5.29.37.0; the extension itself, 2.5.29.37: DER content, hex. */
const CLIENT_AUTH = '2b06010505070302';
const ANY_USAGE = '551d2500';
const EXTENDED_KEY_USAGE = '551d25';

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
const OCTET_STRING = 0x04;
/** [3] EXPLICIT Extensions of the TBSCertificate. */
const EXTENSIONS = 0xa3;

/**
 * Whether the certificate may be used as a client's. `any`: no extended key usage is named, or any purpose is, so
 * every use is allowed. `unreadable`: no certificate that can be read.
 */
export type ClientUsage = 'named' | 'any' | 'none' | 'unreadable';

/** Of the first certificate in the text, the server's own where a chain is given. Never throws. */
export function clientUsageOf(pem: string): ClientUsage {
  const der = derOf(pem);
  if (der === null) return 'unreadable';
  const extensions = extensionsOf(der);
  if (extensions === null) return 'unreadable';
  if (extensions === 'none') return 'any';
  for (const extension of childrenOf(der, extensions)) {
    // Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }
    const parts = childrenOf(der, extension);
    const [id] = parts;
    const value = parts.at(-1);
    if (id === undefined || value === undefined || id.tag !== OBJECT_ID) return 'unreadable';
    if (hexOf(der, id) !== EXTENDED_KEY_USAGE) continue;
    const usages = value.tag === OCTET_STRING ? elementAt(der, value.start, value.end) : null;
    if (usages === null || usages.tag !== SEQUENCE) return 'unreadable';
    const purposes = childrenOf(der, usages).map((purpose) => hexOf(der, purpose));
    if (purposes.includes(CLIENT_AUTH)) return 'named';
    return purposes.includes(ANY_USAGE) ? 'any' : 'none';
  }
  return 'any';
}

interface Element {
  tag: number;
  /** Content: first byte and the byte after the last. */
  start: number;
  end: number;
}

function derOf(pem: string): Uint8Array | null {
  const match = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END/.exec(pem);
  if (match === null) return null;
  try {
    return Uint8Array.from(atob((match[1] ?? '').replace(/\s+/g, '')), (char) => char.charCodeAt(0));
  } catch {
    // atob's way of saying that the text is not base64.
    return null;
  }
}

/** Certificate ::= SEQUENCE { tbsCertificate SEQUENCE { …, extensions [3] OPTIONAL }, … }. null = not of that form. */
function extensionsOf(der: Uint8Array): Element | 'none' | null {
  const certificate = elementAt(der, 0, der.length);
  if (certificate === null || certificate.tag !== SEQUENCE) return null;
  const tbs = elementAt(der, certificate.start, certificate.end);
  if (tbs === null || tbs.tag !== SEQUENCE) return null;
  const fields = childrenOf(der, tbs);
  // Serial number, algorithm, issuer, validity, subject and key always stand there.
  if (fields.length < 6) return null;
  const wrapped = fields.find(({ tag }) => tag === EXTENSIONS);
  if (wrapped === undefined) return 'none';
  return elementAt(der, wrapped.start, wrapped.end);
}

/** The element at `at`, or null where its tag or length does not fit before `limit`. Lengths up to 2^24 - 1. */
function elementAt(der: Uint8Array, at: number, limit: number): Element | null {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit) return null;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = (length << 8) | (der[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  return end > limit ? null : { tag, start, end };
}

/** The elements within another, up to the first that cannot be read. */
function childrenOf(der: Uint8Array, parent: Element): Element[] {
  const children: Element[] = [];
  let at = parent.start;
  while (at < parent.end) {
    const child = elementAt(der, at, parent.end);
    if (child === null) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

function hexOf(der: Uint8Array, { start, end }: Element): string {
  let hex = '';
  for (let i = start; i < end; i++) hex += (der[i] ?? 0).toString(16).padStart(2, '0');
  return hex;
}
