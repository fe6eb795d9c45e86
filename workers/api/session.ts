/** What the page of one session asks for: its head, and what there is thousands of in parts. */
import type {
  Citation,
  Diagnostic,
  EpochMs,
  Fact,
  Flag,
  Judgement,
  MediaUse,
  Modality,
  OfferedFile,
  OpaqueText,
  Place,
  PresenceChange,
  SaidText,
  Session,
  SessionMessage,
  SessionRow,
  SourceId,
} from '../../src/model.ts';
import type { ClockSkew, Ladder, LadderArrow, Lane } from '../../src/model/ladder.ts';

/** What the head of a session's page shows. Addresses are undecorated. What there is thousands of is asked for in parts. */
export interface SessionView {
  row: SessionRow;
  /** Changes when the session does: parts that were asked for under another one are no longer true. */
  version: string;
  session: Omit<Session, SessionLists>;
  /** Entries of the transcript, messages, places of messages, and changes of presence. */
  counts: { transcript: number; messages: number; places: number; presence: number };
  judgement: Pick<Judgement, 'sides' | 'verdict' | 'basis'>;
  /** With the first places of each: `placeCount` says how many there are. */
  flags: (Flag & { title: string; placeCount: number })[];
  /** What the flags rest on, each document once. */
  citations: Citation[];
  sources: { id: SourceId; name: string; sha256: string; format: string | null; encoding: string }[];
  timeZone: string;
}
type SessionLists = 'messages' | 'texts' | 'presence' | 'files' | 'diagnostics' | 'opaque' | 'markers' | 'joins';

export type TranscriptSide = 'local' | 'remote' | 'other';
/** What was said or done, by time. */
export type TranscriptEntry = { time: EpochMs | null } & (
  | { kind: 'text'; side: TranscriptSide; item: Omit<SaidText, 'places'> }
  | { kind: 'presence'; item: Omit<PresenceChange, 'places'> }
  | { kind: 'file'; item: Omit<OfferedFile, 'places'> }
  | { kind: 'member'; item: Omit<Extract<Fact, { kind: 'member' }>, 'kind'> }
  | { kind: 'topic'; item: { who: string; topic: string } }
  | { kind: 'reaction'; item: { who: string; reactions: string[] } }
  | { kind: 'invitation'; item: { who: string; to: string; room: string; reason: string | null } }
  | { kind: 'subscription'; item: { who: string; to: string; step: Extract<Fact, { kind: 'subscription' }>['step'] } }
  | { kind: 'notice'; item: { who: string; notice: Extract<Fact, { kind: 'notice' }>['notice'] } }
  | { kind: 'media'; item: MediaEntry }
  | { kind: 'diagnostic'; item: Omit<Diagnostic, 'places'> }
  | { kind: 'opaque'; item: Omit<OpaqueText, 'places'> }
);
/** One use of a medium; of one that is only known to have been there (an archive tells no more) nothing but its name. */
export type MediaEntry = { media: Modality } & Partial<Omit<MediaUse, 'places' | 'callId'>>;
/** Where a message stands: `message` counts from 1. */
export interface EvidencePlace {
  message: number;
  title: string;
  place: Place;
}
export interface SessionParts {
  /** Of a long text only the beginning: then `cut` is the whole length, in UTF-16 units. */
  transcript: TranscriptEntry & { cut?: number };
  /** The same, whole. */
  whole: TranscriptEntry;
  messages: Omit<SessionMessage, 'facts'>;
  places: EvidencePlace;
  presence: Omit<PresenceChange, 'places'>;
  ladder: LadderRow;
  'ladder-hops': LadderRow;
}
/** `ladder`: an arrow a message; `ladder-hops`: one for each hop that it was seen on. */
export type LadderPart = 'ladder' | 'ladder-hops';

/** An arrow, with what it says of its message. */
export interface LadderRow extends Omit<LadderArrow, 'sightings'> {
  /** `INVITE`, `200 INVITE`, `message chat`. */
  label: string;
  /** In which of the message's sightings it was seen: the first. */
  sighting: number;
}
/** What stands above the arrows. Times are corrected by `clocks` where logs of several machines disagree. */
export interface LadderHead {
  lanes: Lane[];
  forks: Ladder['forks'];
  clocks: ClockSkew[];
  arrows: number;
}
