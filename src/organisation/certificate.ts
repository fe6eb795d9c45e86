/** Key usages of an X.509 certificate in PEM (RFC 7468). */
import { readCertificate } from '../bytes/certificate.ts';
import type { Certificate } from '../model.ts';

/**
 * Whether the certificate may be used as a client's (RFC 5280 §4.2.1.12). `any`: no extended key usage is named, or any
 * purpose is, so every use is allowed. `unreadable`: no certificate that can be read.
 */
export type ClientUsage = 'named' | 'any' | 'none' | 'unreadable';

/** Of the first certificate in the text, the server's own where a chain is given. Never throws. */
export function clientUsageOf(pem: string): ClientUsage {
  const der = derOf(pem);
  const certificate = der === null ? null : readCertificate(der);
  return certificate === null ? 'unreadable' : clientUsageIn(certificate);
}

export function clientUsageIn({ extendedKeyUsages }: Certificate): 'named' | 'any' | 'none' {
  if (extendedKeyUsages === null) return 'any';
  if (extendedKeyUsages.includes('clientAuth')) return 'named';
  return extendedKeyUsages.includes('anyExtendedKeyUsage') ? 'any' : 'none';
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
