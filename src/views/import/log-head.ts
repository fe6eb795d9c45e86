/** The beginning of a log as text, for a person to look at. */
import type { Outcome, SourceId } from '../../model.ts';
import { archive } from '../archive.svelte.ts';

/** `length`: bytes, no more than there are; `file`: for an archive that keeps no bytes. */
export async function logHead(
  source: SourceId,
  length: number,
  encoding: string,
  file: File | null,
): Promise<Outcome<string | null>> {
  const outcome = await archive.ask((worker) => worker.bytes([{ source, offset: 0, length }]));
  if (!outcome.ok) return outcome;
  const bytes = outcome.value[0] ?? (file === null ? null : await file.slice(0, length).arrayBuffer());
  return { ok: true, value: bytes === null ? null : new TextDecoder(encoding).decode(bytes) };
}
