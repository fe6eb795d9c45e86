import { parseArgs } from 'node:util';
import { ENCODINGS } from '../bytes/encoding.ts';
import { EXPORTS, type EvidenceChoice, type ExportForm } from '../exports/index.ts';
import { isIsoDate, type IsoDate } from '../model.ts';
import { FORMATS } from '../pipeline.ts';

/** Files, and how they are to be read. */
export interface ReadingRequest {
  /** Paths; '-' = standard input. */
  files: string[];
  organisation: string | null;
  /** IANA zone for stamps that carry none. */
  timeZone: string | null;
  /** Id of the format of all files; null = found by content. */
  format: string | null;
  /** Encoding of all text files; null = found by content. */
  encoding: string | null;
  content: boolean;
}

/** What is asked of `fedlens analyze`. */
export interface AnalyzeRequest extends ReadingRequest {
  command: 'analyze';
}

/** What is asked of `fedlens export`. */
export interface ExportCommand extends ReadingRequest {
  command: 'export';
  form: ExportForm;
  /** Where it goes; nothing is there yet. */
  out: string;
  /** Path of the redaction rules; null = nothing is redacted. */
  redact: string | null;
  mailPer: 'conversation' | 'message';
  /** Forms inside a bag. */
  inside: readonly ExportForm[];
  evidence: EvidenceChoice;
  select: ExportSelection;
}

/** Which sessions go out; all that is said must fit. */
export interface ExportSelection {
  /** Ids; null = any. */
  sessions: ReadonlySet<string> | null;
  /** First and last day, in the organisation's zone; null = not bounded. Sessions without a time fit no bound. */
  from: IsoDate | null;
  to: IsoDate | null;
}

/** What is asked of `fedlens verify`. */
export interface VerifyRequest {
  command: 'verify';
  path: string;
  /** Whose first line is the passphrase of an encrypted backup; null = none is named. */
  passphraseFile: string | null;
}

export type Request = AnalyzeRequest | ExportCommand | VerifyRequest | { command: 'help' } | { command: 'version' };

/** The command line cannot be understood: told on standard error, exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

function idsOf(shape: ExportForm['shape']): string {
  return EXPORTS.filter((form) => form.shape === shape)
    .map(({ id }) => id)
    .join(', ');
}

export const USAGE = `Usage: fedlens analyze [options] FILE...
       fedlens export --form FORM --out PATH [options] FILE...
       fedlens verify [--passphrase-file FILE] PATH

Reads SIP and XMPP logs and captures and writes their sessions as NDJSON: one session
a line, ordered by (start, id), then one report. Files are told apart by content; of a
folder, a ZIP or a tar archive each file in it is read; - reads one file from standard input.
Nothing leaves this computer. export writes the sessions in a form that other tools take, and tells
on standard output what is in it and what was left out. verify checks an exported bag or ledger, or a
backup of an archive, and names the first thing that does not fit.

  --organisation FILE   the organisation's JSON; without it licence rules are undetermined
  --timezone ZONE       IANA zone for stamps that carry none (default: the organisation's, else UTC)
  --format ID           read all files as this format instead of finding it by content
  --encoding NAME       read text in this encoding, like utf-16le or windows-1252
  --no-content          leave message texts out
  --help, --version

Of export:
  --form FORM           ${EXPORTS.map(({ id }) => id).join(', ')}
  --out PATH            a folder for ${idsOf('folder')}; a file for the others;
                        never overwritten
  --mail-per WHAT       eml: a mail for each conversation (default) or each message
  --inside FORM,…       bagit: the forms in the bag (default ndjson)
  --evidence WHAT       bagit: the source files whole (default), only the records of its sessions, or none
  --session ID,…        only these sessions
  --from DAY, --to DAY  only sessions that begin on these days or between them (YYYY-MM-DD, organisation's zone)
  --redact FILE         JSON: {"parties": ["bob@example.com", "@example.org"], "words": ["…"]}

Of verify:
  --passphrase-file FILE  the first line of FILE is the passphrase of an encrypted backup; else it is taken
                        from FEDLENS_PASSPHRASE, or asked for at the terminal. Never give it as an argument

Exit status: 0 all files read, everything fits; 1 some file could not be read, is of no known format or does not fit;
2 usage error; 3 the output cannot be written, or an internal error. What is interrupted leaves nothing half done.
`;

/** @throws UsageError */
export function readArguments(args: string[]): Request {
  const { values, positionals } = parsed(args);
  if (values.version === true) return { command: 'version' };
  if (values.help === true) return { command: 'help' };
  const [command, ...files] = positionals;
  if (command === undefined) throw new UsageError('No command is given.');
  refuseStrange(command, Object.keys(values));
  if (command === 'verify') {
    const [path, ...others] = files;
    if (path === undefined || others.length > 0) throw new UsageError('verify takes one path.');
    return { command, path, passphraseFile: values['passphrase-file'] ?? null };
  }
  if (command !== 'analyze' && command !== 'export')
    throw new UsageError(`There is no command “${command}”. There are: ${Object.keys(OPTIONS).join(', ')}.`);
  if (files.length === 0) throw new UsageError('No file is given.');
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('Standard input can be read only once.');
  const timeZone = values.timezone ?? null;
  if (timeZone !== null && !isTimeZone(timeZone)) throw new UsageError(`“${timeZone}” is no IANA time zone.`);
  const { format = null, encoding = null } = values;
  if (format !== null && !FORMATS.some(({ id }) => id === format)) {
    throw new UsageError(`“${format}” is no format. There are: ${FORMATS.map(({ id }) => id).join(', ')}.`);
  }
  if (encoding !== null && !ENCODINGS.some((name) => name === encoding)) {
    throw new UsageError(`“${encoding}” is no encoding that can be read. There are: ${ENCODINGS.join(', ')}.`);
  }
  const reading: ReadingRequest = {
    files,
    organisation: values.organisation ?? null,
    timeZone,
    format,
    encoding,
    content: values['no-content'] !== true,
  };
  return command === 'analyze' ? { command, ...reading } : { command, ...reading, ...exportOptions(values) };
}

