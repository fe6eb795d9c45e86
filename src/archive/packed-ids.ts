/** Ids of sessions as ten bytes each: as strings a million of them take a hundred megabytes. */
import type { SessionId } from '../model.ts';

export const ID_BYTES = 10;
/** Of a byte. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The id that begins at a byte. */
export function idAt(bytes: Uint8Array, at: number): SessionId {
  let id = '';
  for (let i = at; i < at + ID_BYTES; i++) id += HEX[bytes[i] ?? 0] ?? '';
  return id as SessionId;
}

export function putId(id: SessionId, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < ID_BYTES; i++) bytes[at + i] = parseInt(id.slice(2 * i, 2 * i + 2), 16);
}
