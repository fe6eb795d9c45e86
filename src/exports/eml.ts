/**
 * EML in the manner of a journal: a mail for each conversation (or each text), whose `X-Fedlens-` fields say what the session is
 * and whose attached `session.json` is the session's line, so that nothing is lost when it is read back in.
 */
import { undecorate, type EpochMs, type JudgedSession } from '../model.ts';
import type { ExportContext, ExportFolder, ExportForm } from './form.ts';
import { addressField, headerField, mailDate, mailOf, type MailPart } from './mail.ts';
import { lineOptions } from './ndjson.ts';
import { isoTime, sessionLine } from './session-line.ts';
import { writeText } from './text-file.ts';
import { plainTranscript, titleOf, transcriptOf } from './transcript.ts';
import type { TextEvent } from './transcript-event.ts';

const encoder = new TextEncoder();

export const eml: ExportForm = {
  id: 'eml',
  title: 'EML: one mail for each conversation or each text',
  shape: 'folder',
  fileName: null,
  mediaType: 'message/rfc822',
  open(context, folder) {
    return {
      session(judged) {
        const { texts, id } = judged.session;
        if (!context.content) context.statement.leaveOut('texts', 'Texts were not asked for.', texts.length);
        if (context.mailPer === 'message' && texts.length > 0) writeTexts(judged, context, folder);
        else writeText(folder.open(`${nameOf(judged)}.eml`), conversationMail(judged, context, id));
      },
      end: () => undefined,
    };
  },
};

/** `20140624T091201Z-<id>`: unique, and sorted by time in a folder. */
export function nameOf({ session }: JudgedSession): string {
  const time = isoTime(session.start);
  const stamp = time === null ? 'undated' : time.replace(/\.\d+|[-:]/g, '');
  return `${stamp.replace(/[^0-9TZa-z]/g, '')}-${session.id}`;
}

/** The mail of a whole session: also the native of a load file. */
export function conversationMail(judged: JudgedSession, context: ExportContext, key: string): string {
  const { session, judgement } = judged;
  const events = transcriptOf(session);
  const said = events.filter((event) => event.kind === 'text');
  const opener = session.initiator === null ? null : undecorate(session.initiator);
  const from = opener ?? said[0]?.from ?? judgement.sides.local ?? judgement.sides.participants[0] ?? 'unknown';
  const to = judgement.sides.participants.filter((who) => who !== from);
  const fields = [
    addressField('From', [from]),
    addressField('To', to.length > 0 ? to : ['undisclosed']),
    headerField('Subject', `Conversation: ${titleOf(judged)}`),
    ...datedFields(session.start, context, `<${key}@fedlens.invalid>`),
    ...sessionFields(judged, context),
  ];
  const parts: MailPart[] = [
    textPart(plainTranscript(judged, events, context.content)),
    attachment(sessionLine(judged, { ...lineOptions(context), marks: true })),
  ];
  return mailOf(fields, parts, key);
}

function writeTexts(judged: JudgedSession, context: ExportContext, folder: ExportFolder): void {
  const { session } = judged;
  const said = transcriptOf(session).filter((event): event is TextEvent => event.kind === 'text');
  const met = new Map<string, number>();
  said.forEach((text, index) => {
    const number = String(index + 1).padStart(4, '0');
    const same = JSON.stringify([text.time, text.from, text.text]);
    const nth = met.get(same) ?? 0;
    met.set(same, nth + 1);
    const mail = textMail(judged, text, `${session.id}.${number}`, nth, context);
    writeText(folder.open(`${nameOf(judged)}-${number}.eml`), mail);
  });
}

/** @param nth how many equal ones were said at the same moment before */
function textMail(judged: JudgedSession, said: TextEvent, key: string, nth: number, context: ExportContext): string {
  const { session } = judged;
  const others = judged.judgement.sides.participants.filter((who) => who !== said.from);
  const to = said.to.length > 0 ? said.to : others;
  const fields = [
    addressField('From', [said.from === '' ? 'unknown' : said.from]),
    addressField('To', to.length > 0 ? to : ['undisclosed']),
    headerField('Subject', `Message: ${titleOf(judged)}`),
    ...datedFields(said.time ?? session.start, context, `<${key}@fedlens.invalid>`),
    headerField('References', `<${session.id}@fedlens.invalid>`),
    ...sessionFields(judged, context),
    headerField('X-Fedlens-Time', isoTime(said.time) ?? 'none'),
    ...said.marks.map((mark) => headerField('X-Fedlens-Mark', mark)),
  ];
  const one = { ...session, texts: session.texts.filter((text) => isSame(text, said)).slice(nth, nth + 1) };
  const line = sessionLine({ session: one, judgement: judged.judgement }, { ...lineOptions(context), marks: true });
  const parts = [textPart(context.content ? said.text : '[text left out]')];
  parts.push(attachment(nth === 0 ? line : `{"nth":${nth},${line.slice(1)}`));
  return mailOf(fields, parts, key.replace('.', ''));
}

function isSame(text: JudgedSession['session']['texts'][number], said: TextEvent): boolean {
  return text.time === said.time && text.text === said.text && undecorate(text.from) === said.from;
}

/** A log without times has none to give: the mail must have one (RFC 5322 §3.6) and says where it is from. */
function datedFields(time: EpochMs | null, { made }: ExportContext, messageId: string): string[] {
  const fields = [headerField('Date', mailDate(time ?? made)), headerField('Message-ID', messageId)];
  if (time === null) fields.push(headerField('X-Fedlens-Date-Of', 'export (the log has no time)'));
  return fields;
}

function sessionFields({ session, judgement }: JudgedSession, context: ExportContext): string[] {
  const { sides, verdict, flags } = judgement;
  const fields: [string, string | null][] = [
    ['Session', session.id],
    ['Program', context.program],
    ['Protocol', session.protocol],
    ['Kind', session.kind],
    ['Modalities', session.modalities.map(({ modality }) => modality).join(', ')],
    ['Provider', verdict.id],
    ['Provider-Confidence', verdict.confidence],
    ['Local', sides.local],
    ['Remote', sides.remote],
    ['Start', isoTime(session.start)],
    ['End', isoTime(session.end)],
    ['Time-Source', session.timeSource],
    ['Outcome', session.outcome],
    ['Status', session.status === null ? null : String(session.status)],
    ['Conversation-ID', session.conversation],
    ['Thread', session.thread],
    ['Texts', String(session.texts.length)],
    ['Redacted', context.redacted ? 'yes' : null],
  ];
  for (const callId of session.callIds) fields.push(['Call-ID', callId]);
  for (const { rule, severity } of flags) fields.push(['Flag', `${severity}; ${rule}`]);
  for (const { report } of sourcesOf(session, context))
    fields.push(['Source', `${report.sha256 || 'unhashed'} ${report.name}`]);
  return fields.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [headerField(`X-Fedlens-${name}`, value)],
  );
}

/** The files that the session was seen in. */
export function sourcesOf(session: JudgedSession['session'], { sources }: ExportContext): ExportContext['sources'] {
  const seen = new Set<number>();
  for (const { sightings } of session.messages) {
    for (const { places } of sightings) for (const { source } of places) seen.add(source);
  }
  return sources.filter(({ id }) => seen.has(id));
}

function textPart(text: string): MailPart {
  return { type: 'text/plain; charset=utf-8', fileName: null, bytes: encoder.encode(text) };
}

function attachment(line: string): MailPart {
  return { type: 'application/json; charset=utf-8', fileName: 'session.json', bytes: encoder.encode(line) };
}
