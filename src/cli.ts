/** Door 2: the same import in Node. Shapes: README.md, “On the command line”. */
import { setFlagsFromString } from 'node:v8';
import { version } from '../package.json' with { type: 'json' };
import { analyze } from './cli/analyze.ts';
import { readArguments, USAGE, UsageError } from './cli/arguments.ts';
import { exportSessions } from './cli/export.ts';
import { OutputError, outputError } from './cli/output-error.ts';
import { verify } from './cli/verify.ts';

/**
 * What is live is some 30 MB whatever the file's size, but the collector lets five times as much grow before it looks:
 * measured with 500 MB of input, 290 MB resident without this and 200 MB with it, in the same time.
 */
setFlagsFromString('--heap-growing-percent=30');

async function main(args: string[]): Promise<number> {
  const request = readArguments(args);
  switch (request.command) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(version + '\n');
      return 0;
    case 'analyze':
      return analyze(request);
    case 'export':
      return exportSessions(request);
    case 'verify':
      return verify(request);
  }
}

// Whoever reads the output may stop early, as `head` does: no fault, and nothing more to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.exit(told(outputError('to standard output', error)));
});

/** Says what went wrong. @returns the exit status */
function told(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (error instanceof OutputError) process.stderr.write(`${error.message}\n`);
  else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`Internal error: ${stack}\n`);
  }
  return 3;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = told(error);
}
