import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces } from './grounds/session-words.ts';

const MOST_NAMES = 3;

export const fileTransferPublicIm: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'file-transfer-public-im',
    version: 1,
    title: 'A file offered by public IM',
    severity: 'violation',
    sources: ['pic-limits', 'pic-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict) => {
    const facts = factsOf(verdict.id);
    if (facts.class !== 'public') return null;
    const seen = session.modalities.find(({ modality }) => modality === 'file');
    if (session.files.length === 0 && seen === undefined) return null;
    const named = session.files.filter(({ name }) => name !== '').map(({ name }) => `“${name}”`);
    const more = named.length > MOST_NAMES ? ` and ${named.length - MOST_NAMES} more` : '';
    const what =
      named.length === 0 ? 'a file was offered' : `${named.slice(0, MOST_NAMES).join(', ')}${more} was offered`;
    const because = `Public IM with ${facts.name} has no file transfer; ${what}.`;
    const places = fewPlaces(...session.files.map(({ places: at }) => at), seen?.places ?? [], verdict.places);
    return raise(because, places);
  });
};