type Values = ReturnType<typeof parsed>['values'];

const READING = ['organisation', 'timezone', 'format', 'encoding', 'no-content'];
const OWN = ['form', 'out', 'mail-per', 'inside', 'redact', 'evidence', 'session', 'from', 'to'];
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  analyze: READING,
  export: [...READING, ...OWN],
  verify: ['passphrase-file'],
};

/** An option that would have no effect is a mistake, and perhaps one that matters: `--redact` without `export`. */
function refuseStrange(command: string, given: readonly string[]): void {
  const known = OPTIONS[command];
  const strange = known === undefined ? undefined : given.find((option) => !known.includes(option));
  if (strange !== undefined) throw new UsageError(`--${strange} is no option of ${command}.`);
}

function exportOptions(values: Values): Omit<ExportCommand, 'command' | keyof ReadingRequest> {
  const { out, redact = null, inside = 'ndjson' } = values;
  if (values.form === undefined) throw new UsageError('No form is given: --form FORM.');
  if (out === undefined || out === '') throw new UsageError('No path is given: --out PATH.');
  const mailPer = values['mail-per'] ?? 'conversation';
  if (mailPer !== 'conversation' && mailPer !== 'message') {
    throw new UsageError(`“${mailPer}” is neither conversation nor message.`);
  }
  const within = [...new Set(inside.split(','))].map((id) => formOf(id.trim()));
  if (within.some(({ id }) => id === 'bagit')) throw new UsageError('A bag does not go into a bag.');
  const { evidence = 'files' } = values;
  if (evidence !== 'files' && evidence !== 'records' && evidence !== 'none') {
    throw new UsageError(`“${evidence}” is none of files, records and none.`);
  }
  return { form: formOf(values.form), out, redact, mailPer, inside: within, evidence, select: selectionIn(values) };
}

function selectionIn({ session, from, to }: Values): ExportSelection {
  const ids = session?.split(',').map((id) => id.trim()) ?? null;
  for (const id of ids ?? []) if (!/^[0-9a-f]{20}$/.test(id)) throw new UsageError(`“${id}” is no session's id.`);
  const [first, last] = [dayIn(from), dayIn(to)];
  if (first !== null && last !== null && first > last) throw new UsageError(`${first} is after ${last}.`);
  return { sessions: ids === null ? null : new Set(ids), from: first, to: last };
}

function dayIn(text: string | undefined): IsoDate | null {
  if (text === undefined) return null;
  if (!isIsoDate(text)) throw new UsageError(`“${text}” is no day: YYYY-MM-DD.`);
  return text;
}

function formOf(id: string): ExportForm {
  const form = EXPORTS.find((each) => each.id === id);
  if (form !== undefined) return form;
  throw new UsageError(`“${id}” is no form. There are: ${EXPORTS.map((each) => each.id).join(', ')}.`);
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        organisation: { type: 'string' },
        timezone: { type: 'string' },
        format: { type: 'string' },
        encoding: { type: 'string' },
        'no-content': { type: 'boolean' },
        form: { type: 'string' },
        out: { type: 'string' },
        'mail-per': { type: 'string' },
        inside: { type: 'string' },
        redact: { type: 'string' },
        evidence: { type: 'string' },
        session: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        'passphrase-file': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
