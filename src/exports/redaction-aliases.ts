/** Nicknames in rooms by which a party that is named goes: they are redacted as the party is. */
import type { JudgedSession } from '../model.ts';
import { foldedText } from './folded-text.ts';
import { patternOfWord } from './redaction-patterns.ts';

export interface Alias {
  /** `room/nickname`, or the nickname alone as a word. */
  pattern: RegExp;
  /** Of the party. */
  number: number;
}

interface Known {
  room: string;
  nickname: string;
  number: number;
}

/** Shorter nicknames are words of every talk: they are found behind their room alone. */
const LEAST_NICKNAME = 2;

export class Aliases {
  readonly #numberOf: (who: string) => number | null;
  /** By `room/nickname`: what one session tells holds in those that follow. */
  readonly #known = new Map<string, Known>();

  /** @param numberOf of a party that is named; null = it is not */
  constructor(numberOf: (who: string) => number | null) {
    this.#numberOf = numberOf;
  }

  /** Of whoever is named and was in a room of the session. */
  of({ session }: JudgedSession): Alias[] {
    for (const { facts } of session.messages) {
      for (const fact of facts) {
        if (fact.kind !== 'member' || fact.room === null) continue;
        const number = this.#numberOf(fact.who);
        if (number === null) continue;
        if (fact.as !== undefined) this.#add(fact.room, fact.as.slice(fact.room.length + 1), number);
        if (fact.how === 'renamed' && fact.detail !== undefined) this.#add(fact.room, fact.detail, number);
      }
    }
    const rooms = new Set(session.rooms);
    return [...this.#known.values()].filter(({ room }) => rooms.has(room)).flatMap(aliasesOf);
  }

  #add(room: string, nickname: string, number: number): void {
    if (nickname !== '') this.#known.set(`${room}/${nickname}`, { room, nickname, number });
  }
}

function aliasesOf({ room, nickname, number }: Known): Alias[] {
  const patterns = [patternOfWord(foldedText(`${room}/${nickname}`))];
  if ([...nickname].length >= LEAST_NICKNAME) patterns.push(patternOfWord(foldedText(nickname)));
  return patterns.map((pattern) => ({ pattern: new RegExp(pattern, 'gu'), number }));
}
