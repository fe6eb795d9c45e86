/** Stanzas that speak of earlier ones: corrections, retractions, receipts and errors find the text they mean. */
import type { EpochMs, Fact, Retraction, SaidText, SessionMessage } from '../model.ts';
import type { Timed } from './order.ts';
import { requestOf } from './requests.ts';

/** An error without an id comes back within this time, ms. */
const ANSWER_MS = 10_000;

/**
 * Marks texts that were corrected (XEP-0308), taken back (XEP-0424, XEP-0425), answered by a receipt (XEP-0184, XEP-0333,
 * RFC 5438), refused (RFC 6120 §8.3) or not brought to some of their receivers [MS-CONFIM]. All stay: what was said was said. Nobody but its sender corrects or takes back a text, save
 * a room's moderator; nobody but its receiver answers it.
 * @param facts those that the texts came of, in the same order
 */
export function linkReferences(messages: readonly Timed[], texts: readonly SaidText[], facts: readonly Fact[]): void {
  if (!messages.some(({ message }) => isRefusal(message) || message.facts.some(refers))) return;
  const indexes = new Map(facts.map((fact, index) => [fact, index]));
  const links = new TextLinks();
  // Clocks of two logs differ: what is meant may seem to come later.
  const late: (() => boolean)[] = [];
  for (const { message, time } of messages) {
    const steps = isRefusal(message) ? [() => links.fail(message, time)] : [];
    for (const fact of message.facts) {
      if (fact.kind === 'text') {
        const index = indexes.get(fact) ?? -1;
        const text = texts[index];
        // The same was said on another leg.
        if (text === undefined) continue;
        links.add(message.id, fact.names ?? [], text, index);
        if (message.callId !== null) links.carry(requestOf(message), text);
        const { replaces } = fact;
        if (replaces !== undefined) steps.push(() => links.correct(replaces, text));
      } else if (fact.kind === 'retraction') {
        const { target, moderator, reason } = fact;
        const retracted = { time, by: moderator ?? message.from ?? '', reason };
        steps.push(() => links.retract(target, moderator === null ? message.from : null, retracted));
      } else if (fact.kind === 'notice') {
        const { of, notice } = fact;
        if (of !== undefined) steps.push(() => links.answer(of, message.from, notice));
      } else if (fact.kind === 'named') {
        const { id } = fact;
        steps.push(() => links.name(id, requestOf(message)));
      } else if (fact.kind === 'undelivered') {
        const { of, who } = fact;
        steps.push(() => links.miss(of, who === '' ? message.from : who));
      }
    }
    for (const step of steps) if (!step()) late.push(step);
  }
  // What names a text may stand behind what speaks of it.
  for (const step of late.filter((each) => !each())) step();
}

function isRefusal({ method, type }: SessionMessage): boolean {
  return method === 'message' && type === 'error';
}

function refers(fact: Fact): boolean {
  if (fact.kind === 'text') return fact.replaces !== undefined;
  if (fact.kind === 'notice') return fact.of !== undefined;
  return fact.kind === 'retraction' || fact.kind === 'undelivered';
}

class TextLinks {
  /** By sender and name: clients may use the same ids, and one may count its own anew. */
  readonly #bySender = new Map<string, SaidText>();
  readonly #byName = new Map<string, SaidText>();
  /** Of SIP: by the request that carried it. */
  readonly #byRequest = new Map<string, SaidText>();
  readonly #indexes = new Map<SaidText, number>();
  /** The first text of each correction. */
  readonly #first = new Map<SaidText, SaidText>();
  /** All that stand in place of a text. */
  readonly #corrections = new Map<SaidText, SaidText[]>();

  add(id: string | undefined, names: readonly string[], text: SaidText, index: number): void {
    this.#indexes.set(text, index);
    for (const name of id === undefined ? names : [id, ...names]) {
      this.#bySender.set(text.from + '\n' + name, text);
      this.#byName.set(name, text);
    }
  }

  carry(request: string, text: SaidText): void {
    this.#byRequest.set(request, text);
  }

  /** What a request said is known by an id that its answer gives. */
  name(id: string, request: string): boolean {
    const text = this.#byRequest.get(request);
    if (text === undefined) return false;
    this.#byName.set(id, text);
    return true;
  }

  /** Who is its only receiver did not get it at all. */
  miss(target: string, who: string | null): boolean {
    const text = this.#byName.get(target);
    if (text === undefined || who === null) return false;
    if (text.undelivered?.includes(who) !== true) text.undelivered = [...(text.undelivered ?? []), who].sort();
    if (text.to.length === 1 && text.to[0] === who) text.failed = true;
    return true;
  }

  correct(target: string, text: SaidText): boolean {
    const found = this.#bySender.get(text.from + '\n' + target);
    // A correction of a correction stands in place of the first text (XEP-0308 §3).
    const original = found === undefined ? undefined : (this.#first.get(found) ?? found);
    if (original === undefined || original === text) {
      text.corrects = null;
      return false;
    }
    const index = this.#indexes.get(text) ?? 0;
    text.corrects = this.#indexes.get(original) ?? null;
    original.corrected = Math.max(original.corrected ?? 0, index);
    this.#first.set(text, original);
    const corrections = this.#corrections.get(original);
    if (corrections === undefined) this.#corrections.set(original, [text]);
    else corrections.push(text);
    return true;
  }

  /** @param from null = a moderator: any text of the room */
  retract(target: string, from: string | null, retracted: Retraction): boolean {
    const found = from === null ? this.#byName.get(target) : this.#bySender.get(from + '\n' + target);
    if (found === undefined) return false;
    // What stands in its place goes with it.
    const original = this.#first.get(found) ?? found;
    for (const text of [original, ...(this.#corrections.get(original) ?? [])]) text.retracted ??= retracted;
    return true;
  }

  answer(target: string, from: string | null, notice: 'typing' | 'delivered' | 'displayed'): boolean {
    const text = this.#byName.get(target);
    if (text === undefined || from === null) return false;
    if (notice !== 'typing' && text.to.includes(from) && text.receipt !== 'displayed') text.receipt = notice;
    return true;
  }

  /** An error goes back to the sender under the id of what it answers (RFC 6120 §8.3.1). */
  fail({ id, from, to }: SessionMessage, time: EpochMs | null): boolean {
    const text = id === undefined ? this.#onlyBefore(from, to, time) : this.#bySender.get((to ?? '') + '\n' + id);
    if (text === undefined) return false;
    text.failed = true;
    return true;
  }

  /** What an error without an id can only mean: the one text that went the other way just before, and arrived nowhere else. */
  #onlyBefore(by: string | null, sender: string | null, time: EpochMs | null): SaidText | undefined {
    if (by === null || sender === null || time === null) return undefined;
    const meant = [...this.#indexes.keys()].filter((text) => {
      const near = text.time !== null && time >= text.time && time - text.time <= ANSWER_MS;
      return near && text.from === sender && text.to.length === 1 && text.to[0] === by;
    });
    const [only, ...others] = meant;
    return others.length === 0 && only?.receipt === undefined ? only : undefined;
  }
}
