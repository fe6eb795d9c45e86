/**
 * Made sessions in any number, the same for the same number: SIP chats of 40,000 users with 120,000 partners over five years, three
 * messages each, texts of a vocabulary in which few words are frequent and most are rare.
 */
import type {
  EpochMs,
  Flag,
  JudgedSession,
  ProviderId,
  SessionFragment,
  SessionMessage,
  SourceId,
} from '../../src/model.ts';
import { summarise } from '../../src/sessions/index.ts';
import { Chance } from '../demonstration/chance.ts';

/** Every so many sessions one file. */
const SESSIONS_A_FILE = 5_000;
const FIRST_MS = Date.UTC(2010, 0, 1);
/** From one session to the next; each lies up to a day beside its place. */
const STEP_MS = 157_680;
const DAY_MS = 86_400_000;
const WORDS = 20_000;
const PROVIDERS: readonly ProviderId[] = ['federated', 'yahoo', 'aol', 'wlm', 'skype', 'gtalk'];
const RULES = ['service-ended', 'licence-missing', 'edge-certificate-name', 'encryption-missing'];
/** Said in one session of 100,000, and in one of ten. */
export const RARE = 'quincunx';
export const COMMON = 'tomorrow';

const SYLLABLES = 'ba de fi go hu ka le mi no pu ra se ti vo wu xa ye zi cha ster lin mont'.split(' ');

function wordOf(number: number): string {
  let word = '';
  for (let rest = number + 7; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    word += SYLLABLES[rest % SYLLABLES.length] ?? '';
  }
  return word;
}

function saying(chance: Chance, number: number): string {
  const words = Array.from({ length: chance.between(4, 14) }, () => wordOf(Math.floor(WORDS * chance.next() ** 3)));
  if (number % 100_000 === 99_999) words.push(RARE);
  if (number % 10 === 3) words.push(COMMON);
  return words.join(' ');
}

export const sourceOf = (number: number): SourceId => Math.floor(number / SESSIONS_A_FILE) as SourceId;

export function millionth(number: number): JudgedSession {
  const chance = new Chance(number * 2_654_435_761);
  const local = `user${Math.floor(40_000 * chance.next() ** 2)}@contoso.com`;
  const provider = chance.pick(PROVIDERS);
  const remote = `friend${Math.floor(120_000 * chance.next() ** 2)}@${provider}.example`;
  const start = FIRST_MS + number * STEP_MS + chance.between(-DAY_MS, DAY_MS);
  const fragment = fragmentOf(chance, number, { local, remote, start });
  const session = summarise(fragment, () => 0);
  return {
    session,
    judgement: {
      sides: { local, remote, participants: session.participants, known: 'organisation' },
      verdict: {
        id: provider,
        confidence: 'certain',
        because: [`The remote domain is ${provider}.example.`],
        places: [],
      },
      flags: chance.happens(0.7) ? [] : [flagOf(chance)],
    },
  };
}

function flagOf(chance: Chance): Flag {
  const severity = chance.pick(['violation', 'warning', 'info', 'undetermined'] as const);
  const because = 'The service had ended on the day of the session.';
  return { rule: chance.pick(RULES), ruleVersion: 1, severity, because, sources: ['pic-support'], places: [] };
}

function fragmentOf(
  chance: Chance,
  number: number,
  { local, remote, start }: { local: string; remote: string; start: number },
): SessionFragment {
  const callId = `${chance.hex(24)}${number}`;
  const texts = [null, saying(chance, number), saying(chance, -1)];
  const messages = texts.map((text, order): SessionMessage => {
    const method = text === null ? 'INVITE' : 'MESSAGE';
    const places = [
      { source: sourceOf(number), offset: (number % SESSIONS_A_FILE) * 3000 + order * 1000, length: 900 },
    ];
    return {
      identity: `${callId} ${order}`,
      ...{ method, status: null, cseq: order, type: null, dialog: 'a;b', callId, conversation: null, thread: null },
      ...{ from: local, to: remote, title: `${method} sip:${remote} SIP/2.0` },
      facts:
        text === null ? [] : [{ kind: 'text', from: null, to: [], text, contentType: 'text/plain', inInvite: false }],
      sightings: [
        {
          places,
          time: (start + order * 1000) as EpochMs,
          ...{ timeSource: 'log', direction: 'out', side: null },
          local: { host: '10.0.0.1', port: 5061, transport: 'tls' },
          remote: { host: '192.0.2.7', port: 5061, transport: 'tls' },
        },
      ],
    };
  });
  return { protocol: 'sip', joins: [`call:${callId}`], gapMs: null, markers: [], messages };
}
