/** Reads an X.509 certificate in DER (RFC 5280 §4): names, days and usages. Signatures are not checked. */
import type { Certificate, EpochMs } from '../model.ts';
import { bitsOf, BIT_STRING, BOOLEAN, childrenOf, elementAt, objectIdOf, OBJECT_ID } from './der.ts';
import { OCTET_STRING, SEQUENCE, SET, textOf, timeOf, type Element } from './der.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';

/** [0] EXPLICIT Version and [3] EXPLICIT Extensions of the TBSCertificate. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

const COMMON_NAME = '2.5.4.3';
/** Short names of attributes (RFC 4514 §3). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  [COMMON_NAME]: 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};

const KEY_USAGE = '2.5.29.15';
const ALTERNATIVE_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** RFC 5280 §4.2.1.12. */
const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

/** Tags of a GeneralName (RFC 5280 §4.2.1.6). */
const MAIL = 0x81;
const HOST = 0x82;
const URI = 0x86;
const ADDRESS = 0x87;

/** More of one kind than any certificate has: what says more is cut there. */
const MOST_NAMES = 1_000;

type Extensions = Pick<Certificate, 'names' | 'keyUsages' | 'extendedKeyUsages' | 'isAuthority'>;

/** null = no certificate, or one whose fields cannot be read. Never throws. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const certificate = elementAt(der, 0, der.length);
  if (certificate === null || certificate.tag !== SEQUENCE) return null;
  const signed = elementAt(der, certificate.start, certificate.end);
  if (signed === null || signed.tag !== SEQUENCE) return null;
  const fields = childrenOf(der, signed);
  // serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo; version 1 names no version.
  const first = fields[0]?.tag === VERSION ? 1 : 0;
  const [issuer, validity, subject, key] = fields.slice(first + 2, first + 6);
  if (issuer === undefined || validity === undefined || subject === undefined || key === undefined) return null;
  const [notBefore, notAfter] = childrenOf(der, validity);
  const from = notBefore === undefined ? null : timeOf(der, notBefore);
  const to = notAfter === undefined ? null : timeOf(der, notAfter);
  if (from === null || to === null) return null;
  const extensions = extensionsOf(der, fields.slice(first + 6));
  if (extensions === null) return null;
  return {
    subject: nameOf(der, subject),
    issuer: nameOf(der, issuer),
    from: from as EpochMs,
    to: to as EpochMs,
    ...extensions,
  };
}

/** Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }. The last common name, for that is the most specific one. */
function nameOf(der: Uint8Array, name: Element): string {
  const parts: string[] = [];
  let common: string | null = null;
  for (const set of childrenOf(der, name)) {
    for (const attribute of set.tag === SET ? childrenOf(der, set) : []) {
      const [type, value] = childrenOf(der, attribute);
      if (type === undefined || value === undefined || type.tag !== OBJECT_ID) continue;
      const id = objectIdOf(der, type);
      const text = textOf(der, value);
      if (id === COMMON_NAME) common = text;
      parts.push(`${ATTRIBUTES[id] ?? id}=${text}`);
    }
  }
  return common ?? parts.reverse().join(', ');
}

/** null = there is an extension that cannot be read: what the certificate allows is then not known. */
function extensionsOf(der: Uint8Array, fields: readonly Element[]): Extensions | null {
  const found: Extensions = { names: [], keyUsages: null, extendedKeyUsages: null, isAuthority: false };
  const wrapped = fields.find(({ tag }) => tag === EXTENSIONS);
  if (wrapped === undefined) return found;
  const list = elementAt(der, wrapped.start, wrapped.end);
  if (list === null || list.tag !== SEQUENCE) return null;
  for (const extension of childrenOf(der, list)) {
    // Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }
    const parts = childrenOf(der, extension);
    const [id] = parts;
    const value = parts.at(-1);
    if (id === undefined || value === undefined || id.tag !== OBJECT_ID) return null;
    const content = value.tag === OCTET_STRING ? elementAt(der, value.start, value.end) : null;
    if (!takeExtension(der, objectIdOf(der, id), content, found)) return null;
  }
  return found;
}

/** @param content null = the extension has none that can be read */
function takeExtension(der: Uint8Array, id: string, content: Element | null, found: Extensions): boolean {
  switch (id) {
    case KEY_USAGE:
      if (content?.tag !== BIT_STRING) return false;
      found.keyUsages = bitsOf(der, content).flatMap((bit) => KEY_USAGES[bit] ?? []);
      return true;
    case EXTENDED_KEY_USAGE:
      if (content?.tag !== SEQUENCE) return false;
      found.extendedKeyUsages = childrenOf(der, content)
        .slice(0, MOST_NAMES)
        .map((purpose) => objectIdOf(der, purpose))
        .map((purpose) => PURPOSES[purpose] ?? purpose);
      return true;
    case ALTERNATIVE_NAME:
      if (content?.tag !== SEQUENCE) return false;
      found.names = childrenOf(der, content)
        .slice(0, MOST_NAMES)
        .flatMap((name) => generalNameOf(der, name) ?? []);
      return true;
    case BASIC_CONSTRAINTS: {
      const [authority] = content?.tag === SEQUENCE ? childrenOf(der, content) : [];
      found.isAuthority = authority?.tag === BOOLEAN && der[authority.start] !== 0;
      return true;
    }
    default:
      return true;
  }
}

function generalNameOf(der: Uint8Array, name: Element): string | null {
  switch (name.tag) {
    case HOST:
      return textOf(der, name).toLowerCase();
    case MAIL:
    case URI:
      return textOf(der, name);
    case ADDRESS:
      if (name.end - name.start === 4) return ipv4Text(der, name.start);
      return name.end - name.start === 16 ? ipv6Text(der, name.start) : null;
    default:
      return null;
  }
}
