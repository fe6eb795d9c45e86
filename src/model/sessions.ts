/** What belongs together: fragments that merge, and a session read as a whole. */
import type { Fact, Marker, Modality, StreamMarker, ToldSession } from './messages.ts';
import type { ClockOffset } from './clock-offsets.ts';
import type { Direction, EdgeSide, Endpoint, EpochMs, Place, SessionId, TimeSource } from './records.ts';

export type SessionProtocol = 'sip' | 'xmpp';
export type SessionKind = 'im' | 'presence' | 'av' | 'other';
export type SessionOutcome = 'established' | 'failed' | 'open';

/** One place and time at which a message was seen: a hop, a log, a retransmission. */
export interface Sighting {
  places: Place[];
  /** Running number of the message within its file. */
  ordinal?: number;
  time: EpochMs | null;
  timeSource: TimeSource;
  direction: Direction | null;
  local: Endpoint | null;
  remote: Endpoint | null;
  side: EdgeSide | null;
  /** Bare address of the occupant to whom a room sent this copy. */
  heardBy?: string;
  /** Where it has no time: that of its neighbour in the file. It orders and joins, and is not shown. */
  near?: EpochMs;
}

/** A protocol message with its hops joined. Never empty of sightings; they are ordered, earliest first. */
export interface SessionMessage {
  /** The same message seen elsewhere has the same identity. */
  identity: string;
  /** SIP method or stanza name; 'diagnostic' for a TF_DIAG record. */
  method: string;
  status: number | null;
  cseq: number | null;
  /** Stanza type or SIP event package. */
  type: string | null;
  /** Tags of a SIP dialog, 'from;to', for keeping forks apart; else ''. */
  dialog: string;
  callId: string | null;
  conversation: string | null;
  thread: string | null;
  /** Of a stanza: its id, by which later ones refer to it. */
  id?: string;
  /** Of a stanza: the call or file transfer that it is a step of. */
  call?: string;
  from: string | null;
  to: string | null;
  title: string;
  facts: Fact[];
  sightings: Sighting[];
  /** Of method 'archived', the opening: what an archive says of the session. */
  told?: ToldSession;
}

/**
 * Mergeable piece of a session: a set of messages and the keys that join it to other pieces.
 * Two fragments are one session when they share a join key and, where `gapMs` is set, lie no further
 * apart than that.
 */
export interface SessionFragment {
  protocol: SessionProtocol;
  joins: string[];
  /** Idle time that ends a session, ms; null = the keys alone decide. */
  gapMs: number | null;
  /** Each value once, with its earliest place. */
  markers: SeenMarker[];
  messages: SessionMessage[];
}

/** `place` proves it: the first in which it was seen. */
export type SeenMarker = Marker & { place: Place; time: EpochMs | null };

export interface SaidText {
  time: EpochMs | null;
  from: string;
  to: string[];
  text: string;
  contentType: string;
  /** The request that carried it was refused for good: it did not arrive. Left out where nothing says so. */
  failed?: true;
  /** Subject line beside the text. */
  subject?: string;
  /** It stands in place of the text with this index in the session; null = of one that is not in the session. */
  corrects?: number | null;
  /** Index of the last text that stands in its place. */
  corrected?: number;
  /** It was taken back. It is kept, and marked. */
  retracted?: Retraction;
  /** What its receiver's client answered; the later of the two. */
  receipt?: 'delivered' | 'displayed';
  /** Receivers whom it did not reach, though the server took it; others may have it. */
  undelivered?: string[];
  places: Place[];
}
export interface Retraction {
  time: EpochMs | null;
  /** Who took it back: its sender, or a moderator. */
  by: string;
  reason: string | null;
}
/** `show`, `priority` and `client` as in the fact. */
export interface PresenceChange {
  time: EpochMs | null;
  who: string;
  state: string;
  activity: string | null;
  note: string | null;
  show?: string;
  priority?: number;
  client?: string;
  places: Place[];
}
export interface OfferedFile {
  time: EpochMs | null;
  name: string;
  size: number | null;
  accepted: boolean | null;
  places: Place[];
}
/**
 * One use of a medium that lasts: audio, video or sharing. `by` offered it first; `taken` = an answer took it, at `start`;
 * `end` = another answer ended it, or the BYE. A time that the log does not tell is null.
 */
export interface MediaUse {
  media: Modality;
  callId: string;
  by: string | null;
  offered: EpochMs | null;
  taken: boolean;
  start: EpochMs | null;
  end: EpochMs | null;
  /** Of either side, in the order of their offers and answers. */
  ports: number[];
  holds: MediaHold[];
  places: Place[];
}
/** One side held the call: it sent alone, or nothing went either way (RFC 3264 §8.4). `end` null = to the end of what the log shows. */
export interface MediaHold {
  by: string;
  start: EpochMs | null;
  end: EpochMs | null;
}
export interface Diagnostic {
  time: EpochMs | null;
  id: number | null;
  reason: string;
  source: string | null;
  places: Place[];
}
/** Text that was there and cannot be read. */
export interface OpaqueText {
  time: EpochMs | null;
  reason: 'encrypted' | 'truncated' | 'body-missing';
  detail: string;
  places: Place[];
}
/** A modality, when it was first seen, and where. */
export interface SeenModality {
  modality: Modality;
  time: EpochMs | null;
  places: Place[];
}

/** A kind of XMPP stream on which the session travelled, with what its ends agreed on. */
export type TravelledStream = Omit<StreamMarker, 'kind'>;

/** A fragment read as a whole: everything here follows from its messages alone. */
export interface Session extends SessionFragment {
  id: SessionId;
  kind: SessionKind;
  modalities: SeenModality[];
  start: EpochMs | null;
  end: EpochMs | null;
  timeSource: TimeSource;
  outcome: SessionOutcome;
  status: number | null;
  callIds: string[];
  conversation: string | null;
  thread: string | null;
  /** Who opened it and with whom, as on the wire. */
  initiator: string | null;
  responder: string | null;
  /** Everyone seen, sorted, as on the wire. */
  participants: string[];
  rooms: string[];
  messageCount: number;
  texts: SaidText[];
  presence: PresenceChange[];
  files: OfferedFile[];
  media: MediaUse[];
  diagnostics: Diagnostic[];
  opaque: OpaqueText[];
  /** Where the logs that hold it differ in their clocks: all above is in the order of one clock, with the times of the logs. */
  clocks?: ClockOffset[];
  /** Left out where the log shows no negotiation of an XMPP stream. */
  streams?: TravelledStream[];
}
