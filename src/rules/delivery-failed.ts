import type { Diagnostic, SidedSession } from '../model.ts';
import { meaningOf } from './grounds/diagnostic-ids.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces, openingPlaces } from './grounds/session-words.ts';

const MOST_DIAGNOSTICS = 3;

/** Asks nothing of the provider: what failed inside failed as well. */
export const deliveryFailed: RuleMaker = (catalogue) => {
  const head = {
    id: 'delivery-failed',
    version: 1,
    title: 'The session failed',
    severity: 'info',
    sources: ['ms-diagnostics'],
  } as const;
  return rule(catalogue, head, (raise) => (session) => {
    if (session.outcome !== 'failed') return null;
    const status = session.status === null ? '' : ` with status ${session.status}`;
    const told = distinct(session.diagnostics).slice(0, MOST_DIAGNOSTICS);
    const why = told.length === 0 ? 'the log gives no diagnostics' : told.map(words).join('; ');
    const shown = fewPlaces(finalAnswer(session), ...told.map(({ places }) => places));
    const because = `The session failed${status}: ${why}.`;
    return raise(because, shown.length > 0 ? shown : openingPlaces(session));
  });
};

/** Each number once; diagnostics without a number, by their reason. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ id, reason }) => {
    const key = id === null ? reason : String(id);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** "1034 (the previous federated hop gave no diagnostics), told by sip.contoso.com as “…”". */
function words({ id, reason, source }: Diagnostic): string {
  const by = source === null ? '' : `, told by ${source}`;
  const said = reason === '' ? '' : ` as “${reason.slice(0, 200)}”`;
  if (id === null) return `diagnostics without a number${by}${said}`;
  const meaning = meaningOf(id);
  return `ms-diagnostics ${id}${meaning === null ? '' : ` (${meaning})`}${by}${said}`;
}

/** The answer that carries the session's status. */
function finalAnswer({
  messages,
  status,
}: SidedSession): SidedSession['messages'][number]['sightings'][number]['places'] {
  const last = messages.findLast((message) => (status === null ? message.type === 'error' : message.status === status));
  return last?.sightings[0]?.places ?? [];
}
