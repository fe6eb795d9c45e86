import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { readCertificate } from '../bytes/certificate.ts';
import type { Account, LogRecord, SeenCertificate } from '../model.ts';

/** Different ones that are kept of a file: an Edge meets some hundred partners. */
const MOST = 500;

/** The certificates that the handshakes of one file show: each once for every end that handed it over. */
export class FileCertificates {
  readonly #account: Account;
  readonly #seen = new Map<string, SeenCertificate>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Takes a record of kind `certificate`. */
  push({ payload, place, further, handshake, local, remote, time }: LogRecord): void {
    const fingerprint = bytesToHex(sha256(payload));
    const { role = null, position = 0 } = handshake ?? {};
    // Who issued it is the same whoever shows it.
    const key =
      position > 0 ? fingerprint : `${fingerprint} ${role} ${local?.host} ${role === 'client' ? '' : local?.port}`;
    const known = this.#seen.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const certificate = readCertificate(payload);
    if (certificate === null) {
      this.#account.issue('certificate-unreadable', place.offset, place.length);
    } else if (this.#seen.size >= MOST) {
      this.#account.issue('certificate-limit', place.offset, place.length);
    } else {
      const places = [place, ...(further ?? [])];
      const seen = { endpoint: local, peer: remote, time, places, role, position, count: 1 };
      this.#seen.set(key, { ...certificate, sha256: fingerprint, ...seen });
    }
  }

  /** In the order in which they were seen; a copy. */
  list(): SeenCertificate[] {
    return [...this.#seen.values()].map((seen) => ({ ...seen }));
  }
}
