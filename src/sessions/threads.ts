/**
 * The threads of a chat (RFC 6121 §5.2.5): each is a session of its own. A stanza without a thread joins the running one
 * of its pair: that of the stanza it speaks of (a receipt, an error, a correction), else the one that spoke last.
 */
import type { EpochMs, SessionFragment, SessionMessage } from '../model.ts';
import { momentOf } from './merge.ts';
import { inOrder } from './order.ts';

/** One of the talks that go on between two. */
interface Talk {
  /** null = none of its stanzas names one. */
  thread: string | null;
  /** Time of its last stanza. */
  last: EpochMs | null;
  messages: SessionMessage[];
}

/** The fragment itself, where it holds no two threads; else one for each, in the order in which they begin. */
export function threadsOf(fragment: SessionFragment): SessionFragment[] {
  const { protocol, gapMs, messages } = fragment;
  if (protocol !== 'xmpp' || gapMs === null || !hasTwoThreads(messages)) return [fragment];
  const talks = new Talks(gapMs);
  // Ranks of files depend on what else is read; between equal times any order will do that is always the same.
  for (const { message } of inOrder(messages, () => 0)) talks.add(message, momentOf(message));
  const { all } = talks;
  if (all.length === 1) return [fragment];
  return all.map(({ messages: own }) => ({ ...fragment, joins: joinsIn(fragment.joins, own), messages: own }));
}

function hasTwoThreads(messages: readonly SessionMessage[]): boolean {
  let first: string | null = null;
  for (const { thread } of messages) {
    if (thread === null || thread === first) continue;
    if (first !== null) return true;
    first = thread;
  }
  return false;
}

/** A call's key goes where the call goes. */
function joinsIn(joins: readonly string[], messages: readonly SessionMessage[]): string[] {
  const calls = new Set(messages.flatMap(({ call }) => call ?? []));
  return joins.filter((join) => !join.startsWith('jingle:') || calls.has(join.slice(join.lastIndexOf('|') + 1)));
}

class Talks {
  readonly all: Talk[] = [];
  readonly #gapMs: number;
  /** By the ids of stanzas and of calls. */
  readonly #byId = new Map<string, Talk>();

  constructor(gapMs: number) {
    this.#gapMs = gapMs;
  }

  add(message: SessionMessage, time: EpochMs | null): void {
    const talk = this.#talkOf(message, time) ?? this.#begin();
    talk.messages.push(message);
    talk.thread ??= message.thread;
    talk.last = time ?? talk.last;
    if (message.id !== undefined) this.#byId.set(message.id, talk);
    if (message.call !== undefined) this.#byId.set('call ' + message.call, talk);
  }

  #talkOf(message: SessionMessage, time: EpochMs | null): Talk | undefined {
    const call = message.call === undefined ? undefined : this.#byId.get('call ' + message.call);
    if (call !== undefined) return call;
    const running = this.all.filter(({ last }) => last === null || time === null || time - last <= this.#gapMs);
    const { thread } = message;
    if (thread !== null) return running.findLast((talk) => talk.thread === thread) ?? running.find(isWithoutThread);
    const meant = meantBy(message);
    const answered = meant === null ? undefined : this.#byId.get(meant);
    if (answered !== undefined && running.includes(answered)) return answered;
    let latest: Talk | undefined;
    for (const talk of running) if (latest === undefined || (talk.last ?? 0) >= (latest.last ?? 0)) latest = talk;
    return latest;
  }

  #begin(): Talk {
    const talk: Talk = { thread: null, last: null, messages: [] };
    this.all.push(talk);
    return talk;
  }
}

function isWithoutThread({ thread }: Talk): boolean {
  return thread === null;
}

/** Id of the stanza that this one speaks of; null = of none. */
function meantBy({ id, type, facts }: SessionMessage): string | null {
  if (type === 'error') return id ?? null;
  for (const fact of facts) {
    if (fact.kind === 'text') return fact.replaces ?? null;
    if (fact.kind === 'retraction') return fact.target;
    if (fact.kind === 'notice') return fact.of ?? null;
  }
  return null;
}
