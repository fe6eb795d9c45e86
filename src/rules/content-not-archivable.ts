import type { Modality } from '../model.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces } from './grounds/session-words.ts';

const WITHOUT_CONTENT: ReadonlySet<Modality> = new Set(['audio', 'video', 'file', 'sharing']);

/** Asks nothing of the provider: a log holds the signalling alone. */
export const contentNotArchivable: RuleMaker = (catalogue) => {
  const head = {
    id: 'content-not-archivable',
    version: 1,
    title: 'Known session, content not in the log',
    severity: 'info',
    sources: ['archiving-2013'],
  } as const;
  return rule(catalogue, head, (raise) => (session) => {
    const seen = session.modalities.filter(({ modality }) => WITHOUT_CONTENT.has(modality));
    if (seen.length === 0) return null;
    const what = seen.map(({ modality }) => modality).join(', ');
    const because = `The session has ${what}: that it took place is archived, its content is not in the log.`;
    return raise(because, fewPlaces(...seen.map(({ places }) => places)));
  });
};
