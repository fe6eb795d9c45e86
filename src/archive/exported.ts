/** Which sessions were exported, packed: ten bytes of an id and four of a count each. */
import type { ExportedSession, SessionId } from '../model.ts';
import type { Database } from './database.ts';

const BYTES = 14;

export function packExported(sessions: readonly ExportedSession[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(sessions.length * BYTES);
  const view = new DataView(packed.buffer);
  sessions.forEach(({ id, messages }, index) => {
    for (let i = 0; i < 10; i++) packed[index * BYTES + i] = parseInt(id.slice(2 * i, 2 * i + 2), 16);
    view.setUint32(index * BYTES + 10, messages);
  });
  return packed;
}

function* unpackExported(packed: Uint8Array): Iterable<ExportedSession> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 0; at < packed.length; at += BYTES) {
    let id = '';
    for (let i = 0; i < 10; i++) id += (packed[at + i] ?? 0).toString(16).padStart(2, '0');
    yield { id: id as SessionId, messages: view.getUint32(at + 10) };
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
