import type { EpochMs, JudgedSession, Place, SaidText, SourceId, SourceReport } from '../model.ts';

/** Version of the lines' shape (`v`); a change is a new number and a line in CHANGELOG.md. */
const SHAPE = 1;

export interface LineOptions {
  /** Position of a source in the list of files that the reader of the line has. */
  fileOf(source: SourceId): number;
  /** Undoes decorated addresses. */
  addressOf(address: string): string;
  /** False: texts are counted and left out. */
  content: boolean;
  /** Also what shape 1 has no key for: what became of a text, what a presence says beside its state, the streams. Not for the public. */
  marks?: boolean;
}

/** A place as the lines show it: index of the file, first byte after gunzip, bytes. */
interface LinePlace {
  file: number;
  offset: number;
  length: number;
}

/**
 * What JSON lets stand as it is, and a terminal, an editor or a program that divides lines by Unicode takes for a command: C1
 * controls, line separators, controls of direction.
 */
const UNESCAPED = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The same values, with nothing in them that does anything where the line is only looked at. */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNESCAPED,
    (letter) => '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** One session as one line of NDJSON, without the line break. Keys in the documented order. */
export function sessionLine({ session, judgement }: JudgedSession, options: LineOptions): string {
  const { sides, verdict, flags } = judgement;
  const name = (address: string): string => options.addressOf(address);
  const places = (list: readonly Place[]): LinePlace[] => list.map((place) => placeOf(place, options));
  return harmlessJson({
    type: 'session',
    v: SHAPE,
    id: session.id,
    protocol: session.protocol,
    kind: session.kind,
    modalities: session.modalities.map(({ modality }) => modality),
    provider: { id: verdict.id, confidence: verdict.confidence, because: verdict.because },
    local: sides.local,
    remote: sides.remote,
    participants: sides.participants,
    start: isoTime(session.start),
    end: isoTime(session.end),
    timeSource: session.timeSource === 'assumed-date' ? 'assumed-zone' : session.timeSource,
    outcome: session.outcome,
    status: session.status,
    keys: { callIds: session.callIds, conversation: session.conversation, thread: session.thread },
    counts: { messages: session.messageCount, texts: session.texts.length, presence: session.presence.length },
    texts: options.content
      ? session.texts.map((said) => ({
          time: isoTime(said.time),
          from: name(said.from),
          to: said.to.map(name),
          text: said.text,
          contentType: said.contentType,
          ...(options.marks === true && becameOf(said, name)),
        }))
      : [],
    presence: session.presence.map(({ time, who, state, activity, note, show, priority, client }) => ({
      time: isoTime(time),
      who: name(who),
      state,
      activity,
      note,
      ...(options.marks === true && show !== undefined && { show }),
      ...(options.marks === true && priority !== undefined && { priority }),
      ...(options.marks === true && client !== undefined && { client }),
    })),
    files: session.files.map((file) => ({
      time: isoTime(file.time),
      name: file.name,
      size: file.size,
      accepted: file.accepted,
    })),
    diagnostics: session.diagnostics.map(({ time, id, reason, source }) => ({
      time: isoTime(time),
      id,
      reason,
      source,
    })),
    flags: flags.map(({ rule, ruleVersion, severity, because, sources, places: seen }) => ({
      rule,
      ruleVersion,
      severity,
      because,
      sources,
      places: places(seen),
    })),
    places: sessionPlaces(session.messages, options),
    ...(options.marks === true && session.streams !== undefined && { transport: session.streams }),
  });
}

/** What is known of a text beside its words; keys that do not apply are left out. Indexes are of the line's `texts`. */
function becameOf(said: SaidText, name: (address: string) => string): object {
  const { failed, subject, corrects, corrected, retracted, receipt, undelivered } = said;
  return {
    ...(failed === true && { failed }),
    ...(subject !== undefined && { subject }),
    ...(corrects !== undefined && { corrects }),
    ...(corrected !== undefined && { corrected }),
    ...(retracted !== undefined && {
      retracted: { time: isoTime(retracted.time), by: name(retracted.by), reason: retracted.reason },
    }),
    ...(receipt !== undefined && { receipt }),
    ...(undelivered !== undefined && { undelivered: undelivered.map(name) }),
  };
}

/** Every sighting's places, in file order. */
function sessionPlaces(messages: JudgedSession['session']['messages'], options: LineOptions): LinePlace[] {
  const all: LinePlace[] = [];
  for (const message of messages) {
    for (const sighting of message.sightings) for (const place of sighting.places) all.push(placeOf(place, options));
  }
  return all.sort((a, b) => a.file - b.file || a.offset - b.offset);
}

function placeOf(place: Place, options: LineOptions): LinePlace {
  return { file: options.fileOf(place.source), offset: place.offset, length: place.length };
}

export interface ReportTotals {
  sessions: number;
  flags: number;
  seconds: number;
}

/** The last line: what each file holds and what became of its bytes. */
export function reportLine(
  files: readonly SourceReport[],
  totals: ReportTotals,
  options: Pick<LineOptions, 'fileOf'>,
): string {
  // Certificates are listed on the page: the line keeps its shape.
  const shown = files.map(({ seenCertificates: _listed, ...file }) => ({
    ...file,
    issues: Object.fromEntries(
      Object.entries(file.issues).map(([code, { severity, count, places }]) => [
        code,
        {
          severity,
          count,
          places: places.map(({ source, offset, length }) => ({ file: options.fileOf(source), offset, length })),
        },
      ]),
    ),
  }));
  return harmlessJson({ type: 'report', v: SHAPE, files: shown, ...totals });
}

/** ISO 8601, UTC, milliseconds; null stays null. */
export function isoTime(time: EpochMs | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** The order of session lines: by start, those without a time last, then by id. */
export function compareLines(a: LineKey, b: LineKey): number {
  if (a.start !== b.start) return (a.start ?? Infinity) - (b.start ?? Infinity);
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export interface LineKey {
  id: string;
  start: EpochMs | null;
}
