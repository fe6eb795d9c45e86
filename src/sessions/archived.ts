/** Sessions of which an earlier archive tells: what it says stands where the messages themselves are not at hand. */
import { undecorate, type Fact, type SessionFragment, type SessionMessage } from '../model.ts';
import type { Timed } from './order.ts';

export const ARCHIVED = 'archived';

export function isArchived({ method }: SessionMessage): boolean {
  return method === ARCHIVED;
}

/** Whether an archive tells anything of the session shows in its markers: messages need not be looked at. */
export function isTold({ markers }: SessionFragment): boolean {
  for (const { kind } of markers) if (kind === 'archived') return true;
  return false;
}

/** Rooms among the parties, as the archive has it. */
export function toldRooms(messages: readonly Timed[]): string[] {
  return [...new Set(messages.flatMap(({ message }) => message.told?.rooms ?? []))];
}

/**
 * Leaves out what an archive tells again of a session whose own messages are at hand: the same said by the same at the same
 * millisecond, and its opening and end. What only the archive knows stays.
 */
export function withoutRetold(messages: readonly Timed[]): readonly Timed[] {
  const own = new Map<string, number>();
  for (const { message, time } of messages) {
    if (isArchived(message)) continue;
    for (const fact of message.facts) count(own, nameOf(fact, message, time), 1);
  }
  if (own.size === 0 && messages.every(({ message }) => isArchived(message))) return messages;
  return messages.filter(({ message, time }) => {
    if (!isArchived(message)) return true;
    const known = message.facts.filter((fact) => isKnown(own, nameOf(fact, message, time)));
    return message.facts.some((fact) => fact.kind !== 'media' && !known.includes(fact));
  });
}

function count(names: Map<string, number>, name: string, by: number): void {
  names.set(name, (names.get(name) ?? 0) + by);
}

/** Each of the messages' own facts stands for one of the archive's. */
function isKnown(own: Map<string, number>, name: string): boolean {
  if ((own.get(name) ?? 0) === 0) return false;
  count(own, name, -1);
  return true;
}

/** Exports have whole milliseconds and plain addresses. */
function nameOf(fact: Fact, message: SessionMessage, time: Timed['time']): string {
  const at = time === null ? '' : Math.floor(time);
  switch (fact.kind) {
    case 'text':
      return `text\n${at}\n${undecorate(fact.from ?? message.from ?? '')}\n${fact.text}`;
    case 'presence':
      return `presence\n${at}\n${undecorate(fact.who ?? message.from ?? '')}\n${fact.state}\n${fact.note ?? ''}`;
    case 'file':
      return `file\n${at}\n${fact.name}`;
    case 'diagnostic':
      return `diagnostic\n${at}\n${fact.id ?? ''}\n${fact.reason}`;
    case 'member':
      return `member\n${at}\n${undecorate(fact.who)}\n${fact.change}`;
    default:
      return fact.kind;
  }
}
