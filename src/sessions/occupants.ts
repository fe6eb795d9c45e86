import type { Fact, SessionMessage } from '../model.ts';
import { mergeMessages } from './merge.ts';

/**
 * Who spoke in a room by nickname alone, where another file tells who is behind it: the message is that person's, and one
 * with what was seen in his name. A nickname that several have had stays.
 */
export function withPersons(messages: readonly SessionMessage[]): readonly SessionMessage[] {
  const persons = personsIn(messages);
  if (persons.size === 0 || !messages.some((message) => isByNickname(message, persons))) return messages;
  const named = new Map<string, SessionMessage>();
  for (const message of messages) {
    const one = inName(message, persons);
    const same = named.get(one.identity);
    named.set(one.identity, same === undefined ? one : mergeMessages(same, one));
  }
  return [...named.values()];
}

/** By `room/nickname`. */
function personsIn(messages: readonly SessionMessage[]): Map<string, string> {
  const persons = new Map<string, string>();
  const shared = new Set<string>();
  /** First nicknames that stood for someone, and were taken again by another. */
  const anew = new Set<string>();
  for (const { facts } of messages) {
    for (const fact of facts) {
      if (fact.kind !== 'member' || fact.as === undefined) continue;
      if (fact.as === fact.who) {
        anew.add(fact.who);
        continue;
      }
      const known = persons.get(fact.as);
      if (known !== undefined && known !== fact.who) shared.add(fact.as);
      persons.set(fact.as, fact.who);
    }
  }
  for (const [occupant, person] of persons) if (anew.has(person)) shared.add(occupant);
  for (const occupant of shared) persons.delete(occupant);
  return persons;
}

function isByNickname({ from, facts }: SessionMessage, persons: ReadonlyMap<string, string>): boolean {
  if (from !== null && persons.has(from)) return true;
  return facts.some((fact) => fact.kind === 'member' && persons.has(fact.who));
}

function inName(message: SessionMessage, persons: ReadonlyMap<string, string>): SessionMessage {
  if (!isByNickname(message, persons)) return message;
  const facts = message.facts.map((fact): Fact => {
    return fact.kind === 'member' ? { ...fact, who: persons.get(fact.who) ?? fact.who } : fact;
  });
  const { from, identity } = message;
  const person = from === null ? undefined : persons.get(from);
  if (from === null || person === undefined) return { ...message, facts };
  return { ...message, facts, from: person, identity: identity.replace('\n' + from + '\n', '\n' + person + '\n') };
}
