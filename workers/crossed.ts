/** Sessions held against the catalogue in force, for the overview. */
import type { ArchiveReader } from '../src/archive/index.ts';
import type { Catalogue, FederatedSpan, ProviderEntry, ProviderId, SessionFilter } from '../src/model.ts';
import { zoneOf } from '../src/organisation/index.ts';
import { editedCatalogue, listRules } from '../src/pipeline.ts';
import type { Crossed } from './api.ts';

export async function crossedOf(reader: ArchiveReader, filter: SessionFilter): Promise<Crossed> {
  const [organisation, { current }] = await Promise.all([reader.organisation(), reader.basisMark()]);
  const timeZone = zoneOf(organisation);
  const catalogue = editedCatalogue(current?.catalogue ?? null);
  const licenceRules = listRules(current?.rules ?? null, current?.catalogue ?? null)
    .map(({ id }) => id)
    .filter((id) => id.startsWith('licence-'));
  const spans = spansOf(catalogue);
  const counts = await reader.crossCounts(filter, { timeZone, spans, licenceRules: new Set(licenceRules) });
  const there = new Set(counts.matrix.map(({ provider }) => provider));
  const allowed = [...there].map((provider) => {
    const entries = entriesOf(catalogue, provider);
    const needs = entries.length === 1 ? (entries[0]?.licences ?? []) : [];
    return { provider, spans: spans.get(provider) ?? null, licences: needs.map(({ anyOf }) => anyOf) };
  });
  return { ...counts, timeZone, allowed, licenceRules };
}

/** Of `msn-or-skype` both: what neither federates is outside, whichever of them it is. */
function entriesOf({ providers }: Catalogue, id: ProviderId): ProviderEntry[] {
  const wanted: readonly ProviderId[] = id === 'msn-or-skype' ? ['wlm', 'skype'] : [id];
  return providers.filter((entry) => wanted.includes(entry.id));
}

function spansOf(catalogue: Catalogue): Map<ProviderId, FederatedSpan[]> {
  const spans = new Map<ProviderId, FederatedSpan[]>();
  for (const id of [...catalogue.providers.map((entry) => entry.id), 'msn-or-skype' as const]) {
    const entries = entriesOf(catalogue, id);
    // Where one of them federates whatever both sides offer, nothing is outside.
    if (entries.length === 0 || entries.some(({ capabilities }) => capabilities === null)) continue;
    spans.set(id, entries.flatMap(spansOfEntry));
  }
  return spans;
}

/** A capability lasts no longer than its provider. */
const spansOfEntry = ({ capabilities, begin, end }: ProviderEntry): FederatedSpan[] =>
  (capabilities ?? []).map(({ modality, from, to }) => {
    return { modality, from: from ?? begin?.day ?? null, to: to ?? end?.day ?? null };
  });
