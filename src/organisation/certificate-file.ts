/** Certificates out of a file that an administrator has: PEM, with a chain and with other parts between, or DER. */
import { sha256 } from '@noble/hashes/sha2.js';
import { readCertificate } from '../bytes/certificate.ts';
import { reason, type CertificateFacts, type CertificatesReading, type Reason } from '../model.ts';
import { clientUsageIn } from './certificate.ts';

/** A chain has three or four; a store of all roots some hundreds. */
const MOST_CERTIFICATES = 500;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g;
const BEGIN = /-----BEGIN [A-Z0-9 ]+-----/g;
const SEQUENCE = 0x30;

export function readCertificates(bytes: Uint8Array): CertificatesReading {
  if (bytes[0] === SEQUENCE) {
    const facts = factsOf(bytes);
    return facts === null ? { errors: [reason('certificate-der')] } : { certificates: [facts] };
  }
  // PEM is ASCII; what PowerShell writes is UTF-16, with a zero behind every letter.
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '');
  const certificates: CertificateFacts[] = [];
  const errors: Reason[] = [];
  let others = 0;
  const blocks = [...text.matchAll(BLOCK)];
  const cut = [...text.matchAll(BEGIN)].find(({ index }) => !blocks.some((block) => block.index === index));
  if (cut !== undefined && blocks.length > 0) {
    return { errors: [reason('certificate-cut', { at: cut.index + 1 })] };
  }
  for (const [, label = '', body = ''] of blocks) {
    if (!/^(X509 |TRUSTED )?CERTIFICATE$/.test(label)) {
      others++;
      continue;
    }
    const number = certificates.length + errors.length + 1;
    if (number > MOST_CERTIFICATES) return { errors: [reason('certificates-many', { most: MOST_CERTIFICATES })] };
    const facts = pemFacts(body);
    if (facts === null) errors.push(reason('certificate-unreadable', { number }));
    else certificates.push(facts);
  }
  if (errors.length > 0) return { errors };
  if (certificates.length > 0) return { certificates };
  return { errors: [others > 0 ? reason('certificate-other-parts') : reason('certificate-none')] };
}

function pemFacts(body: string): CertificateFacts | null {
  try {
    return factsOf(Uint8Array.from(atob(body.replace(/\s+/g, '')), (char) => char.charCodeAt(0)));
  } catch {
    // atob's way of saying that the text is not base64.
    return null;
  }
}

function factsOf(der: Uint8Array): CertificateFacts | null {
  const certificate = readCertificate(der);
  if (certificate === null) return null;
  return { ...certificate, pem: pemOf(der), sha256: hexOf(sha256(der)), client: clientUsageIn(certificate) !== 'none' };
}

/** RFC 7468 §2: base64 in lines of 64 characters. */
function pemOf(der: Uint8Array): string {
  let binary = '';
  for (const byte of der) binary += String.fromCharCode(byte);
  const lines = btoa(binary).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
