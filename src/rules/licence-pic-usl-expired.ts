import { licenceWords } from './grounds/licence-words.ts';
import { openPicUsl } from './grounds/pic-usl.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { guessWords, onDay, openingPlaces } from './grounds/session-words.ts';

export const licencePicUslExpired: RuleMaker = (catalogue) => {
  const stateOf = openPicUsl(catalogue);
  const head = {
    id: 'licence-pic-usl-expired',
    version: 1,
    title: 'The public IM licence (PIC USL) had expired',
    severity: 'violation',
    sources: ['pic-support', 'pim-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const state = stateOf(session, verdict, organisation);
    const places = openingPlaces(session, verdict);
    if (state.is === 'undetermined') return raise(state.because, places, { severity: 'undetermined' });
    if (state.is !== 'expired') return null;
    const because =
      `${state.name} ends with the user's own licence; ${session.local ?? ''} last held ${licenceWords(state.licence)}, and the ` +
      `session starts ${onDay(state.day, session, organisation)}.`;
    return raise(because + guessWords(organisation), places);
  });
};
