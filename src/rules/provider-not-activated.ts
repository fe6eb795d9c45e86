import type { Organisation, ProviderActivation, SidedSession } from '../model.ts';
import type { ProviderEntry } from '../providers/index.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { dayOfSession, NO_TIME, onDay, openingPlaces } from './grounds/session-words.ts';

type Finding = { because: string; severity: 'violation' | 'undetermined' };

export const providerNotActivated: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'provider-not-activated',
    version: 1,
    title: 'The provider was not activated',
    severity: 'violation',
    sources: ['pic-planning', 'pic-support'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const facts = factsOf(verdict.id);
    if (facts.class !== 'public') return null;
    const asked = `${facts.name} must be activated before it is used`;
    const places = openingPlaces(session, verdict);
    if (organisation.providers === null) {
      const because = `${asked}; the organisation has not said which providers are.`;
      return raise(because, places, { severity: 'undetermined' });
    }
    const findings = facts.entries.map((entry) =>
      findingOf(entry, organisation.providers ?? [], session, organisation),
    );
    if (findings.includes(null)) return null;
    const shown = findings.find((finding) => finding?.severity === 'undetermined') ?? findings[0];
    if (shown === undefined || shown === null) return null;
    return raise(`${asked}; ${shown.because}.`, places, { severity: shown.severity });
  });
};

/** null = activated on that day. A provider may be listed several times: any entry that holds is enough. */
function findingOf(
  entry: ProviderEntry,
  listed: readonly ProviderActivation[],
  session: SidedSession,
  organisation: Organisation,
): Finding | null {
  const day = dayOfSession(session, organisation);
  const own = listed.filter(({ id }) => id === entry.id);
  if (own.length === 0)
    return { because: `${entry.name} is not among the organisation's providers`, severity: 'violation' };
  const enabled = own.filter((one) => one.enabled);
  if (enabled.length === 0) return { because: `${entry.name} is switched off`, severity: 'violation' };
  if (day !== null && enabled.some(({ activated }) => activated !== null && activated <= day)) return null;
  if (enabled.some(({ activated }) => activated === null)) {
    return { because: `since when ${entry.name} is activated is not told`, severity: 'undetermined' };
  }
  const first = enabled.map(({ activated }) => activated ?? '').sort()[0] ?? '';
  if (day === null) {
    const because = `${entry.name} is since ${first}. ${NO_TIME}, so it may lie before`;
    return { because, severity: 'undetermined' };
  }
  const because = `${entry.name} is since ${first}, and the session starts ${onDay(day, session, organisation)}`;
  return { because, severity: 'violation' };
}
