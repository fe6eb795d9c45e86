/** The public IM licence (PIC USL) of the local user on the session's day: three rules ask, each raises its own part. */
import type { IsoDate, Licence, Organisation, ProviderVerdict, SidedSession } from '../../model.ts';
import type { Catalogue } from '../../providers/index.ts';
import { covers, licencesOf } from '../../organisation/index.ts';
import { openProviderFacts } from './provider-facts.ts';
import { dayOfSession, guessWords, NO_TIME } from './session-words.ts';

/** `name`: of the provider that asks for it. */
export type PicUslState =
  /** The provider asks for none, or one that is valid covers the day. */
  | { is: 'fine' }
  /** Never one that covers the day, and none that ended before it. */
  | { is: 'missing'; name: string; day: IsoDate | null }
  | { is: 'expired'; name: string; day: IsoDate; licence: Licence }
  /** Every one that covers the day was bought after the end of sale. */
  | { is: 'not-sold'; day: IsoDate; licence: Licence; saleEnd: IsoDate }
  /** One covers the day, and the register does not tell when it was bought. */
  | { is: 'purchase-unknown'; day: IsoDate; licence: Licence; saleEnd: IsoDate }
  /** What the organisation or the log has not told; for all three rules. */
  | { is: 'undetermined'; because: string };

const FINE: PicUslState = { is: 'fine' };

export function openPicUsl(
  catalogue: Catalogue,
): (session: SidedSession, verdict: ProviderVerdict, organisation: Organisation) => PicUslState {
  const factsOf = openProviderFacts(catalogue);
  const saleEnd = catalogue.saleEnds.find(({ sku }) => sku === 'pic-usl')?.day ?? ('9999-12-31' as IsoDate);
  return (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    const needed = entries.some(({ licences }) => licences.some(({ anyOf }) => anyOf.includes('pic-usl')));
    if (!needed) return FINE;
    return stateOf(session, organisation, name, saleEnd);
  };
}

function stateOf(session: SidedSession, organisation: Organisation, name: string, saleEnd: IsoDate): PicUslState {
  const asked = `${name} needs the public IM licence (PIC USL)`;
  const held = licencesOf(organisation, session.local, ['pic-usl']);
  if (held === null) return undetermined(`${asked}; the organisation has given no register of licences.`);
  const day = dayOfSession(session, organisation);
  if (day !== null && held.some((one) => covers(one, day) && one.purchased !== null && one.purchased < saleEnd)) {
    return FINE;
  }
  if (session.local === null) {
    return undetermined(`${asked}; which user of the organisation took part is not known.${guessWords(organisation)}`);
  }
  if (held.length === 0) return { is: 'missing', name, day };
  if (day === null) return undetermined(`${asked}. ${NO_TIME}, so it cannot be held against the licence's days.`);
  return stateOnDay(held, day, name, saleEnd);
}

function stateOnDay(held: readonly Licence[], day: IsoDate, name: string, saleEnd: IsoDate): PicUslState {
  const covering = held.filter((licence) => covers(licence, day));
  const untold = covering.find(({ purchased }) => purchased === null);
  if (untold !== undefined) return { is: 'purchase-unknown', day, licence: untold, saleEnd };
  const late = covering[0];
  if (late !== undefined) return { is: 'not-sold', day, licence: late, saleEnd };
  const ended = held.filter(({ to }) => to !== null && to < day);
  const last = ended.reduce<Licence | undefined>(
    (latest, one) => ((one.to ?? '') > (latest?.to ?? '') ? one : latest),
    undefined,
  );
  return last === undefined ? { is: 'missing', name, day } : { is: 'expired', name, day, licence: last };
}

function undetermined(because: string): PicUslState {
  return { is: 'undetermined', because };
}
