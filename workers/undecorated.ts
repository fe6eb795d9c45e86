/** A session with its addresses as people know them. */
import type { Fact, Session, SessionMessage } from '../src/model.ts';
import { undecorate } from '../src/model/addresses.ts';

const orNull = (address: string | null): string | null => (address === null ? null : undecorate(address));

export function undecorated(session: Session): Session {
  return {
    ...session,
    initiator: orNull(session.initiator),
    responder: orNull(session.responder),
    participants: [...new Set(session.participants.map(undecorate))].sort(),
    texts: session.texts.map((text) => ({ ...text, from: undecorate(text.from), to: text.to.map(undecorate) })),
    presence: session.presence.map((change) => ({ ...change, who: undecorate(change.who) })),
    media: session.media.map((use) => ({
      ...use,
      by: orNull(use.by),
      holds: use.holds.map((held) => ({ ...held, by: undecorate(held.by) })),
    })),
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
