/**
 * How far the clocks of two logs are apart, from the messages that both show. One way alone cannot tell skew from delay; a
 * message there and one back can, as NTP does (RFC 5905 §8): each adds the delay, only one adds the skew.
 */
import type { ClockSkew } from '../model/ladder.ts';
import type { EpochMs, SessionMessage, Sighting, SourceId } from '../model.ts';

/** What one message says of two logs: their difference, later less earlier source number, ms. */
export interface SkewSample {
  one: SourceId;
  other: SourceId;
  /** Who sent the message: it went the same way through both as all that he sent to the same other. */
  sender: string;
  /** The two between whom it went, whoever sent it: what goes the other way is found among theirs. */
  exchange: string;
  /** Time in `other` less time in `one`, of the hop on which the message went from `one` to `other`; null = no such hop was seen. */
  there: number | null;
  /** The same of a hop from `other` to `one`. */
  back: number | null;
}

/**
 * Samples of a session's messages; those of several sessions may be put together.
 * @param numberOf sources are told apart, and told which comes first, by these
 */
export function skewSamples(
  messages: readonly SessionMessage[],
  numberOf: (source: SourceId) => number = (source) => source,
): SkewSample[] {
  const samples: SkewSample[] = [];
  for (const message of messages) {
    if (message.sightings.length < 2 || message.method === 'diagnostic') continue;
    const bySource = new Map<SourceId, Sighting[]>();
    for (const sighting of message.sightings) {
      const place = sighting.places[0];
      if (place === undefined || sighting.time === null) continue;
      const source = numberOf(place.source) as SourceId;
      const own = bySource.get(source);
      if (own === undefined) bySource.set(source, [sighting]);
      else own.push(sighting);
    }
    const sources = [...bySource.keys()].sort((a, b) => a - b);
    const { sender, exchange } = waysOf(message);
    for (const [index, one] of sources.entries()) {
      for (const other of sources.slice(index + 1)) {
        samples.push({
          one,
          other,
          sender,
          exchange,
          ...differences(bySource.get(one) ?? [], bySource.get(other) ?? []),
        });
      }
    }
  }
  return samples;
}

/** Answers go back: also where a user asks a server about himself, and both addresses are his. */
function waysOf({ status, from, to }: SessionMessage): Pick<SkewSample, 'sender' | 'exchange'> {
  const [asks, answers] = [from ?? '', to ?? ''];
  const sender = status === null ? asks : asks === answers ? answers + ' answers' : answers;
  return { sender, exchange: asks < answers ? asks + ' ' + answers : answers + ' ' + asks };
}

/** Of retransmissions the first counts in each log. */
function differences(one: readonly Sighting[], other: readonly Sighting[]): Pick<SkewSample, 'there' | 'back'> {
  const there = difference(leaving(one), coming(other));
  const back = difference(coming(one), leaving(other));
  return { there, back };
}

const difference = (a: EpochMs | null, b: EpochMs | null): number | null => (a === null || b === null ? null : b - a);
const leaving = (seen: readonly Sighting[]): EpochMs | null => first(seen, 'in');
const coming = (seen: readonly Sighting[]): EpochMs | null => first(seen, 'out');

/** A capture shows packets that leave and come in one. */
function first(seen: readonly Sighting[], unlike: Sighting['direction']): EpochMs | null {
  let least: EpochMs | null = null;
  for (const { time, direction } of seen) {
    if (direction !== unlike && time !== null && (least === null || time < least)) least = time;
  }
  return least;
}

/** Skews of all sources that share messages with others. Pure; the order of the samples does not matter. */
export function estimateSkew(samples: readonly SkewSample[]): ClockSkew[] {
  const pairs = pairsOf(samples);
  const left = new Set(pairs.flatMap(({ one, other }) => [one, other]));
  const skews: ClockSkew[] = [];
  while (left.size > 0) {
    const against = mostShared(pairs, left);
    if (against === null) break;
    const known = new Map<SourceId, number>([[against, 0]]);
    left.delete(against);
    skews.push({ source: against, against, aheadMs: 0, samples: 0, basis: 'reference' });
    for (let next = nextPair(pairs, known); next !== null; next = nextPair(pairs, known)) {
      const forwards = known.has(next.one);
      const source = forwards ? next.other : next.one;
      const base = known.get(forwards ? next.one : next.other) ?? 0;
      const aheadMs = base + (forwards ? next.aheadMs : -next.aheadMs);
      known.set(source, aheadMs);
      left.delete(source);
      skews.push({ source, against, aheadMs, samples: next.samples, basis: next.basis });
    }
  }
  return skews.sort((a, b) => a.source - b.source);
}

/**
 * What the person says of some clocks put in place of what messages tell; the others follow those they are measured against.
 * @param told how far a clock is ahead of the right time, ms
 */
export function correctedSkew(estimated: readonly ClockSkew[], told: ReadonlyMap<SourceId, number>): ClockSkew[] {
  if (told.size === 0) return [...estimated];
  const skews: ClockSkew[] = [];
  for (const skew of estimated) {
    if (told.has(skew.source)) continue;
    const anchor = anchorOf(estimated, skew, told);
    if (anchor === null) {
      skews.push(skew);
      continue;
    }
    const aheadMs = skew.aheadMs - anchor.aheadMs + (told.get(anchor.source) ?? 0);
    // Seen from the anchor the reference is one that is measured.
    const { samples, basis } = skew.basis === 'reference' ? anchor : skew;
    skews.push({ source: skew.source, against: anchor.source, aheadMs, samples, basis });
  }
  for (const [source, aheadMs] of told) skews.push({ source, against: source, aheadMs, samples: 0, basis: 'told' });
  return skews.sort((a, b) => a.source - b.source);
}

