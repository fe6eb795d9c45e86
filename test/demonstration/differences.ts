/** Holds what was read of the demonstration against what went into it. */
import type { MadeSession } from './truth.ts';

/** What is compared of a session line of the command line (`type: "session"`). */
export interface ReadSession {
  protocol: string;
  kind: string;
  participants: string[];
  provider: { id: string };
  start: string | null;
  keys: { callIds: string[] };
  counts: { texts: number };
  flags: { rule: string; severity: string }[];
}

/** In words, one for each thing that does not fit; [] = all sessions are there, and no others. */
export function differences(read: readonly ReadSession[], made: readonly MadeSession[]): string[] {
  const found: string[] = [];
  const known = new Set<ReadSession>();
  for (const truth of made) {
    const name = `${truth.protocol} ${truth.kind} ${truth.provider} ${new Date(truth.start).toISOString()}`;
    const session = read.find((candidate) => isSame(candidate, truth));
    if (session === undefined) {
      found.push(`${name}: missing`);
      continue;
    }
    known.add(session);
    for (const [what, is, wanted] of comparisons(session, truth)) {
      if (is !== wanted) found.push(`${name}: ${what} is ${is}, made as ${wanted}`);
    }
  }
  for (const session of read) {
    if (known.has(session)) continue;
    found.push(`${session.protocol} ${session.kind} ${session.participants.join()} ${session.start}: not made`);
  }
  return found;
}

function isSame(session: ReadSession, { protocol, callIds, pair, kind, start }: MadeSession): boolean {
  if (session.protocol !== protocol) return false;
  if (protocol === 'sip') return callIds.some((id) => session.keys.callIds.includes(id));
  const together = pair.every((address) => session.participants.includes(address));
  return together && session.kind === kind && session.start === new Date(start).toISOString();
}

function comparisons(session: ReadSession, made: MadeSession): [what: string, is: string, wanted: string][] {
  const spoken = session.flags.filter(({ severity }) => severity !== 'undetermined').map(({ rule }) => rule);
  return [
    ['provider', session.provider.id, made.provider],
    ['kind', session.kind, made.kind],
    ['start', String(session.start), new Date(made.start).toISOString()],
    ['Call-IDs', [...session.keys.callIds].sort().join(), [...made.callIds].sort().join()],
    ['texts', String(session.counts.texts), String(made.texts)],
    ['rules', [...new Set(spoken)].sort().join() || 'none', made.rules.join() || 'none'],
  ];
}
