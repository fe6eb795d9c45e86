/**
 * A session as a ladder diagram: who stands where, and what went from whom to whom. Lanes are machines; where a log names none
 * they are the people. Pure: the page draws it.
 */
import type { Ladder, LadderArrow, LadderOptions } from '../model/ladder.ts';
import type { EpochMs, SessionMessage, Sighting, SourceId } from '../model.ts';
import { LadderLanes } from './ladder-lanes.ts';

export function ladderOf({ messages }: { messages: readonly SessionMessage[] }, options: LadderOptions): Ladder {
  const skew = options.skew ?? new Map<SourceId, number>();
  const lanes = new LadderLanes(messages, skew);
  const forks = forksIn(messages);
  const arrows: LadderArrow[] = [];
  messages.forEach((message, index) => {
    const hops = hopsOf(message, lanes, skew);
    const shown = options.hops === 'joined' ? joined(hops) : hops;
    const own = { message: index, kind: kindOf(message), fork: forkOf(message, forks) };
    for (const { from, to, time, sightings, times } of shown) arrows.push({ ...own, from, to, time, sightings, times });
  });
  const order = arrows.map((arrow, index) => ({ arrow, index }));
  order.sort((a, b) => compareTimes(a.arrow.time, b.arrow.time) || a.index - b.index);
  return lanes.laidOut(
    order.map(({ arrow }) => arrow),
    forks,
  );
}

function compareTimes(a: EpochMs | null, b: EpochMs | null): number {
  return a === null || b === null ? 0 : a - b;
}

type Hop = Pick<LadderArrow, 'from' | 'to' | 'time' | 'sightings' | 'times'>;

/** The hops of a message in the order of their times; what both ends of one saw is one. */
function hopsOf(message: SessionMessage, lanes: LadderLanes, skew: ReadonlyMap<SourceId, number>): Hop[] {
  const hops: Hop[] = [];
  const known = new Map<string, { hop: Hop; seenBy: Map<string, number> }>();
  const seen = message.sightings.map((sighting, index) => ({ sighting, index, time: correctedTime(sighting, skew) }));
  seen.sort((a, b) => compareTimes(a.time, b.time) || a.index - b.index);
  for (const { sighting, index, time } of seen) {
    const [from, to] = lanes.endsOf(message, sighting);
    const name = from + '>' + to;
    const viewer = (sighting.places[0]?.source ?? 0) + (sighting.direction ?? '');
    const before = known.get(name);
    if (before === undefined) {
      const hop: Hop = { from, to, time, sightings: [index], times: 1 };
      hops.push(hop);
      known.set(name, { hop, seenBy: new Map([[viewer, 1]]) });
      continue;
    }
    // Whoever sees it again tells of a repetition; the other end of the hop does not.
    const count = (before.seenBy.get(viewer) ?? 0) + 1;
    before.seenBy.set(viewer, count);
    before.hop.times = Math.max(before.hop.times, count);
    before.hop.sightings.push(index);
  }
  return hops;
}

function correctedTime(sighting: Sighting, skew: ReadonlyMap<SourceId, number>): EpochMs | null {
  const source = sighting.places[0]?.source;
  if (sighting.time === null || source === undefined) return sighting.time;
  return (sighting.time - (skew.get(source) ?? 0)) as EpochMs;
}

/** From the beginning of the chain to its end: where a message comes back to a lane, the way between is left out. */
function joined(hops: readonly Hop[]): Hop[] {
  const [first] = hops;
  if (first === undefined || hops.length === 1) return [...hops];
  const arrived = new Set(hops.map(({ to }) => to));
  const left = new Set(hops.map(({ from }) => from));
  const from = hops.find((hop) => !arrived.has(hop.from))?.from ?? first.from;
  const to = hops.findLast((hop) => !left.has(hop.to))?.to ?? hops.at(-1)?.to ?? first.to;
  const times = Math.max(...hops.map((hop) => hop.times));
  return [{ from, to, time: first.time, sightings: hops.flatMap(({ sightings }) => sightings), times }];
}

function kindOf({ method, status, callId }: SessionMessage): LadderArrow['kind'] {
  if (method === 'diagnostic') return 'note';
  if (callId === null && method === method.toLowerCase()) return 'stanza';
  return status === null ? 'request' : 'response';
}

/** Call-IDs whose opening request was answered under several tags (RFC 3261 §12.1.2, §16.7). */
function forksIn(messages: readonly SessionMessage[]): Ladder['forks'] {
  const tags = new Map<string, string[]>();
  for (const { callId, status, dialog, method } of messages) {
    if (callId === null || status === null || status <= 100 || method !== 'INVITE') continue;
    const [from = '', to = ''] = dialog.split(';', 2);
    if (to === '') continue;
    const name = callId + '\n' + from;
    const known = tags.get(name);
    if (known === undefined) tags.set(name, [to]);
    else if (!known.includes(to)) known.push(to);
  }
  const forked = [...tags].filter(([, own]) => own.length > 1);
  return forked.map(([name, own]) => ({ callId: name.slice(0, name.indexOf('\n')), tags: own }));
}

/** A request in a branch has the branch's tag at either end. */
function forkOf({ callId, dialog }: SessionMessage, forks: Ladder['forks']): number | null {
  const [from = '', to = ''] = dialog.split(';', 2);
  for (const { callId: forked, tags } of forks) {
    if (forked !== callId) continue;
    const index = tags.findIndex((tag) => tag === to || tag === from);
    if (index !== -1) return index;
  }
  return null;
}
