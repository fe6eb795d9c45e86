/** Which sessions were exported, packed: ten bytes of an id and four of a count each. */
import type { ExportedSession, SessionId } from '../model.ts';
import type { Database } from './database.ts';
import { ID_BYTES, idAt, putId } from './packed-ids.ts';

const BYTES = ID_BYTES + 4;

export function packExported(sessions: readonly ExportedSession[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(sessions.length * BYTES);
  const view = new DataView(packed.buffer);
  sessions.forEach(({ id, messages }, index) => {
    putId(id, packed, index * BYTES);
    view.setUint32(index * BYTES + ID_BYTES, messages);
  });
  return packed;
}

function* unpackExported(packed: Uint8Array): Iterable<ExportedSession> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 0; at < packed.length; at += BYTES) {
    yield { id: idAt(packed, at), messages: view.getUint32(at + ID_BYTES) };
  }
}

/** Most messages with which each session was exported. */
export async function exportedMessages(db: Database): Promise<Map<SessionId, number>> {
  const all = new Map<SessionId, number>();
  await db.exports.each(({ sessions }) => {
    for (const { id, messages } of unpackExported(sessions)) all.set(id, Math.max(messages, all.get(id) ?? 0));
  });
  return all;
}
