import { openPicUsl } from './grounds/pic-usl.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { guessWords, onDay, openingPlaces } from './grounds/session-words.ts';

export const licencePicUslMissing: RuleMaker = (catalogue) => {
  const stateOf = openPicUsl(catalogue);
  const head = {
    id: 'licence-pic-usl-missing',
    version: 1,
    title: 'No public IM licence (PIC USL) for the user',
    severity: 'violation',
    sources: ['pic-support', 'pim-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const state = stateOf(session, verdict, organisation);
    const places = openingPlaces(session, verdict);
    if (state.is === 'undetermined') return raise(state.because, places, { severity: 'undetermined' });
    if (state.is !== 'missing') return null;
    const seen =
      state.day === null
        ? 'has none at any time'
        : `never had one that covers the session ${onDay(state.day, session, organisation)}`;
    const because = `${state.name} needs a public IM licence (PIC USL) for each user; ${session.local ?? ''} ${seen}.`;
    return raise(because + guessWords(organisation), places);
  });
};
