/** The disk does not take what is written: told on standard error, exit status 3. */
export class OutputError extends Error {
  override name = 'OutputError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  EIO: 'the disk failed',
  EROFS: 'nothing can be written there',
};

/** @throws OutputError where the disk is the fault, which `where` names; anything else as it is */
export function writing<T>(where: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw outputError(where, error);
  }
}

export function outputError(where: string, error: unknown): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new OutputError(`Cannot write ${where}: ${reason}.`);
}
