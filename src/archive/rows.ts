/** What of a session the archive can list, filter, sort and search without unpacking it. */
import type { JudgedSession, SessionRow, SourceId } from '../model.ts';
import type { PutRecord, SessionRecord } from './tables.ts';

export function rowOf({ session, judgement }: JudgedSession): SessionRow {
  const { sides, verdict, flags } = judgement;
  return {
    id: session.id,
    protocol: session.protocol,
    kind: session.kind,
    modalities: session.modalities.map(({ modality }) => modality),
    provider: verdict.id,
    confidence: verdict.confidence,
    local: sides.local,
    remote: sides.remote,
    start: session.start,
    end: session.end,
    timeSource: session.timeSource,
    outcome: session.outcome,
    status: session.status,
    messages: session.messageCount,
    texts: session.texts.length,
    presence: session.presence.length,
    flags: flags.map(({ rule, severity }) => ({ rule, severity })),
    sources: sourcesOf(session.messages),
  };
}

export function rowOfRecord({ keys: _keys, pack: _pack, slot: _slot, ...row }: SessionRecord): SessionRow {
  return row;
}

/** As it was when it was put. */
export function putRecordOf({ pack: _pack, slot: _slot, ...record }: SessionRecord): PutRecord {
  return record;
}

function sourcesOf(messages: JudgedSession['session']['messages']): SourceId[] {
  const seen = new Set<SourceId>();
  for (const { sightings } of messages) {
    for (const { places } of sightings) for (const { source } of places) seen.add(source);
  }
  return [...seen].sort((a, b) => a - b);
}

/**
 * All that a search looks at, folded: texts, names of files, addresses as they are shown and as they were on the wire,
 * Call-IDs and the conversation's id.
 */
export function searchTextOf({ session, judgement }: JudgedSession): string {
  const addresses = new Set([...judgement.sides.participants, ...session.participants, ...session.rooms]);
  const { local, remote } = judgement.sides;
  if (local !== null) addresses.add(local);
  if (remote !== null) addresses.add(remote);
  const parts = [...addresses, ...session.callIds];
  if (session.conversation !== null) parts.push(session.conversation);
  for (const { text } of session.texts) parts.push(text);
  for (const { name } of session.files) parts.push(name);
  return folded(parts.join('\n'));
}

const ASCII = /^[\0-\x7f]*$/;
/** Accents and other marks above and below letters of Latin, Greek and Cyrillic. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Case, width and accents do not matter; the same for what is searched and what is sought. */
export function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').toLowerCase().replace(ACCENTS, '').normalize('NFC');
}
