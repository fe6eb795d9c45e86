/** `rsmf_manifest.json` of RSMF 2.0 [Relativity, “RSMF file specification” and its JSON Schema 2.0.0]. */
import type { JudgedSession } from '../model.ts';
import { eventInWords } from './event-words.ts';
import type { RsmfSource } from './rsmf-events.ts';
import { isoTime } from './session-line.ts';
import type { TextEvent, TranscriptEvent } from './transcript-event.ts';

export interface RsmfManifest {
  version: string;
  eventcollectionid: string;
  participants: RsmfParticipant[];
  conversations: RsmfConversation[];
  events: RsmfEvent[];
}
interface RsmfParticipant {
  id: string;
  display: string;
  email?: string;
}
interface RsmfConversation {
  id: string;
  platform: string;
  display: string;
  type: 'direct' | 'channel';
  custodian?: string;
  /** Of a channel those who are there at its earliest event. */
  participants: string[];
  custom: RsmfCustom[];
}
/** Neither is empty. */
interface RsmfCustom {
  name: string;
  value: string;
}
interface RsmfEvent {
  id: string;
  type: 'message' | 'disclaimer' | 'join' | 'leave' | 'history' | 'unknown';
  participant?: string;
  conversation: string;
  /** What stands in the end, after all corrections. */
  body?: string;
  /** ISO 8601; absent where the log has no time. */
  timestamp?: string;
  /** As the custodian sees it. */
  direction?: 'incoming' | 'outgoing';
  /** It was taken back; its body is kept. */
  deleted?: true;
  edits?: { participant: string; timestamp?: string; previous?: string; new?: string }[];
  reactions?: { value: string; count: number; participants: string[] }[];
  read_receipts?: { participant: string; action: 'read' | 'delivered' }[];
  custom?: RsmfCustom[];
}

/** Local part and domain of letters that need no quotes; other letters than ASCII's are allowed (RFC 6531). */
const MAIL = /^[^\s\p{C}"(),:;<>@[\\\]]+@[^\s\p{C}"(),:;<>@[\\\]]+$/u;
/** Characters of a reaction. */
const LONGEST_REACTION = 30;
export const LEFT_OUT = '[text left out]';

/** @param atFirst who is there when the slice begins, of those that it is asked about */
export function manifestOf(
  judged: JudgedSession,
  slice: readonly RsmfSource[],
  content: boolean,
  atFirst: (people: readonly string[]) => readonly string[] = (people) => people,
): RsmfManifest {
  return new Manifest(judged, content).of(slice, atFirst);
}

class Manifest {
  readonly #judged: JudgedSession;
  readonly #content: boolean;
  readonly #rooms: ReadonlySet<string>;
  readonly #people = new Map<string, string>();

