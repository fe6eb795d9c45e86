/** What stanzas and requests tell between the texts: who comes and goes, reactions, invitations, topics. */
import type { Fact } from './messages.ts';
import type { SessionMessage } from './sessions.ts';

type HappeningKind = 'member' | 'topic' | 'reaction' | 'invitation' | 'subscription' | 'notice';

export interface Happening {
  fact: Extract<Fact, { kind: HappeningKind }>;
  message: SessionMessage;
}

/** Each once, in the order of the messages: a room tells of everyone again whenever something of them changes, and to each occupant. */
export function happeningsIn(messages: readonly SessionMessage[]): Happening[] {
  const found: Happening[] = [];
  /** Who is in which room. */
  const present = new Set<string>();
  for (const message of messages) {
    for (const fact of message.facts) {
      if (!isHappening(fact)) continue;
      const happening = { fact, message };
      if (!isToldAlready(happening, found.at(-1), present)) found.push(happening);
    }
  }
  return found;
}

function isHappening(fact: Fact): fact is Happening['fact'] {
  switch (fact.kind) {
    case 'member':
    case 'topic':
    case 'reaction':
    case 'invitation':
    case 'subscription':
    case 'notice':
      return true;
    default:
      return false;
  }
}

function isToldAlready({ fact, message }: Happening, last: Happening | undefined, present: Set<string>): boolean {
  const before = last?.fact;
  const isSameSender = last?.message.from === message.from;
  switch (fact.kind) {
    case 'notice':
      return before?.kind === 'notice' && isSameSender && before.notice === fact.notice;
    case 'invitation':
      // On its way through the room it may bear another id.
      return (
        before?.kind === 'invitation' &&
        isSameSender &&
        (before.who ?? last?.message.to) === (fact.who ?? message.to) &&
        before.room === fact.room
      );
    case 'member': {
      if (fact.how === 'renamed') return false;
      const place = fact.who + '\n' + (fact.room ?? '');
      if (fact.change === 'leave') {
        const gone = before?.kind === 'member' && before.change === 'leave' && before.who === fact.who;
        return !present.delete(place) && gone;
      }
      if (present.has(place)) return true;
      present.add(place);
      return false;
    }
    default:
      return false;
  }
}