/** Of those measured against the same clock the one that the person knows best of: that clock itself, else the one with most samples. */
function anchorOf(
  all: readonly ClockSkew[],
  { against }: ClockSkew,
  told: ReadonlyMap<SourceId, number>,
): ClockSkew | null {
  const known = all.filter((other) => other.against === against && told.has(other.source));
  return known.find(({ source }) => source === against) ?? known.sort((a, b) => b.samples - a.samples)[0] ?? null;
}

/** `aheadMs`: so far `other` is ahead of `one`. */
interface Pair extends Pick<SkewSample, 'one' | 'other'>, Pick<ClockSkew, 'aheadMs' | 'samples' | 'basis'> {}

function pairsOf(samples: readonly SkewSample[]): Pair[] {
  const byPair = new Map<string, SkewSample[]>();
  for (const sample of samples) {
    const name = sample.one + ' ' + sample.other;
    const known = byPair.get(name);
    if (known === undefined) byPair.set(name, [sample]);
    else known.push(sample);
  }
  return [...byPair.values()].flatMap((own) => pairOf(own) ?? []);
}

/** Each exchange is measured for itself, for the next may go the other way; what is measured both ways counts before what is not. */
function pairOf(samples: readonly SkewSample[]): Pair | null {
  const exchanges = new Map<string, SkewSample[]>();
  for (const sample of samples) {
    const own = exchanges.get(sample.exchange);
    if (own === undefined) exchanges.set(sample.exchange, [sample]);
    else own.push(sample);
  }
  const measured = [...exchanges.values()].flatMap((own) => exchangeOf(own) ?? []);
  const twoWays = measured.filter(({ basis }) => basis === 'both-ways');
  const counted = twoWays.length > 0 ? twoWays : measured;
  const aheadMs = medianOf(counted.map((pair) => pair.aheadMs));
  const [first] = counted;
  return first === undefined || aheadMs === null ? null : { ...first, aheadMs, samples: samples.length };
}

/**
 * Whoever sent, all of his messages went one way. Of the two ways that they may have gone, the one in which messages take time
 * to arrive is right: there and back together, where the skew cancels out.
 */
function exchangeOf(samples: readonly SkewSample[]): Pair | null {
  const [{ one, other } = { one: 0 as SourceId, other: 0 as SourceId }] = samples;
  const senders = [...new Set(samples.map(({ sender }) => sender))].sort();
  const medians = senders.map((sender) => {
    const own = samples.filter((sample) => sample.sender === sender);
    const there = medianOf(own.map((sample) => sample.there));
    return { count: own.length, there, back: medianOf(own.map((sample) => sample.back)) };
  });
  const [a, b] = medians.sort((x, y) => y.count - x.count);
  if (a === undefined) return null;
  const all = { one, other, samples: samples.length };
  if (b !== undefined) {
    const ways = [bothWays(a.there, b.back), bothWays(b.there, a.back)].filter((way) => way !== null);
    // The hop itself takes less time than what lies around it.
    const right = ways.filter(({ delay }) => delay >= 0).sort((x, y) => x.delay - y.delay)[0];
    if (right !== undefined) return { ...all, aheadMs: right.skew, basis: 'both-ways' };
  }
  // What arrives before it was sent shows a skew; what arrives after may have been on its way.
  const arrived = [a.there, a.back === null ? null : -a.back].filter((time) => time !== null);
  if (arrived.length === 0) return null;
  const early = Math.max(...arrived) < 0;
  const aheadMs = !early ? 0 : a.back !== null && -a.back === Math.max(...arrived) ? a.back : (a.there ?? 0);
  return { ...all, aheadMs, basis: 'one-way' };
}

/** The difference of times there is delay and skew, back it is skew less delay. */
function bothWays(there: number | null, back: number | null): { skew: number; delay: number } | null {
  return there === null || back === null ? null : { skew: (there + back) / 2, delay: (there - back) / 2 };
}

function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function mostShared(pairs: readonly Pair[], left: ReadonlySet<SourceId>): SourceId | null {
  let best: SourceId | null = null;
  let most = 0;
  for (const source of [...left].sort((a, b) => a - b)) {
    const shared = pairs.reduce((sum, { one, other, samples }) => {
      return one === source || other === source ? sum + samples : sum;
    }, 0);
    if (shared > most) [best, most] = [source, shared];
  }
  return best;
}

/** From a known clock to an unknown one, by way of the pair with most messages. */
function nextPair(pairs: readonly Pair[], known: ReadonlyMap<SourceId, number>): Pair | null {
  const rank = ({ basis, samples }: Pair): number => samples + (basis === 'both-ways' ? 1e9 : 0);
  const open = pairs.filter(({ one, other }) => known.has(one) !== known.has(other));
  return open.sort((a, b) => rank(b) - rank(a) || a.one - b.one || a.other - b.other)[0] ?? null;
}