  constructor(judged: JudgedSession, content: boolean) {
    this.#judged = judged;
    this.#content = content;
    this.#rooms = new Set(judged.session.rooms);
    for (const who of judged.judgement.sides.participants) if (!this.#rooms.has(who)) this.#idOf(who);
  }

  of(slice: readonly RsmfSource[], atFirst: (people: readonly string[]) => readonly string[]): RsmfManifest {
    const { session, judgement } = this.#judged;
    const { local, participants } = judgement.sides;
    const events = slice.map((source) => this.#event(source));
    const custodian = local === null ? null : this.#idOf(local);
    const isChannel = this.#people.size > 2 || this.#rooms.size > 0;
    const people = [...this.#people.keys()];
    const there = isChannel ? atFirst(people).map((who) => this.#idOf(who)) : [...this.#people.values()];
    return {
      version: '2.0.0',
      eventcollectionid: session.id,
      participants: [...this.#people].map(([who, id]) => participantOf(who, id)),
      conversations: [
        {
          id: session.id,
          platform: session.protocol,
          display: session.rooms[0] ?? participants.slice(0, 5).join(', '),
          type: isChannel ? 'channel' : 'direct',
          // The custodian must be one of the participants.
          ...(custodian !== null && { custodian }),
          participants: custodian === null || there.includes(custodian) ? there : [custodian, ...there],
          custom: customOf(this.#judged),
        },
      ],
      events,
    };
  }

  #idOf(who: string): string {
    let id = this.#people.get(who);
    if (id === undefined) this.#people.set(who, (id = `P${this.#people.size + 1}`));
    return id;
  }

  #event(source: RsmfSource): RsmfEvent {
    const { session } = this.#judged;
    const { event, number } = source;
    const about = { id: `${session.id}.${number}`, conversation: session.id, ...stamped(event) };
    if (event.kind === 'text') return { ...about, ...this.#message(event, source) };
    if (event.kind === 'member' && event.how !== 'renamed') {
      const custom = event.how === undefined ? [] : [{ name: 'How', value: eventInWords(event, this.#content) }];
      return { ...about, type: event.change, participant: this.#idOf(event.who), ...(custom.length > 0 && { custom }) };
    }
    return { ...about, type: 'unknown', body: eventInWords(event, this.#content) };
  }

  #message(event: TextEvent, { corrections, reactions }: RsmfSource): Omit<RsmfEvent, 'id' | 'conversation'> {
    const { local } = this.#judged.judgement.sides;
    const last = corrections.at(-1) ?? event;
    const custom = [event, ...corrections].flatMap(({ marks }) => marks.map((value) => ({ name: 'Mark', value })));
    const shown = this.#reactionsOf(reactions);
    return {
      type: 'message',
      participant: this.#idOf(event.from),
      body: this.#content ? last.text : LEFT_OUT,
      ...(local !== null && { direction: event.from === local ? 'outgoing' : 'incoming' }),
      ...(event.said.retracted !== undefined && { deleted: true as const }),
      ...(corrections.length > 0 && { edits: this.#editsOf(event, corrections) }),
      ...(shown.length > 0 && { reactions: shown }),
      ...this.#receiptOf(last),
      custom: [{ name: 'Content-Type', value: event.contentType }, ...custom].filter(({ value }) => value !== ''),
    };
  }

  #editsOf(first: TextEvent, corrections: readonly TextEvent[]): NonNullable<RsmfEvent['edits']> {
    return corrections.map((correction, index) => {
      const before = corrections[index - 1] ?? first;
      const texts = this.#content && { previous: before.text, new: correction.text };
      return { participant: this.#idOf(correction.from), ...stamped(correction), ...texts };
    });
  }

  #reactionsOf(reactions: RsmfSource['reactions']): NonNullable<RsmfEvent['reactions']> {
    if (!this.#content) return [];
    const last = new Map(reactions.map(({ who, reactions: shown }) => [who, shown]));
    const people = new Map<string, Set<string>>();
    for (const [who, shown] of last) {
      for (const each of shown) {
        const value = [...each].slice(0, LONGEST_REACTION).join('');
        if (value === '') continue;
        const same = people.get(value) ?? new Set();
        people.set(value, same.add(this.#idOf(who)));
      }
    }
    return [...people].map(([value, ids]) => ({ value, count: ids.size, participants: [...ids] }));
  }

  /** Of several receivers it is not known which one answered. */
  #receiptOf({ to, said: { receipt } }: TextEvent): Pick<RsmfEvent, 'read_receipts'> {
    const [only, ...others] = to;
    if (receipt === undefined || only === undefined || others.length > 0 || this.#rooms.has(only)) return {};
    const action = receipt === 'displayed' ? 'read' : 'delivered';
    return { read_receipts: [{ participant: this.#idOf(only), action }] };
  }
}

function stamped({ time }: TranscriptEvent): { timestamp?: string } {
  const timestamp = isoTime(time);
  return timestamp === null ? {} : { timestamp };
}

function participantOf(who: string, id: string): RsmfParticipant {
  return { id, display: who === '' ? 'unknown' : who, ...(MAIL.test(who) && { email: who }) };
}

function customOf({ session, judgement }: JudgedSession): RsmfCustom[] {
  const { verdict, flags } = judgement;
  const custom = [
    { name: 'Provider', value: `${verdict.id} (${verdict.confidence})` },
    { name: 'Outcome', value: session.outcome },
    ...session.callIds.map((value) => ({ name: 'Call-ID', value })),
    ...flags.map(({ rule, severity }) => ({ name: 'Flag', value: `${severity}: ${rule}` })),
  ];
  return custom.filter(({ value }) => value !== '');
}
