/** Hand-made sessions for tests of the archive; the same for the same number. */
import type {
  EpochMs,
  Flag,
  JudgedSession,
  Place,
  ProviderId,
  SessionFragment,
  SessionMessage,
  SourceId,
} from '../../src/model.ts';
import { summarise } from '../../src/sessions/index.ts';

export const SOURCE = 0 as SourceId;
const START = Date.UTC(2014, 5, 24, 9);
const PROVIDERS: readonly ProviderId[] = ['yahoo', 'aol', 'skype', 'federated'];

export interface Made {
  /** Words said, in two messages. */
  said?: [string, string];
  start?: number | null;
  provider?: ProviderId;
  flags?: Flag[];
  local?: string | null;
  remote?: string | null;
}

/** A SIP chat of an INVITE and two MESSAGEs, with the Call-ID `made-<number>`. */
export function madeFragment(number: number, made: Made = {}): SessionFragment {
  const start = made.start === undefined ? START + number * 60_000 : made.start;
  const [first, second] = made.said ?? [`hello number ${number}`, 'and goodbye'];
  const callId = `made-${number}`;
  const to = made.remote ?? `friend${number % 300}@yahoo.com`;
  const message = (order: number, method: string, text: string | null): SessionMessage => ({
    identity: `${callId} ${order}`,
    method,
    status: null,
    cseq: order,
    type: null,
    dialog: 'a;b',
    callId,
    conversation: null,
    thread: null,
    from: made.local ?? `user${number % 50}@contoso.com`,
    to,
    title: `${method} sip:${to} SIP/2.0`,
    facts:
      text === null ? [] : [{ kind: 'text', from: null, to: [], text, contentType: 'text/plain', inInvite: false }],
    sightings: [
      {
        places: [placeAt(number * 3000 + order * 1000)],
        time: start === null ? null : ((start + order * 1000) as EpochMs),
        timeSource: start === null ? 'none' : 'log',
        direction: 'out',
        local: { host: '10.0.0.1', port: 5061, transport: 'tls' },
        remote: { host: '192.0.2.7', port: 5061, transport: 'tls' },
        side: null,
      },
    ],
  });
  return {
    protocol: 'sip',
    joins: [`call:${callId}`],
    gapMs: null,
    markers: [],
    messages: [message(0, 'INVITE', null), message(1, 'MESSAGE', first), message(2, 'MESSAGE', second)],
  };
}

export function judged(fragment: SessionFragment, number: number, made: Made = {}): JudgedSession {
  const session = summarise(fragment, () => 0);
  const local = made.local === undefined ? `user${number % 50}@contoso.com` : made.local;
  const remote = made.remote === undefined ? `friend${number % 300}@yahoo.com` : made.remote;
  return {
    session,
    judgement: {
      sides: { local, remote, participants: session.participants, known: 'organisation' },
      verdict: {
        id: made.provider ?? PROVIDERS[number % PROVIDERS.length] ?? 'unknown',
        confidence: 'certain',
        because: ['made for a test'],
        places: [],
      },
      flags: made.flags ?? (number % 3 === 0 ? [flag('service-ended')] : []),
    },
  };
}

export const madeSession = (number: number, made: Made = {}): JudgedSession =>
  judged(madeFragment(number, made), number, made);

export function madeSessions(from: number, to: number): JudgedSession[] {
  return Array.from({ length: to - from }, (_, index) => madeSession(from + index));
}

export function flag(rule: string, severity: Flag['severity'] = 'violation'): Flag {
  return { rule, ruleVersion: 1, severity, because: 'made for a test', sources: ['pic-support'], places: [] };
}

export const placeAt = (offset: number, length = 900): Place => ({ source: SOURCE, offset, length });

export const idsOf = (sessions: readonly JudgedSession[]): string[] => sessions.map(({ session }) => session.id);
