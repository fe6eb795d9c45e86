/** What logs of XMPP servers say in words of a connection. */
import type { StreamWords } from '../model.ts';

const KINDS: readonly StreamWords['of'][] = [null, 'client', 'server', 'component'];
const ALL: readonly StreamWords[] = KINDS.flatMap((of) => [
  { of, encrypted: false },
  { of, encrypted: true },
]);

/** The same object for the same words. null = nothing is said. */
export function streamWords(of: StreamWords['of'], encrypted: boolean): StreamWords | null {
  if (of === null && !encrypted) return null;
  return ALL.find((words) => words.of === of && words.encrypted === encrypted) ?? null;
}
