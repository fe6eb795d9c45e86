import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * JSON of which there is one for each value (RFC 8785): names sorted by UTF-16 units, no space, numbers and strings as
 * ECMAScript writes them (3.2.2). A name whose value is `undefined` is left out.
 * @throws TypeError for what JSON cannot hold: a number that is not finite, a function
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`Cannot write ${value} as JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part ?? null)).join()}]`;
  if (typeof value !== 'object') throw new TypeError(`Cannot write a ${typeof value} as JSON`);
  const fields: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined) fields.push(`${JSON.stringify(name)}:${canonicalJson(part)}`);
  }
  return `{${fields.join()}}`;
}

/** SHA-256 of the canonical JSON, lower-case hex. At once, so that it can be done within a transaction. */
export const digestOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));

/** SHA-256, lower-case hex, by the browser: four times as fast, and off this thread. Not within a transaction. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
