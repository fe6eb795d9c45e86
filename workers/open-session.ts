/** The session that a page shows, read once and kept while the page asks for its parts. */
import { knownSourceOf, type ArchiveReader, type ReadSession, type SourceRecord } from '../src/archive/index.ts';
import type { Session, SessionId, SourceId } from '../src/model.ts';
import { rankOf, summarise } from '../src/pipeline.ts';
import type { SessionParts } from './api.ts';
import { clamped, placesOf, transcriptOf } from './session-parts.ts';
import { SessionLadders } from './session-ladders.ts';
import { undecorated } from './undecorated.ts';

export interface OpenSession {
  /** Changes when the session does, the order of the files it was seen in, or what the person says of their clocks. */
  key: string;
  read: ReadSession;
  session: Session;
  sources: SourceRecord[];
  parts: { readonly [P in keyof SessionParts]: SessionParts[P][] };
  ladders: SessionLadders;
}

/** Pages show one session at a time: the others need not be kept. */
let last: { id: SessionId; key: string; open: OpenSession } | null = null;

/** The archive is locked, or was opened with another key. */
export function forgetSession(): void {
  last = null;
}

/** null = the archive has no such session. */
export async function openSession(reader: ArchiveReader, id: SessionId): Promise<OpenSession | null> {
  const [version, sources] = await Promise.all([reader.versionOf(id), reader.sources()]);
  if (version === null) return null;
  const seen = sources.map(({ id, firstTime, clockAheadMs }) => [id, firstTime, clockAheadMs]);
  if (last?.id === id && last.key === JSON.stringify([version, seen])) return { ...last.open, sources };
  const read = await reader.session(id);
  if (read === null) return null;
  const key = JSON.stringify([read.version, seen]);
  const session = undecorated(summarise(read.fragment, rankOf(sources.map(knownSourceOf))));
  const ladders = new SessionLadders(session.messages, toldClocks(sources, read.row.sources));
  const whole = transcriptOf(session, read.judgement.sides);
  const parts = {
    transcript: whole.map(clamped),
    whole,
    messages: session.messages.map(({ facts: _, ...message }) => message),
    places: placesOf(session.messages),
    presence: session.presence.map(({ places: _, ...change }) => change),
    get ladder() {
      return ladders.rowsOf('ladder');
    },
    get 'ladder-hops'() {
      return ladders.rowsOf('ladder-hops');
    },
  };
  const open = { key, read, session, sources, parts, ladders };
  last = { id, key, open };
  return open;
}

function toldClocks(sources: readonly SourceRecord[], seenIn: readonly SourceId[]): Map<SourceId, number> {
  const own = sources.filter(({ id }) => seenIn.includes(id));
  return new Map(own.flatMap(({ id, clockAheadMs }) => (clockAheadMs === undefined ? [] : [[id, clockAheadMs]])));
}
