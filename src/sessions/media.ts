import type { EpochMs, Fact, MediaHold, MediaUse, Modality, SessionMessage } from '../model.ts';
import type { Timed } from './order.ts';
import { requestOf } from './requests.ts';

type MediaFact = Extract<Fact, { kind: 'media' }>;

/** What lasts, and has a length that is worth telling. */
const LASTING: ReadonlySet<Modality> = new Set<Modality>(['audio', 'video', 'sharing']);
/** Requests that may carry an offer (RFC 3261 §13.2.1, RFC 3311). */
const OFFERING: ReadonlySet<string> = new Set(['INVITE', 'UPDATE']);

/**
 * Audio, video and sharing as offers and answers (RFC 3264) tell: each use of a medium from the answer that took it to the
 * answer that ended it or the BYE, with the times at which one side held it. Pure. `messages` in order.
 */
export function mediaOf(messages: readonly Timed[]): MediaUse[] {
  if (!messages.some(hasLasting)) return [];
  const calls = new Map<string, Call>();
  const answers = answersIn(messages);
  for (const item of messages) {
    const { message } = item;
    if (message.callId === null || message.method === 'diagnostic') continue;
    let call = calls.get(message.callId);
    if (call === undefined) calls.set(message.callId, (call = new Call()));
    if (message.status === null && OFFERING.has(message.method)) call.offer(item, answers.get(requestOf(message)));
    else if (message.status === null && message.method === 'BYE') call.end(item.time);
  }
  return [...calls.values()].flatMap((call) => call.uses);
}

/** Of most sessions none has: nothing is gathered to find that out. */
function hasLasting({ message: { facts } }: Timed): boolean {
  for (const fact of facts) if (fact.kind === 'media' && LASTING.has(fact.media)) return true;
  return false;
}

function lastingIn({ facts }: SessionMessage): MediaFact[] {
  return facts.filter((fact) => fact.kind === 'media').filter(({ media }) => LASTING.has(media));
}

interface Answer {
  /** null = the log shows no final answer. */
  accepted: boolean | null;
  time: EpochMs | null;
  message: SessionMessage;
}

/** The answers to requests that may carry an offer. The description may stand in a provisional one before the final (RFC 3262 §5). */
function answersIn(messages: readonly Timed[]): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const { message, time } of messages) {
    const request = requestOf(message);
    const known = answers.get(request);
    if (message.status === null || !OFFERING.has(message.method) || known?.accepted === true) continue;
    const described = lastingIn(message).length > 0 || known === undefined ? message : known.message;
    const accepted = message.status < 200 ? (known?.accepted ?? null) : message.status < 300;
    answers.set(request, { accepted, time, message: described });
  }
  return answers;
}

/** A medium that runs; `hold` = who holds it now. */
interface Running {
  use: MediaUse;
  hold: MediaHold | null;
}

/** One Call-ID: which media run. */
class Call {
  readonly uses: MediaUse[] = [];
  readonly #running = new Map<Modality, Running>();
  #established = false;

  offer({ message, time }: Timed, answer: Answer | undefined): void {
    const offered = lastingIn(message);
    if (answer?.accepted === true) {
      this.#agree(offered, message, answer.time, answer.message);
      this.#established = true;
    } else if (answer?.accepted == null && (this.#established || isInDialog(message))) {
      // The answer is not in the log: a change of what runs is taken as it was asked for.
      this.#agree(offered, message, time, null);
    } else for (const fact of offered) this.#note(fact, message, time);
  }

  end(time: EpochMs | null): void {
    for (const media of [...this.#running.keys()]) this.#stop(media, time);
  }

  #agree(offered: MediaFact[], offer: SessionMessage, time: EpochMs | null, answer: SessionMessage | null): void {
    const taken = answer === null ? [] : lastingIn(answer);
    // Without a description nothing changes; where only one side's is there, it counts.
    if (offered.length + taken.length === 0 && !describes(offer) && (answer === null || !describes(answer))) return;
    const one = describes(offer) ? offered : taken;
    const other = answer !== null && describes(answer) ? taken : offered;
    for (const media of [...this.#running.keys()]) if (!has(one, media) || !has(other, media)) this.#stop(media, time);
    for (const fact of one) {
      const back = other.find(({ media }) => media === fact.media);
      if (back === undefined) this.#note(fact, offer, time);
      else this.#run(fact, back, offer, time);
    }
  }

  /** Offered and not taken. */
  #note(fact: MediaFact, offer: SessionMessage, time: EpochMs | null): void {
    const known = this.uses.some(({ media, taken }) => media === fact.media && !taken);
    if (!known && !this.#running.has(fact.media)) this.uses.push(newUse(fact, offer, time));
  }

  #run(fact: MediaFact, back: MediaFact, offer: SessionMessage, time: EpochMs | null): void {
    const running = this.#running.get(fact.media) ?? this.#start(fact, offer, time);
    const { ports } = running.use;
    for (const { port } of [fact, back]) if (port !== null && !ports.includes(port)) ports.push(port);
    hold(running, holderOf(fact, back, offer), time);
  }

  #start(fact: MediaFact, offer: SessionMessage, time: EpochMs | null): Running {
    // What was asked for in vain is taken now, as after a challenge.
    const asked = this.uses.findIndex(({ media, taken }) => media === fact.media && !taken);
    if (asked !== -1) this.uses.splice(asked, 1);
    const running = { use: { ...newUse(fact, offer, time), taken: true, start: time }, hold: null };
    this.uses.push(running.use);
    this.#running.set(fact.media, running);
    return running;
  }

  #stop(media: Modality, time: EpochMs | null): void {
    const running = this.#running.get(media);
    if (running === undefined) return;
    this.#running.delete(media);
    running.use.end = time;
    hold(running, null, time);
  }
}

function newUse(
  { media, port }: MediaFact,
  { callId, from, sightings }: SessionMessage,
  time: EpochMs | null,
): MediaUse {
  const ports = port === null ? [] : [port];
  const places = sightings[0]?.places ?? [];
  return {
    media,
    callId: callId ?? '',
    by: from,
    offered: time,
    taken: false,
    start: null,
    end: null,
    ports,
    holds: [],
    places,
  };
}

/** The offerer holds by sending alone or nothing, the other by answering so to an offer of both ways. null = nobody. */
function holderOf(offer: MediaFact, answer: MediaFact, { from, to }: SessionMessage): string | null {
  if (offer.flow === 'sendonly' || offer.flow === 'inactive') return from ?? '';
  return answer.flow === 'sendonly' || answer.flow === 'inactive' ? (to ?? '') : null;
}

function hold(running: Running, by: string | null, time: EpochMs | null): void {
  if (running.hold?.by === by) return;
  if (running.hold !== null) running.hold.end = time;
  running.hold = by === null ? null : { by, start: time, end: null };
  if (running.hold !== null) running.use.holds.push(running.hold);
}

const has = (facts: readonly MediaFact[], media: Modality): boolean => facts.some((fact) => fact.media === media);
const describes = ({ facts }: SessionMessage): boolean => facts.some(({ kind }) => kind === 'media');

function isInDialog({ dialog }: SessionMessage): boolean {
  return dialog !== '' && !dialog.startsWith(';') && !dialog.endsWith(';');
}
