/** NDJSON: the lines of `fedlens analyze`, sessions and then the report on the files. */
import { happeningsIn, undecorate, type SaidText, type Session, type SourceId } from '../model.ts';
import { KINDS_IN_WORDS } from './event-words.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { reportLine, sessionLine, type LineOptions } from './session-line.ts';
import { TextFile } from './text-file.ts';

/** How lines name a file: by its place in the report. */
export function fileNumbers({ sources }: ExportContext): (source: SourceId) => number {
  const numbers = new Map<SourceId, number>();
  sources.forEach(({ id }, index) => {
    if (!numbers.has(id)) numbers.set(id, index);
  });
  return (source) => numbers.get(source) ?? -1;
}

export function lineOptions(context: ExportContext): LineOptions {
  return { fileOf: fileNumbers(context), addressOf: undecorate, content: context.content };
}

/** Something is known of the text beside its words. */
function isMarked({ failed, subject, corrects, corrected, retracted, receipt, undelivered }: SaidText): boolean {
  return [failed, subject, corrects, corrected, retracted, receipt, undelivered].some((mark) => mark !== undefined);
}

function leaveOutUnkeyed({ texts, media, opaque, messages }: Session, { statement }: ExportContext): void {
  const leaveOut = (what: string, count: number): void => {
    statement.leaveOut(what, 'Shape 1 of the lines has no key for them.', count);
  };
  leaveOut('marks of texts', texts.filter(isMarked).length);
  leaveOut(KINDS_IN_WORDS.media, media.length);
  leaveOut(KINDS_IN_WORDS.opaque, opaque.length);
  // Typing and receipts are nothing that was said or done.
  for (const { fact } of happeningsIn(messages)) if (fact.kind !== 'notice') leaveOut(KINDS_IN_WORDS[fact.kind], 1);
}

export const ndjson: ExportForm = {
  id: 'ndjson',
  title: 'NDJSON: one session a line, as the command line writes them',
  shape: 'file',
  fileName: 'sessions.ndjson',
  mediaType: 'application/x-ndjson',
  open(context, folder) {
    const file = new TextFile(folder.open('sessions.ndjson'));
    const options = lineOptions(context);
    const totals = { sessions: 0, flags: 0 };
    return {
      session(judged) {
        file.write(sessionLine(judged, options) + '\n');
        totals.sessions++;
        totals.flags += judged.judgement.flags.length;
        leaveOutUnkeyed(judged.session, context);
        if (!context.content) {
          context.statement.leaveOut('texts', 'Texts were not asked for.', judged.session.texts.length);
        }
      },
      end() {
        const reports = context.sources.map(({ report }) => report);
        file.write(reportLine(reports, { ...totals, seconds: context.seconds() }, options) + '\n');
        file.end();
      },
    };
  },
};
