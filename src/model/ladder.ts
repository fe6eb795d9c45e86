/** A session as a ladder diagram, and how far the clocks of its logs are apart. */
import type { EpochMs, SourceId } from './records.ts';

export interface LadderOptions {
  /** `joined`: one arrow a message, from where it was seen first to where it was seen last. `apart`: one a hop. */
  hops: 'joined' | 'apart';
  /** How far each source's clock is ahead, ms (`estimateSkew`, or what the person says); absent = 0. */
  skew?: ReadonlyMap<SourceId, number>;
}

export interface LadderArrow {
  /** Index into the session's messages. */
  message: number;
  /** Indexes into the message's sightings: where it was seen leaving, arriving, or both; again if it was sent again. */
  sightings: number[];
  /** Indexes into the lanes; the same = a note at that lane (a TF_DIAG record). */
  from: number;
  to: number;
  /** Of the first of these sightings, corrected by the skew; null = the log has none. */
  time: EpochMs | null;
  kind: 'request' | 'response' | 'stanza' | 'note';
  /** Branch of a forked request, from 0 in the order of their first answers; null = its call is not forked. */
  fork: number | null;
  /** How often the same was sent on this hop: 1, and more with retransmissions. */
  times: number;
}

export interface Ladder {
  /** In the order in which the first message passes them. */
  lanes: Lane[];
  /** Earliest first; what has no time keeps the order of the session's messages. */
  arrows: LadderArrow[];
  /** To-tags of each forked Call-ID, by the number that `fork` is. */
  forks: { callId: string; tags: string[] }[];
}

export interface Lane {
  /** Host names and addresses under which the logs know the machine, sorted; of a person the bare address. */
  names: string[];
  /** The logs that were taken on it. */
  sources: SourceId[];
  kind: 'machine' | 'person';
}

/** How far the clock of one log is ahead of another's. */
export interface ClockSkew {
  source: SourceId;
  /** The clock that it is measured against: that of the source with most messages in common. */
  against: SourceId;
  /**
   * So far it is ahead, ms: taken off its times it agrees. 0 for `against` itself, but where the person says how far that one is
   * ahead (`told`): then it counts from the right time.
   */
  aheadMs: number;
  samples: number;
  /** `told`: the person says so. `one-way`: all went the same way, so that the delay cannot be told from the skew; what is not negative is then taken for delay. */
  basis: 'both-ways' | 'one-way' | 'reference' | 'told';
}
