/** What of a session the archive can list, filter, sort and search without unpacking it. */
import type { Judgement, Session, SessionRow, SourceId } from '../model.ts';
import { undecorate } from '../model.ts';
import { CALL_ID, FROM, PARTY, TO, unmarked } from './search-marks.ts';
import type { JudgedLine, PutRecord, SessionRecord } from './tables.ts';

/** What does not change when it is judged again. */
export function lineOf(session: Session): Omit<SessionRow, keyof JudgedLine> {
  return {
    id: session.id,
    protocol: session.protocol,
    kind: session.kind,
    modalities: session.modalities.map(({ modality }) => modality),
    start: session.start,
    end: session.end,
    timeSource: session.timeSource,
    outcome: session.outcome,
    status: session.status,
    messages: session.messageCount,
    texts: session.texts.length,
    presence: session.presence.length,
    sources: sourcesOf(session.messages),
  };
}

export function judgedLineOf({ sides, verdict, flags }: Judgement): JudgedLine {
  return {
    provider: verdict.id,
    confidence: verdict.confidence,
    local: sides.local,
    remote: sides.remote,
    flags: flags.map(({ rule, severity }) => ({ rule, severity })),
  };
}

export function rowOfRecord(
  { keys: _keys, pack: _pack, slot: _slot, ...line }: SessionRecord,
  judged: JudgedLine,
): SessionRow {
  return { ...line, ...judged };
}

/** As it was when it was put. */
export function putRecordOf({ pack: _pack, slot: _slot, ...record }: SessionRecord): PutRecord {
  return record;
}

function sourcesOf(messages: Session['messages']): SourceId[] {
  const seen = new Set<SourceId>();
  for (const { sightings } of messages) {
    for (const { places } of sightings) for (const { source } of places) seen.add(source);
  }
  return [...seen].sort((a, b) => a - b);
}

/**
 * All that a search looks at, folded, by lines: addresses as they are shown and as they were on the wire, with what they did, Call-IDs
 * and the conversation's id (see `search-marks.ts`); then texts and names of files. Nothing of it hangs on how the session is judged.
 */
export function searchTextOf(session: Session): string {
  const { initiator, responder, texts, conversation } = session;
  const from = new Set<string>();
  const to = new Set<string>();
  for (const text of texts) {
    from.add(text.from);
    for (const each of text.to) to.add(each);
  }
  if (initiator !== null) from.add(initiator);
  if (responder !== null) to.add(responder);
  withShown(from);
  withShown(to);
  const others = new Set([...session.participants, ...session.rooms]);
  withShown(others);
  const parties = [...others].filter((each) => each !== '' && !from.has(each) && !to.has(each));
  const lines: string[] = [];
  const add = (mark: string, values: Iterable<string>): void => {
    for (const value of values) lines.push(mark + unmarked(value).replaceAll('\n', ' '));
  };
  add(FROM, from);
  add(TO, to);
  add(PARTY, parties);
  add(CALL_ID, session.callIds);
  if (conversation !== null) add(CALL_ID, [conversation]);
  for (const { text } of texts) lines.push(unmarked(text));
  for (const { name } of session.files) lines.push(unmarked(name));
  return folded(lines.join('\n'));
}

/** Beside each address as it was on the wire, the one that is shown. */
function withShown(addresses: Set<string>): void {
  for (const address of [...addresses]) addresses.add(undecorate(address));
}

const ASCII = /^[\0-\x7f]*$/;
/** Accents and other marks above and below letters of Latin, Greek and Cyrillic. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Case, width and accents do not matter; the same for what is searched and what is sought. */
export function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').toLowerCase().replace(ACCENTS, '').normalize('NFC');
}
