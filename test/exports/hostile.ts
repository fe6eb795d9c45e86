/** Sessions whose contents mean harm, as lines of an earlier export. */

export interface HostileText {
  time: string | null;
  from: string;
  to: string[];
  text: string;
}

const RTL = '\u202egnp.exe\u202c \u2066isolated\u2069 \u200f';
export const LONG = 'A long text. '.repeat(80_000);
export const HOSTILE_TEXTS: readonly string[] = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  ' =1+1',
  '\uff1d1+1',
  '"=1+1"',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</p></li></ol><h1>forged</h1>]]>&amp;&#x3c;',
  'a\u0000b\u0007c\u001b[31md\u009be',
  RTL,
  'line one\r\nBcc: victim@example.com\r\n\r\nline\nfour\rfive',
  '--=_boundary_=--\r\n.\r\nFrom x',
  '\u00feC\u00ae\u0014D',
  'quote " comma , semicolon ; tab\t.',
  '\ud83d\ude00 \u4f60\u597d \ud800 lone',
  LONG,
  '',
];

export const HOSTILE_PARTIES: readonly string[] = [
  '../../etc/passwd',
  'eve@evil.example\r\nBcc: victim@example.com',
  '<b>mallory</b>@evil.example',
  '=hyperlink("http://evil.example")',
  'con',
  'j\u00fcrgen@m\u00fcnchen.example',
  '"quoted" <alice@contoso.com>',
];

export function sessionOf(index: number, texts: readonly HostileText[], more: Record<string, unknown> = {}): string {
  const start = texts.find(({ time }) => time !== null)?.time ?? null;
  const people = [...new Set(texts.flatMap(({ from, to }) => [from, ...to]))].sort();
  return JSON.stringify({
    type: 'session',
    v: 1,
    id: index.toString(16).padStart(20, '0'),
    protocol: 'sip',
    kind: 'im',
    modalities: ['im'],
    provider: { id: 'yahoo', confidence: 'certain', because: ['ms-source-network=publiccloud'] },
    local: 'alice@contoso.com',
    remote: people.find((who) => who !== 'alice@contoso.com') ?? null,
    participants: people,
    start,
    end: texts.findLast(({ time }) => time !== null)?.time ?? null,
    timeSource: start === null ? 'none' : 'log',
    outcome: 'established',
    status: 200,
    keys: { callIds: [`call-${index}`], conversation: null, thread: null },
    counts: { messages: 0, texts: texts.length, presence: 0 },
    texts: texts.map((said) => ({ ...said, contentType: 'text/plain' })),
    presence: [],
    files: [],
    diagnostics: [],
    flags: [],
    places: [],
    ...more,
  });
}

const at = (second: number): string => new Date(Date.UTC(2014, 5, 24, 9, 0, second)).toISOString();

/** A session with each of the texts, one with each of the parties, one without a time. */
export function hostileLines(): string {
  const alice = 'alice@contoso.com';
  const lines = [
    sessionOf(
      1,
      HOSTILE_TEXTS.map((text, index) => ({ time: at(index), from: alice, to: ['bob@yahoo.com'], text })),
      {
        files: [{ time: at(30), name: '..\\..\\evil\u202egnp.exe', size: 3, accepted: true }],
        presence: [{ time: at(31), who: 'bob@yahoo.com', state: '=1+1', activity: null, note: '<i>out</i>' }],
        end: at(31),
        diagnostics: [{ time: at(31), id: 1034, reason: '=DDE()', source: '\u0000x' }],
      },
    ),
    ...HOSTILE_PARTIES.map((party, index) =>
      sessionOf(index + 2, [
        { time: at(100 + index), from: party, to: [alice], text: 'hello' },
        { time: at(101 + index), from: alice, to: [party], text: 'hello' },
      ]),
    ),
    sessionOf(99, [{ time: null, from: 'bob@yahoo.com', to: [alice], text: 'when?' }]),
  ];
  return lines.join('\n') + '\n';
}
