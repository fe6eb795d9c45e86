import { licenceWords } from './grounds/licence-words.ts';
import { openPicUsl } from './grounds/pic-usl.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { guessWords, onDay, openingPlaces } from './grounds/session-words.ts';

export const licencePicUslNotSold: RuleMaker = (catalogue) => {
  const stateOf = openPicUsl(catalogue);
  const head = {
    id: 'licence-pic-usl-not-sold',
    version: 1,
    title: 'The public IM licence (PIC USL) was bought after its sale ended',
    severity: 'violation',
    sources: ['pic-support', 'pim-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const state = stateOf(session, verdict, organisation);
    const places = openingPlaces(session, verdict);
    if (state.is === 'undetermined') return raise(state.because, places, { severity: 'undetermined' });
    if (state.is !== 'not-sold' && state.is !== 'purchase-unknown') return null;
    const rests = `The public IM licence (PIC USL) is not sold since ${state.saleEnd}, and one bought or renewed then is not valid`;
    const held = `${session.local ?? ''} is covered ${onDay(state.day, session, organisation)} by the ${licenceWords(state.licence)} alone`;
    if (state.is === 'purchase-unknown') {
      const because = `${rests}; ${held}, and the register does not tell when that was bought.`;
      return raise(because + guessWords(organisation), places, { severity: 'undetermined' });
    }
    const because = `${rests}; ${held}, bought or renewed on ${state.licence.purchased ?? ''}.`;
    return raise(because + guessWords(organisation), places);
  });
};
