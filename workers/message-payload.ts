/** A message of a session as it went over the wire, out of the archive's bytes. */
import type { ArchiveReader } from '../src/archive/index.ts';
import type { Place, SessionProtocol } from '../src/model.ts';
import { FORMATS, wirePayload, withOwn } from '../src/pipeline.ts';

/** null = the archive holds no bytes of it any more, or no message is found in them. */
export async function payloadAt(
  reader: ArchiveReader,
  places: Place[],
  protocol: SessionProtocol,
): Promise<string | null> {
  const bytes = (await reader.bytes(places)).filter((record) => record !== null);
  if (bytes.length === 0 || bytes.length < places.length) return null;
  const source = (await reader.sources()).find(({ id }) => id === places[0]?.source);
  const { format = null, encoding = 'utf-8' } = source?.report ?? {};
  const known = withOwn(FORMATS, await reader.patterns()).find(({ id }) => id === format) ?? null;
  const records = known?.binary === false ? bytes.map((record) => inUtf8(record, encoding)) : bytes;
  return wirePayload(records, known, protocol);
}

/** Formats of text read UTF-8, whatever the file is in. */
function inUtf8(bytes: Uint8Array, encoding: string): Uint8Array {
  return encoding === 'utf-8' ? bytes : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}
