/**
 * CSV (RFC 4180) for spreadsheets: a row for each thing said or done, and one for a session without any. UTF-8 with a byte
 * order mark, which tells Excel the encoding; lines end in CR LF. A cell that a spreadsheet would take for a formula
 * begins with an apostrophe (OWASP, “CSV Injection”).
 */
import { undecorate, type JudgedSession } from '../model.ts';
import { csvField } from './csv-field.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { isoTime } from './session-line.ts';
import { TextFile } from './text-file.ts';
import { eventInWords } from './event-words.ts';
import { transcriptOf } from './transcript.ts';
import type { TranscriptEvent } from './transcript-event.ts';

const COLUMNS = [
  'session',
  'start',
  'end',
  'protocol',
  'kind',
  'provider',
  'confidence',
  'local',
  'remote',
  'participants',
  'outcome',
  'status',
  'flags',
  'time',
  'event',
  'from',
  'to',
  'text',
  'content_type',
] as const;

/** A cell holds 32,767 characters in Excel; what is longer goes on in further rows, each marked `text, continued`. */
const LONGEST_CELL = 32_000;

export const csv: ExportForm = {
  id: 'csv',
  title: 'CSV for spreadsheets',
  shape: 'file',
  fileName: 'sessions.csv',
  mediaType: 'text/csv',
  open(context, folder) {
    const file = new TextFile(folder.open('sessions.csv'));
    file.write('\ufeff' + rowOf(COLUMNS));
    return {
      session(judged) {
        const head = headOf(judged);
        const events = transcriptOf(judged.session);
        if (events.length === 0) file.write(rowOf([...head, '', '', '', '', '', '']));
        for (const event of events) for (const cells of cellsOf(event, context)) file.write(rowOf([...head, ...cells]));
      },
      end: () => file.end(),
    };
  },
};

function rowOf(cells: readonly string[]): string {
  return cells.map(csvField).join(',') + '\r\n';
}

function headOf({ session, judgement }: JudgedSession): string[] {
  const { sides, verdict, flags } = judgement;
  return [
    session.id,
    isoTime(session.start) ?? '',
    isoTime(session.end) ?? '',
    session.protocol,
    session.kind,
    verdict.id,
    verdict.confidence,
    sides.local ?? '',
    sides.remote ?? '',
    sides.participants.join('; '),
    session.outcome,
    session.status === null ? '' : String(session.status),
    flags.map(({ rule, severity }) => `${severity}: ${rule}`).join('; '),
  ];
}

/** time, event, from, to, text, content_type */
function cellsOf(event: TranscriptEvent, { content, statement }: ExportContext): string[][] {
  const time = isoTime(event.time) ?? '';
  if (event.kind !== 'text') {
    const who = 'who' in event ? event.who : '';
    const to = 'to' in event ? event.to : '';
    return [[time, event.kind, who, to, eventInWords(event, content), '']];
  }
  const kind = ['text', ...event.marks].join(', ');
  const to = event.to.map(undecorate).join('; ');
  if (!content) {
    statement.leaveOut('texts', 'Texts were not asked for.', 1);
    return [[time, kind, event.from, to, '', event.contentType]];
  }
  return piecesOf(event.text).map((piece, index) => {
    return [time, index === 0 ? kind : 'text, continued', event.from, to, piece, event.contentType];
  });
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length || at === 0;) {
    let end = Math.min(text.length, at + LONGEST_CELL);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    pieces.push(text.slice(at, end));
    at = end;
    if (text.length === 0) break;
  }
  return pieces;
}
