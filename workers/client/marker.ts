/**
 * A mark beside the archive that says how far its ledger had come. It lies in another kind of storage (localStorage), which browsers
 * do not evict with the database: an archive that is gone, or is an older one, is noticed instead of a new one being begun in silence.
 */
import type { LedgerAnchor, Outcome } from '../../src/model.ts';
import type { ArchiveName } from '../api.ts';
import { custody } from './custody.ts';

export interface ArchiveMarker extends LedgerAnchor {
  /** When it was set, by this machine's clock. */
  at: number;
}

/** `gone`: there is an empty archive in its place. `other`: it lacks entries that were there, or has others in their place. */
export interface ArchiveLoss {
  is: 'gone' | 'other';
  /** What was known of the archive that is missing. */
  marker: ArchiveMarker;
}

const keyOf = (archive: ArchiveName): string => `fedlens-marker:${archive}`;

/** null = there is none, or the browser keeps none. */
export function markerOf(archive: ArchiveName): ArchiveMarker | null {
  try {
    const { count, head, at } = JSON.parse(localStorage.getItem(keyOf(archive)) ?? 'null') as ArchiveMarker;
    return typeof count === 'number' && typeof head === 'string' && typeof at === 'number' ? { count, head, at } : null;
  } catch {
    return null;
  }
}

/** To be asked when the page has started. null = the archive is the one that it was. */
export async function archiveLoss(archive: ArchiveName): Promise<Outcome<ArchiveLoss | null>> {
  const marker = markerOf(archive);
  if (marker === null || marker.count === 0) return { ok: true, value: null };
  const page = await custody.ledgerPage(archive, marker.count, 1);
  if (!page.ok) return page;
  const [entry] = page.value;
  if (entry?.seq === marker.count && entry.hash === marker.head) return { ok: true, value: null };
  const end = await custody.ledgerEnd(archive);
  if (!end.ok) return end;
  return { ok: true, value: { is: end.value.count === 0 ? 'gone' : 'other', marker } };
}

/** Sets the mark where the ledger has grown; one that tells of a loss stays until `acceptLoss`. */
export async function markArchive(archive: ArchiveName): Promise<void> {
  const loss = await archiveLoss(archive);
  if (loss.ok && loss.value === null) await setMarker(archive);
}

/** The person knows that the archive is gone: from now on the present one is meant. */
export function acceptLoss(archive: ArchiveName): Promise<void> {
  return setMarker(archive);
}

async function setMarker(archive: ArchiveName): Promise<void> {
  const end = await custody.ledgerEnd(archive);
  if (!end.ok) return;
  try {
    localStorage.setItem(keyOf(archive), JSON.stringify({ ...end.value, at: Date.now() } satisfies ArchiveMarker));
  } catch {
    // Without room for a mark, or where the browser keeps none, a loss cannot be noticed this way.
  }
}
