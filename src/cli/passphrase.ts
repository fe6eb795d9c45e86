/** A passphrase for the command line. It is never an argument: those stand in the shell's history and in the list of processes. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './arguments.ts';

/** Of the environment. */
export const PASSPHRASE_VARIABLE = 'FEDLENS_PASSPHRASE';

/**
 * From the file that is named, from the environment, or asked for at the terminal.
 * @param file its first line; null = none is named
 * @throws UsageError where there is none of the three
 */
export async function passphraseFor(path: string, file: string | null): Promise<string> {
  if (file !== null) return firstLineOf(file);
  const told = process.env[PASSPHRASE_VARIABLE];
  if (told !== undefined && told !== '') return told;
  if (process.stdin.isTTY) return asked(`Passphrase of ${path}: `);
  throw new UsageError(
    `${path} is encrypted: give its passphrase with --passphrase-file FILE or in ${PASSPHRASE_VARIABLE}, or run this at a terminal.`,
  );
}

function firstLineOf(file: string): string {
  try {
    const [line = ''] = readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/);
    if (line !== '') return line;
  } catch (error) {
    throw new UsageError(`The passphrase cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`The first line of ${file} is empty: it has to be the passphrase.`);
}

/** What is typed is not shown. */
async function asked(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('close', () => reject(new UsageError('No passphrase was given.')));
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
