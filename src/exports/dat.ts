/**
 * A Concordance load file: `loadfile.dat`, a line for each session, with its transcript in `TEXT/` and its mail in `NATIVES/`.
 * Fields are divided by 0x14 and quoted by 0xFE; a line break within a field is 0xAE. In UTF-8 these stand as U+0014, U+00FE
 * and U+00AE, behind a byte order mark.
 */
import { undecorate, type JudgedSession } from '../model.ts';
import { conversationMail, nameOf } from './eml.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { onOneLine } from './harmless.ts';
import { isoTime } from './session-line.ts';
import { TextFile, writeText } from './text-file.ts';
import { plainTranscript, titleOf, transcriptOf } from './transcript.ts';

const SEPARATOR = '\u0014';
const QUOTE = '\u00fe';
const NEW_LINE = '\u00ae';
/** Documents of one folder, as review platforms like it. */
const FOLDER = 1_000;

const COLUMNS = [
  'BEGDOC',
  'ENDDOC',
  'SESSIONID',
  'CUSTODIAN',
  'FROM',
  'TO',
  'PARTICIPANTS',
  'SUBJECT',
  'DATESTART',
  'TIMESTART',
  'DATEEND',
  'TIMEEND',
  'PROTOCOL',
  'KIND',
  'PROVIDER',
  'CONFIDENCE',
  'OUTCOME',
  'TEXTS',
  'FLAGS',
  'CALLIDS',
  'FILENAMES',
  'NATIVELINK',
  'TEXTLINK',
] as const;

export const dat: ExportForm = {
  id: 'dat',
  title: 'Concordance load file with texts and natives',
  shape: 'folder',
  fileName: null,
  mediaType: 'text/plain',
  open(context, folder) {
    const load = new TextFile(folder.open('loadfile.dat'));
    load.write('\ufeff' + lineOf(COLUMNS));
    let number = 0;
    return {
      session(judged) {
        number++;
        const within = String(Math.ceil(number / FOLDER)).padStart(4, '0');
        const id = `FEDLENS${String(number).padStart(8, '0')}`;
        const text = `TEXT/${within}/${id}.txt`;
        const native = `NATIVES/${within}/${id}.eml`;
        const transcript = plainTranscript(judged, transcriptOf(judged.session), context.content);
        writeText(folder.open(text), '\ufeff' + transcript.replace(/\n/g, '\r\n'));
        writeText(folder.open(native), conversationMail(judged, context, judged.session.id));
        load.write(lineOf([id, id, ...valuesOf(judged), backslashed(native), backslashed(text)]));
        if (!context.content) leaveOutTexts(judged, context);
      },
      end: () => load.end(),
    };
  },
};

function leaveOutTexts({ session }: JudgedSession, { statement }: ExportContext): void {
  statement.leaveOut('texts', 'Texts were not asked for.', session.texts.length);
}

/** As the platforms that read it write their paths. */
function backslashed(path: string): string {
  return path.replaceAll('/', '\\');
}

function valuesOf(judged: JudgedSession): string[] {
  const { session, judgement } = judged;
  const { sides, verdict, flags } = judgement;
  const [dateStart, timeStart] = dateAndTime(isoTime(session.start));
  const [dateEnd, timeEnd] = dateAndTime(isoTime(session.end));
  const from = undecorate(session.texts[0]?.from ?? session.initiator ?? sides.local ?? '');
  return [
    session.id,
    sides.local ?? '',
    from,
    sides.participants.filter((who) => who !== from).join('; '),
    sides.participants.join('; '),
    `Conversation: ${titleOf(judged)} (${nameOf(judged)})`,
    dateStart,
    timeStart,
    dateEnd,
    timeEnd,
    session.protocol,
    session.kind,
    verdict.id,
    verdict.confidence,
    session.outcome,
    String(session.texts.length),
    flags.map(({ rule, severity }) => `${severity}: ${rule}`).join('; '),
    session.callIds.join('; '),
    session.files.map(({ name }) => name).join('; '),
  ];
}

/** `2014-06-24` and `09:12:01.123Z`. */
function dateAndTime(iso: string | null): [string, string] {
  if (iso === null) return ['', ''];
  const cut = iso.indexOf('T');
  return [iso.slice(0, cut), iso.slice(cut + 1)];
}

function lineOf(values: readonly string[]): string {
  return values.map(fieldOf).join(SEPARATOR) + '\r\n';
}

/** The form's own quote and line break cannot stand in a field; its separator is a control and is shown as such. */
function fieldOf(value: string): string {
  const lines = value.split(/\r\n|[\r\n]/).map((line) => {
    return onOneLine(line).replaceAll(QUOTE, 'th').replaceAll(NEW_LINE, '(R)');
  });
  return QUOTE + lines.join(NEW_LINE) + QUOTE;
}
