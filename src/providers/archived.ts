import type { ProviderVerdict, Session } from '../model.ts';
import { PROVIDER_IDS } from './catalogue.ts';

const CONFIDENCES = ['certain', 'likely', 'guess'] as const;

/** What an earlier export says of the provider; null = it says nothing that is known here, or the wire itself speaks. */
export function archivedVerdict({ markers }: Session): ProviderVerdict | null {
  const [first] = markers;
  if (first?.kind !== 'archived' || first.provider === null) return null;
  if (markers.some(({ kind }) => kind !== 'archived')) return null;
  const id = PROVIDER_IDS.find((known) => known === first.provider);
  const confidence = CONFIDENCES.find((known) => known === first.confidence);
  if (id === undefined || confidence === undefined) return null;
  const because = `An earlier export says so${first.because === '' ? '.' : `: ${first.because}`}`;
  return { id, confidence, because: [because], places: [first.place] };
}
