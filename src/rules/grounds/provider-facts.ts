import type { ProviderId } from '../../model.ts';
import type { Catalogue, ProviderClass, ProviderEntry } from '../../providers/index.ts';

/** What the catalogue says of a verdict. */
export interface ProviderFacts {
  /** Of `msn-or-skype` both; of `internal` and `unknown` none. */
  entries: readonly ProviderEntry[];
  class: ProviderClass | null;
  /** For texts. */
  name: string;
}

const NOTHING: ProviderFacts = { entries: [], class: null, name: '' };

/** Facts by verdict, looked up once for a catalogue. */
export function openProviderFacts(catalogue: Catalogue): (id: ProviderId) => ProviderFacts {
  const facts = new Map<ProviderId, ProviderFacts>();
  for (const entry of catalogue.providers) {
    facts.set(entry.id, { entries: [entry], class: entry.class, name: entry.name });
  }
  const both = catalogue.providers.filter(({ id }) => id === 'wlm' || id === 'skype');
  if (both.length === 2) {
    facts.set('msn-or-skype', { entries: both, class: 'public', name: both.map(({ name }) => name).join(' or ') });
  }
  return (id) => facts.get(id) ?? NOTHING;
}

/** Says so where a fact rests on no document. */
export function sourceWords(confidence: ProviderEntry['domains'][number]['confidence']): string {
  return confidence === 'unsourced' ? ' (common knowledge, without a document)' : '';
}
