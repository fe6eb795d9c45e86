import type { OpaqueText, Organisation, ProviderVerdict, SidedSession } from '../model.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { fewPlaces, guessWords } from './grounds/session-words.ts';

const REASONS: Record<OpaqueText['reason'], string> = {
  encrypted: 'encrypted',
  truncated: 'truncated',
  'body-missing': 'without its body in the log',
};

/** Asks nothing of the provider: what is said inside is archived as well. */
export const archivingGap: RuleMaker = (catalogue) => {
  const head = {
    id: 'archiving-gap',
    version: 1,
    title: 'Text that could not be archived',
    severity: 'violation',
    sources: ['im-presence', 'archiving-2013'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    if (session.opaque.length === 0) return null;
    const kinds = [...new Set(session.opaque.map(({ reason }) => REASONS[reason]))].join(', ');
    const count = session.opaque.length === 1 ? 'one text is' : `${session.opaque.length} texts are`;
    const seen = `${count} ${kinds}`;
    const places = fewPlaces(...session.opaque.slice(0, 3).map(({ places: at }) => at));
    const unknown = (why: string) =>
      raise(`Texts of users in the archiving scope are archived; ${seen}, and ${why}.`, places, {
        severity: 'undetermined',
      });
    const { archiving } = organisation;
    if (archiving === null) return unknown('the organisation has not said whose are');
    // What is asked for is who spoke with whom, and that is kept.
    if (archiving.content === 'metadata') return null;
    const user = inScope(session, verdict, organisation);
    if (user === null && session.local === null)
      return unknown('which user of the organisation took part is not known');
    if (user === null) return null;
    const because = `What ${user} says and is told is to be archived; ${seen}, so its content is lost to the archive.`;
    return raise(because + guessWords(organisation), places);
  });
};

/** The organisation's own user whose texts are archived; inside, the other side is one too. null = nobody. */
function inScope(session: SidedSession, verdict: ProviderVerdict, { archiving }: Organisation): string | null {
  const own = verdict.id === 'internal' ? [session.local, session.remote] : [session.local];
  const named = archiving?.users ?? [];
  return own.find((user) => user !== null && (named === 'all' || named.includes(user))) ?? null;
}
