import { parseArgs } from 'node:util';
import { ENCODINGS } from '../bytes/encoding.ts';
import { FORMATS } from '../pipeline.ts';

/** What is asked of `fedlens analyze`. */
export interface AnalyzeRequest {
  command: 'analyze';
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

/** What is asked of `fedlens verify`. */
export interface VerifyRequest {
  command: 'verify';
  path: string;
}

export type Request = AnalyzeRequest | VerifyRequest | { command: 'help' } | { command: 'version' };

/** The command line cannot be understood: told on standard error, exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const USAGE = `Usage: fedlens analyze [options] FILE...
       fedlens verify PATH

Reads SIP and XMPP logs and captures and writes their sessions as NDJSON: one session
a line, ordered by (start, id), then one report. Files are told apart by content; of a
folder, a ZIP or a tar archive each file in it is read; - reads one file from standard input.
Nothing leaves this computer. verify checks an exported ledger and names the first thing that does
not fit.

  --organisation FILE   the organisation's JSON; without it licence rules are undetermined
  --timezone ZONE       IANA zone for stamps that carry none (default: the organisation's, else UTC)
  --format ID           read all files as this format instead of finding it by content
  --encoding NAME       read text in this encoding, like utf-16le or windows-1252
  --no-content          leave message texts out
  --help, --version

Exit status: 0 all files read, everything fits; 1 some file could not be read, is of no known format or does not fit;
2 usage error; 3 internal error.
`;

/** @throws UsageError */
export function readArguments(args: string[]): Request {
  const { values, positionals } = parsed(args);
  if (values.version === true) return { command: 'version' };
  if (values.help === true) return { command: 'help' };
  const [command, ...files] = positionals;
  if (command === undefined) throw new UsageError('No command is given.');
  if (command === 'verify') {
    const [path, ...others] = files;
    if (path === undefined || others.length > 0) throw new UsageError('verify takes one path.');
    return { command, path };
  }
  if (command !== 'analyze') throw new UsageError(`There is no command “${command}”.`);
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
  return {
    command: 'analyze',
    files,
    organisation: values.organisation ?? null,
    timeZone,
    format,
    encoding,
    content: values['no-content'] !== true,
  };
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
