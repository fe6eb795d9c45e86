import type { Flag, IsoDate, Modality, SeenModality } from '../model.ts';
import type { ProviderEntry } from '../providers/index.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { dayOfModality, fewPlaces, NO_TIME, onDay } from './grounds/session-words.ts';

/** Files and more than two parties have rules of their own. */
const JUDGED: ReadonlySet<Modality> = new Set(['audio', 'video', 'sharing']);

type Verdict = 'federated' | 'violation' | 'undetermined';

export const capabilityNotFederated: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'capability-not-federated',
    version: 1,
    title: 'The provider does not federate this',
    severity: 'violation',
    sources: ['pic-support', 'pim-support', 'provisioning-guide', 'xmpp-federation'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const { entries, name } = factsOf(verdict.id);
    if (entries.length === 0) return null;
    const found: Record<Exclude<Verdict, 'federated'>, SeenModality[]> = { violation: [], undetermined: [] };
    for (const seen of session.modalities) {
      if (!JUDGED.has(seen.modality)) continue;
      const judged = judge(entries, seen.modality, dayOfModality(seen, session, organisation));
      if (judged !== 'federated') found[judged].push(seen);
    }
    const flags: Flag[] = [];
    for (const severity of ['violation', 'undetermined'] as const) {
      const first = found[severity][0];
      if (first === undefined) continue;
      const day = dayOfModality(first, session, organisation);
      const what = found[severity].map(({ modality }) => modality).join(' and ');
      const when = day === null ? '' : ' ' + onDay(day, session, organisation);
      const seen = `the session has ${what}${when}`;
      const why = severity === 'violation' ? '' : day === null ? `. ${NO_TIME}` : ': which of them it is stays open';
      const because = `${name} federates ${offers(entries)}; ${seen}${why}.`;
      const places = fewPlaces(...found[severity].map(({ places: at }) => at), verdict.places);
      flags.push(raise(because, places, { severity, sources: sourcesOf(entries) }));
    }
    return flags;
  });
};

/** Of two providers that it can be, both must federate it, or neither, for a plain answer. */
function judge(entries: readonly ProviderEntry[], modality: Modality, day: IsoDate | null): Verdict {
  const answers = new Set(entries.map((entry) => judgeOne(entry, modality, day)));
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only : 'undetermined';
}

function judgeOne({ capabilities }: ProviderEntry, modality: Modality, day: IsoDate | null): Verdict {
  if (capabilities === null) return 'federated';
  const spans = capabilities.filter((one) => one.modality === modality);
  if (spans.length === 0) return 'violation';
  if (spans.some(({ from, to }) => from === null && to === null)) return 'federated';
  if (day === null) return 'undetermined';
  const within = spans.some(({ from, to }) => (from === null || from <= day) && (to === null || day <= to));
  return within ? 'federated' : 'violation';
}

/** "im, presence, audio from 2013-05-01", for texts. */
function offers(entries: readonly ProviderEntry[]): string {
  const lists = entries.map(({ name, capabilities }) => {
    const list = (capabilities ?? []).map(({ modality, from, to }) => {
      return modality + (from === null ? '' : ` from ${from}`) + (to === null ? '' : ` to ${to}`);
    });
    return (entries.length > 1 ? name + ': ' : '') + (list.length === 0 ? 'nothing' : list.join(', '));
  });
  return lists.join('; ');
}

function sourcesOf(entries: readonly ProviderEntry[]): string[] {
  return [...new Set(entries.flatMap(({ capabilities }) => (capabilities ?? []).flatMap(({ sources }) => sources)))];
}
