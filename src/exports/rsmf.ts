/**
 * Relativity Short Message Format 2.0: a mail with `X-RSMF-` fields whose body repeats the texts (that is what gets indexed) and
 * whose one attachment, `rsmf.zip`, holds `rsmf_manifest.json`: participants, the conversation, its events. A file holds at most
 * 10,000 events of at most 24 hours; a longer session is sliced, and its slices share their collection id. A correction stands
 * among the `edits` of the message that it corrects, in the slice of that message.
 */
import { zipSync } from 'fflate';
import type { EpochMs, JudgedSession } from '../model.ts';
import { nameOf } from './eml.ts';
import { KINDS_IN_WORDS } from './event-words.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { addressField, headerField, mailDate, mailOf } from './mail.ts';
import { eventsOf, foldedEvents, Membership, type RsmfSource } from './rsmf-events.ts';
import { manifestOf, type RsmfManifest } from './rsmf-manifest.ts';
import { isoTime } from './session-line.ts';
import { writeText } from './text-file.ts';
import type { TranscriptEvent } from './transcript-event.ts';
import { plainTranscript, titleOf, transcriptOf } from './transcript.ts';

export const RSMF_VERSION = '2.0.0';
/** Of one file. */
export const MOST_EVENTS = 10_000;
export const LONGEST_SLICE_MS = 24 * 60 * 60_000;

const encoder = new TextEncoder();
/** Stamp of the file in the ZIP: its own date says nothing, and the same sessions shall give the same bytes. */
const ZIP_DATE = new Date(1980, 0, 1);

export const rsmf: ExportForm = {
  id: 'rsmf',
  title: 'Relativity Short Message Format (RSMF) 2.0',
  shape: 'folder',
  fileName: null,
  mediaType: 'message/rfc822',
  open(context, folder) {
    return {
      session(judged) {
        const events = transcriptOf(judged.session).filter((event) => isShown(event, context));
        if (events.length === 0) {
          context.statement.passOver('Nothing was said in them: this form is for messages.');
          return;
        }
        const sources = foldedEvents(events);
        const slices = slicesOf(sources);
        const membership = new Membership(sources);
        slices.forEach((slice, index) => {
          const part = slices.length === 1 ? '' : `-${String(index + 1).padStart(4, '0')}`;
          const manifest = manifestOf(judged, slice, context.content, (people) =>
            membership.atBeginningOf(slice, people),
          );
          writeText(folder.open(`${nameOf(judged)}${part}.rsmf`), fileOf(judged, slice, manifest, part, context));
        });
      },
      end: () => undefined,
    };
  },
};

/** What a conversation's viewer can show. */
function isShown(event: TranscriptEvent, { statement, content }: ExportContext): boolean {
  switch (event.kind) {
    case 'presence':
    case 'subscription':
    case 'diagnostic':
      statement.leaveOut(KINDS_IN_WORDS[event.kind], 'This form has no place for them.', 1);
      return false;
    case 'text':
      if (!content) statement.leaveOut('texts', 'Texts were not asked for.', 1);
      return true;
    default:
      return true;
  }
}

function slicesOf(sources: readonly RsmfSource[]): RsmfSource[][] {
  const slices: RsmfSource[][] = [];
  let slice: RsmfSource[] = [];
  let first: EpochMs | null = null;
  for (const source of sources) {
    const { time } = source.event;
    const late = first !== null && time !== null && time - first >= LONGEST_SLICE_MS;
    if (slice.length === MOST_EVENTS || late) {
      slices.push(slice);
      slice = [];
      first = null;
    }
    slice.push(source);
    first ??= time;
  }
  slices.push(slice);
  return slices;
}

function fileOf(
  judged: JudgedSession,
  slice: readonly RsmfSource[],
  manifest: RsmfManifest,
  part: string,
  context: ExportContext,
): string {
  const { session, judgement } = judged;
  const times = slice.flatMap(({ event }) => event.time ?? []);
  const begin = times[0] ?? session.start;
  const end = times.at(-1) ?? session.end;
  const key = session.id + part;
  const fields = [
    headerField('X-RSMF-Version', RSMF_VERSION),
    headerField('X-RSMF-Generator', context.program),
    ...(begin === null ? [] : [headerField('X-RSMF-BeginDate', isoTime(begin) ?? '')]),
    ...(end === null ? [] : [headerField('X-RSMF-EndDate', isoTime(end) ?? '')]),
    headerField('X-RSMF-EventCount', String(slice.length)),
    headerField('X-RSMF-Application', judgement.verdict.id),
    ...(judgement.sides.local === null ? [] : [headerField('X-RSMF-Custodian', judgement.sides.local)]),
    headerField('X-RSMF-Participants', manifest.participants.map(({ display }) => display).join(', ')),
    headerField('X-RSMF-AttachmentCount', '0'),
    headerField('X-RSMF-EventCollectionID', session.id),
    headerField('X-Fedlens-Session', session.id),
    addressField('From', [judgement.sides.local ?? judgement.sides.participants[0] ?? 'unknown']),
    addressField('To', judgement.sides.participants.length > 0 ? judgement.sides.participants : ['undisclosed']),
    headerField('Subject', `Conversation: ${titleOf(judged)}`),
    headerField('Date', mailDate(begin ?? context.made)),
    headerField('Message-ID', `<${key}.rsmf@fedlens.invalid>`),
  ];
  const body = plainTranscript(judged, slice.flatMap(eventsOf), context.content);
  return mailOf(
    fields,
    [
      { type: 'text/plain; charset=utf-8', fileName: null, bytes: encoder.encode(body) },
      { type: 'application/zip', fileName: 'rsmf.zip', bytes: zipped(manifest) },
    ],
    key.replace('-', ''),
  );
}

function zipped(manifest: RsmfManifest): Uint8Array {
  const bytes = encoder.encode(JSON.stringify(manifest));
  return zipSync({ 'rsmf_manifest.json': [bytes, { level: 6, mtime: ZIP_DATE }] });
}
