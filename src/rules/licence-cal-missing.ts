import type { Flag, IsoDate, Licence, LicenceSku, Organisation, SidedSession } from '../model.ts';
import type { ProviderEntry } from '../providers/index.ts';
import { covers, licencesOf } from '../organisation/index.ts';
import { licenceWords, skuWords } from './grounds/licence-words.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { dayOfSession, guessWords, NO_TIME, onDay, openingPlaces } from './grounds/session-words.ts';

type Finding = Pick<Flag, 'because'> & { severity: 'violation' | 'undetermined' };

/** The licence to use the server at all; the one for public IM (PIC USL) has rules of its own. */
export const licenceCalMissing: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'licence-cal-missing',
    version: 1,
    title: 'No Lync licence for the user',
    severity: 'violation',
    sources: ['pic-support', 'pim-support', 'pic-planning'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    const findings: (Finding | null)[] = [];
    for (const entry of entries) {
      for (const skus of needsOf(entry)) findings.push(findingOf(session, organisation, skus, entry.name));
    }
    const found = findings.find((finding) => finding !== null);
    if (found === undefined || found === null) return null;
    const places = openingPlaces(session, verdict);
    if (findings.includes(null)) {
      const because = `It is ${name}, and only for one of them the user's licence is enough. ${found.because}`;
      return raise(because, places, { severity: 'undetermined' });
    }
    return raise(found.because, places, { severity: found.severity });
  });
};

function needsOf({ licences }: ProviderEntry): readonly LicenceSku[][] {
  return licences.map(({ anyOf }) => anyOf).filter((skus) => !skus.includes('pic-usl'));
}

/** null = the need is met. */
function findingOf(
  session: SidedSession,
  organisation: Organisation,
  skus: readonly LicenceSku[],
  name: string,
): Finding | null {
  const asked = `${name} needs a ${skuWords(skus)} for the user`;
  const held = licencesOf(organisation, session.local, skus);
  if (held === null) {
    return undetermined(`${asked}; the organisation has given no register of licences.`);
  }
  const day = dayOfSession(session, organisation);
  if (day !== null && held.some((licence) => covers(licence, day))) return null;
  const { local } = session;
  const guess = guessWords(organisation);
  if (local === null) {
    return undetermined(`${asked}; which user of the organisation took part is not known.${guess}`);
  }
  if (held.length === 0) return violation(`${asked}; ${local} has none at any time.${guess}`);
  if (day === null) return undetermined(`${asked}. ${NO_TIME}, so it cannot be held against the licence's days.`);
  return violation(
    `${asked}; ${local} has none ${onDay(day, session, organisation)}, but ${nearest(held, day)}.${guess}`,
  );
}

/** The licence that ended last before the day, else the first to come. */
function nearest(held: readonly Licence[], day: IsoDate): string {
  const ended = held.filter(({ to }) => to !== null && to < day).sort((a, b) => ((a.to ?? '') > (b.to ?? '') ? -1 : 1));
  const next = [...held].sort((a, b) => (a.from < b.from ? -1 : 1));
  const shown = ended[0] ?? next[0];
  return shown === undefined ? 'none' : licenceWords(shown);
}

function undetermined(because: string): Finding {
  return { because, severity: 'undetermined' };
}
function violation(because: string): Finding {
  return { because, severity: 'violation' };
}
