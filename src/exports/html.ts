/**
 * HTML to read and to print: a page for each session, whole in itself, and `index.html` that leads to them. No script, no
 * request: the policy in each page forbids both, and what a log says is text. Each text stands in a `bdi` element, so that no
 * override of direction reaches beyond it.
 */
import type { EpochMs, JudgedSession } from '../model.ts';
import { nameOf, sourcesOf } from './eml.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { htmlText } from './harmless.ts';
import { PAGE_STYLE, PAGE_STYLE_HASH } from './html-style.ts';
import { isoTime } from './session-line.ts';
import { TextFile } from './text-file.ts';
import { eventInWords } from './event-words.ts';
import { titleOf, transcriptOf } from './transcript.ts';
import type { TranscriptEvent } from './transcript-event.ts';

export const html: ExportForm = {
  id: 'html',
  title: 'HTML transcripts, a page each, to read and print',
  shape: 'folder',
  fileName: null,
  mediaType: 'text/html',
  open(context, folder) {
    const index = new TextFile(folder.open('index.html'));
    index.write(headOf('Sessions') + `<h1>Sessions</h1>\n<p>${htmlText(context.selection)}</p>\n${TABLE_HEAD}`);
    return {
      session(judged) {
        const name = `${nameOf(judged)}.html`;
        index.write(rowOf(judged, name));
        const page = new TextFile(folder.open(name));
        writePage(page, judged, context);
        page.end();
        if (!context.content) {
          context.statement.leaveOut('texts', 'Texts were not asked for.', judged.session.texts.length);
        }
      },
      end() {
        index.write(
          `</tbody></table>\n<footer>${htmlText(context.program)}, ${isoTime(context.made) ?? ''}</footer>\n</body></html>\n`,
        );
        index.end();
      },
    };
  },
};

const TABLE_HEAD =
  '<table><thead><tr><th scope="col">Start (UTC)</th><th scope="col">Parties</th><th scope="col">Provider</th>' +
  '<th scope="col">Texts</th><th scope="col">Flags</th></tr></thead><tbody>\n';

/** @param title is made harmless here */
function headOf(title: string): string {
  const policy = `default-src 'none'; style-src '${PAGE_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
    `<title>${htmlText(title)}</title>\n<style>${PAGE_STYLE}</style></head>\n<body>\n`
  );
}

function rowOf(judged: JudgedSession, name: string): string {
  const { session, judgement } = judged;
  const flags = judgement.flags.map(({ rule, severity }) => htmlText(`${severity}: ${rule}`)).join('<br>');
  return (
    `<tr><td>${timeElement(session.start)}</td><td><a href="${htmlText(name)}">${isolated(titleOf(judged))}</a></td>` +
    `<td>${htmlText(judgement.verdict.id)}</td><td>${session.texts.length}</td><td>${flags}</td></tr>\n`
  );
}

function writePage(page: TextFile, judged: JudgedSession, context: ExportContext): void {
  const { session, judgement } = judged;
  page.write(headOf(`${titleOf(judged)}, ${isoTime(session.start) ?? 'no time'}`));
  page.write(`<h1>${isolated(titleOf(judged))}</h1>\n<dl>\n${factsOf(judged)}</dl>\n`);
  if (context.redacted) page.write('<p class="note">Parties or words are redacted, and marked where they were.</p>\n');
  for (const { severity, rule, because } of judgement.flags) {
    page.write(`<p class="flag"><strong>${htmlText(severity)}: ${htmlText(rule)}</strong> ${isolated(because)}</p>\n`);
  }
  page.write('<h2>Transcript</h2>\n<p class="note">All times are UTC.</p>\n<ol>\n');
  for (const event of transcriptOf(session)) page.write(itemOf(event, judgement.sides.local, context.content));
  page.write('</ol>\n<h2>Evidence</h2>\n<ul>\n');
  for (const { report } of sourcesOf(session, context)) {
    page.write(`<li>${isolated(report.name)} <code>SHA-256 ${htmlText(report.sha256 || 'not known')}</code></li>\n`);
  }
  page.write(`</ul>\n<footer>${htmlText(context.program)}, ${isoTime(context.made) ?? ''}</footer>\n</body></html>\n`);
}

function factsOf({ session, judgement }: JudgedSession): string {
  const { sides, verdict } = judgement;
  const facts: [string, string][] = [
    ['Session', session.id],
    ['Participants', sides.participants.join(', ')],
    ['Start', isoTime(session.start) ?? 'no time in the log'],
    ['End', isoTime(session.end) ?? 'no time in the log'],
    ['Times', TIME_SOURCES[session.timeSource]],
    ['Provider', `${verdict.id} (${verdict.confidence}): ${verdict.because.join(' ')}`],
    ['Protocol', session.protocol],
    ['Modalities', session.modalities.map(({ modality }) => modality).join(', ')],
    ['Outcome', session.outcome + (session.status === null ? '' : ` (${session.status})`)],
    ['Call-ID', session.callIds.join(', ')],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${isolated(value)}</dd>\n`)
    .join('');
}

const TIME_SOURCES = {
  log: 'from the log',
  'assumed-zone': 'from the log, in a zone that was assumed',
  'assumed-date': 'from the log, on a day that was assumed: its stamps have no year or no date',
  none: 'none in the log',
} as const;

function itemOf(event: TranscriptEvent, local: string | null, content: boolean): string {
  const time = timeElement(event.time);
  if (event.kind !== 'text') return `<li class="event">${time} ${isolated(eventInWords(event, content))}</li>\n`;
  const side = event.from === local ? 'local' : 'remote';
  const marks = event.marks.length === 0 ? '' : ` <em>(${isolated(event.marks.join(', '))})</em>`;
  const text = content ? isolated(event.text) : '<em>text left out</em>';
  return `<li class="${side}">${time} <strong>${isolated(event.from)}</strong>${marks}<p>${text}</p></li>\n`;
}

function timeElement(time: EpochMs | null): string {
  const iso = isoTime(time);
  if (iso === null) return '<span class="time">no time</span>';
  return `<time datetime="${iso}">${iso.replace('T', ' ').replace('Z', '')}</time>`;
}

function isolated(text: string): string {
  return `<bdi>${htmlText(text)}</bdi>`;
}
