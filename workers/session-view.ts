/** A session with everything that its page shows. */
import type { Citation, Fact, Flag, Session, SessionMessage } from '../src/model.ts';
import { undecorate } from '../src/model/addresses.ts';
import type { ReadSession, SourceRecord } from '../src/archive/index.ts';
import { CATALOGUE, CITATIONS, ruleTitles, summarise, type rankOf } from '../src/pipeline.ts';
import type { SessionView } from './api.ts';

/** A rule that is no longer there has left flags behind: they are shown by its id. */
const TITLES = new Map(ruleTitles(CATALOGUE).map(({ id, title }) => [id, title]));

export function sessionViewOf(
  { row, fragment, judgement }: ReadSession,
  sources: readonly SourceRecord[],
  rank: ReturnType<typeof rankOf>,
  timeZone: string,
): SessionView {
  return {
    row,
    session: undecorated(summarise(fragment, rank)),
    judgement,
    flags: judgement.flags.map(explained),
    sources: sources
      .filter(({ id }) => row.sources.includes(id))
      .map(({ id, name, report }) => ({
        id,
        name,
        // Both are known when the file was read to its end.
        sha256: report?.sha256 ?? '',
        format: report?.format ?? null,
        encoding: report?.encoding ?? '',
      })),
    timeZone,
  };
}

function explained(flag: Flag): SessionView['flags'][number] {
  const citations: Citation[] = CITATIONS.filter(({ key }) => flag.sources.includes(key));
  return { ...flag, title: TITLES.get(flag.rule) ?? flag.rule, citations };
}

const orNull = (address: string | null): string | null => (address === null ? null : undecorate(address));

function undecorated(session: Session): Session {
  return {
    ...session,
    initiator: orNull(session.initiator),
    responder: orNull(session.responder),
    participants: [...new Set(session.participants.map(undecorate))].sort(),
    texts: session.texts.map((text) => ({ ...text, from: undecorate(text.from), to: text.to.map(undecorate) })),
    presence: session.presence.map((change) => ({ ...change, who: undecorate(change.who) })),
    messages: session.messages.map(undecoratedMessage),
  };
}

function undecoratedMessage(message: SessionMessage): SessionMessage {
  return { ...message, from: orNull(message.from), to: orNull(message.to), facts: message.facts.map(undecoratedFact) };
}

function undecoratedFact(fact: Fact): Fact {
  switch (fact.kind) {
    case 'text':
      return { ...fact, from: orNull(fact.from), to: fact.to.map(undecorate) };
    case 'presence':
      return { ...fact, who: orNull(fact.who) };
    case 'member':
      return { ...fact, who: undecorate(fact.who) };
    default:
      return fact;
  }
}
