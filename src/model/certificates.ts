/** What TLS handshakes show of certificates. */
import type { Endpoint, EpochMs, HandshakePart, Place } from './records.ts';

/** What an X.509 certificate says of itself (RFC 5280 §4.1). Whether it is genuine is not asked. */
export interface Certificate {
  /** Common name; where it has none, the whole name as `O=…, OU=…`; '' = the subject is empty. */
  subject: string;
  /** Subject alternative names: host names in lower case, addresses (IP), mail addresses, URIs. */
  names: string[];
  /** As the subject. */
  issuer: string;
  /** Both inclusive. */
  from: EpochMs;
  to: EpochMs;
  /** Names of RFC 5280 §4.2.1.3; null = it names none, so every use is allowed. */
  keyUsages: string[] | null;
  /** Names of RFC 5280 §4.2.1.12, those not known as dotted numbers; null = it names none, so every use is allowed. */
  extendedKeyUsages: string[] | null;
  /** It may issue others (RFC 5280 §4.2.1.9). */
  isAuthority: boolean;
}

/** One certificate handed over by one end. */
export interface SeenCertificate extends Certificate, HandshakePart {
  /** SHA-256 of the DER bytes, lower-case hex: what browsers show as its fingerprint. */
  sha256: string;
  /** Who handed it over, and to whom: of the first time. */
  endpoint: Endpoint | null;
  peer: Endpoint | null;
  /** Of the first time. */
  time: EpochMs | null;
  /** The packets that it came in, of the first time. */
  places: Place[];
  /** How often. */
  count: number;
}
