/** Nothing that was to be redacted is left in any form, however it is written. */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { Redactor } from '../../src/exports/redaction.ts';
import { EXPORTS, exportForm, type ExportFormId, type ExportSource } from '../../src/exports/index.ts';
import type { EpochMs, JudgedSession, Organisation, SourceId, SourceReport } from '../../src/model.ts';
import { madeSession } from '../archive/made.ts';
import { begunExport } from './exported.ts';

const BOB = 'bob@example.com';
const RULES = { parties: [BOB, '@secret.example'], words: ['Falcon', 'résumé', 'project orion', '猎鹰'] };

/** [as it is written, what is left of it] */
const WRITTEN: [string, string][] = [
  ['FALCON, falcon.', '[redacted], [redacted].'],
  ['\uff26\uff41\uff4c\uff43\uff4f\uff4e', '[redacted]'],
  ['fal\u00adcon fal\u200bcon', '[redacted] [redacted]'],
  ['f\u0301alco\u0308n', '[redacted]'],
  ['my RESUME and re\u0301sume\u0301', 'my [redacted] and [redacted]'],
  ['Project\r\n Orion', '[redacted]'],
  ['project_orion.pdf, project-orion, project%20orion', '[redacted].pdf, [redacted], [redacted]'],
  ['falcons are birds', 'falcons are birds'],
  ['见猎鹰吗', '见[redacted]吗'],
  ['falcon-team@contoso.com', '[redacted]-team@contoso.com'],
  ['write to <SIP:Bob@Example.COM>', 'write to <SIP:redacted-1@redacted.invalid>'],
  ['bob@example.com/Phone of Bob', 'redacted-1@redacted.invalid of Bob'],
  ['bob(example.com)@msn.com', 'redacted-1@redacted.invalid'],
  ['bob%40example.com', 'redacted-1@redacted.invalid'],
  ['bob\\40example.com@gateway.example', 'redacted-1@redacted.invalid'],
  ['\uff42ob\uff20example.com', 'redacted-1@redacted.invalid'],
  ['jimbob@example.com, bob@example.com.au', 'jimbob@example.com, bob@example.com.au'],
  ['eve@secret.example', 'redacted-2@redacted.invalid'],
  ['the domain is sip.secret.example.', 'the domain is redacted-2.redacted.invalid.'],
  ['nosecret.example', 'nosecret.example'],
];

test.each(WRITTEN)('Redactor: %s', (written, left) => {
  expect(new Redactor(RULES).plain(written)).toBe(left);
});

test('Redactor goes behind a match that shares a letter with the next', () => {
  expect(new Redactor({ parties: [], words: ['stra\u00dfe', 'ofen'] }).plain('STRASSE, Stra\u00dfe, \ufb00 ofen')).toBe(
    '[redacted], [redacted], \ufb00 [redacted]',
  );
});

const at = (second: number): EpochMs => (Date.UTC(2014, 5, 24) + second * 1000) as EpochMs;

/** A session with what is secret in every place that a log can put it. */
function secretive(): JudgedSession {
  const { session, judgement } = madeSession(1);
  const said = { contentType: 'text/plain', places: [] };
  const texts = WRITTEN.filter(([written, left]) => written !== left).map(([text], index) => ({
    ...said,
    ...{ time: at(index), from: 'bob(example.com)@msn.com', to: ['falcon@contoso.com'], text },
    ...{ subject: 'Falcon', retracted: { time: null, by: BOB, reason: 'about Falcon' }, undelivered: [BOB] },
  }));
  return {
    session: {
      ...session,
      ...{ start: at(0), end: at(99), texts, initiator: BOB, thread: 'falcon-1', conversation: `x ${BOB}` },
      participants: ['falcon@contoso.com', BOB],
      rooms: ['falcon@rooms.contoso.com'],
      callIds: ['falcon-7@host.secret.example'],
      presence: [
        {
          ...{ time: at(1), who: BOB, state: 'Busy', activity: 'Falcon', note: 'in Falcon', client: 'Falcon phone' },
          places: [],
        },
      ],
      files: [{ time: at(2), name: 'falcon_bob@example.com.pdf', size: 1, accepted: null, places: [] }],
      diagnostics: [{ time: at(3), id: 1, reason: `for ${BOB}`, source: 'edge.secret.example', places: [] }],
      opaque: [{ time: at(4), reason: 'encrypted', detail: 'Falcon', places: [] }],
      media: [
        {
          ...{ media: 'audio', callId: 'falcon', by: BOB, offered: at(5), taken: true, start: at(6), end: null },
          ...{ ports: [], holds: [{ by: BOB, start: at(7), end: null }], places: [] },
        },
      ],
    },
    judgement: {
      ...judgement,
      sides: {
        ...judgement.sides,
        local: 'falcon@contoso.com',
        remote: BOB,
        participants: ['falcon@contoso.com', BOB],
      },
      verdict: { ...judgement.verdict, because: ['The remote domain is secret.example.', `It is ${BOB}.`] },
      flags: [
        {
          ...{ rule: 'service-ended', ruleVersion: 1, severity: 'violation', because: `Falcon by ${BOB}` },
          ...{ sources: [], places: [] },
        },
      ],
    },
  };
}

const REPORT = {
  ...{ name: 'logs/falcon_bob@example.com.log', sha256: 'ab'.repeat(32), bytes: 8, format: 'sipstack', issues: {} },
  methods: { FALCON: 1 },
} as unknown as SourceReport;
const SOURCES: ExportSource[] = [{ id: 0 as SourceId, report: REPORT, modified: null, purged: false }];
const DOCUMENTS = [
  { name: 'organisation.json', says: 'told', text: JSON.stringify({ users: [BOB], 'bob@example.com': 'Falcon' }) },
  { name: 'ledger.ndjson', says: 'a chain', text: `{"payload":"${BOB}"}\n`, sealed: true as const },
];

/** All that can be read in a file: lines of mail unfolded, their words decoded, bodies out of base64, a ZIP in them unpacked. */
function readable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  const words = text.replace(/\r\n[ \t]/g, '').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => utf8Of(word));
  const bodies = [...text.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)].map(([, body = '']) => {
    const inner = Buffer.from(body, 'base64');
    if (inner.subarray(0, 2).toString('latin1') !== 'PK') return inner.toString('utf8');
    return Object.values(unzipSync(inner)).map(readable).join('\n');
  });
  return [text, words, ...bodies].join('\n');
}
const utf8Of = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** What a reader would recognise. */
const recognised = (text: string): string[] => {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad\u200b]|\\u200b/g, '')
    .toLowerCase();
  const secrets =
    /falcon(?!s are)|resume|project[\s_-]+orion|猎鹰|bob(@|%40|\\+40|\()example\.com(?!\.au)|secret\.example/g;
  return plain.replaceAll('nosecret.example', '').replaceAll('jimbob@example.com', '').match(secrets) ?? [];
};

test.each<[ExportFormId, 'conversation' | 'message']>([
  ...EXPORTS.map(({ id }): [ExportFormId, 'conversation'] => [id, 'conversation']),
  ['eml', 'message'],
])('%s (a mail a %s) holds nothing of what was redacted', async (form, mailPer) => {
  const { run, written } = begunExport(form, SOURCES, {
    ...{ redaction: RULES, mailPer, documents: DOCUMENTS, selection: `Falcon of ${BOB}` },
    organisation: { name: 'Falcon Ltd' } as Organisation,
    inside: EXPORTS.filter(({ id }) => id !== 'bagit').map(({ id }) => exportForm(id)),
  });
  run.session(secretive());
  const contents = await run.finish({ open: () => null }, async () => undefined);
  expect(recognised(JSON.stringify(contents))).toEqual([]);
  expect(written.size).toBeGreaterThan(0);
  for (const [path, bytes] of written) expect([path, recognised(path + readable(bytes))]).toEqual([path, []]);
  if (form === 'bagit') {
    const why = 'Parties or words are redacted.';
    expect(contents.leftOut).toContainEqual({ what: 'ledger.ndjson', why, count: 1 });
    expect(written.has('data/documents/ledger.ndjson')).toBe(false);
  }
});

test('what is looked for would be found in an export that redacts nothing', async () => {
  const { run, written } = begunExport('eml', SOURCES, {});
  run.session(secretive());
  await run.finish({ open: () => null }, async () => undefined);
  expect(new Set(recognised([...written.values()].map(readable).join('\n'))).size).toBeGreaterThan(4);
});

test.each([
  ['bob@münchen.example', 'call bob@xn--mnchen-3ya.example', 'call redacted-1@redacted.invalid'],
  ['bob@xn--mnchen-3ya.example', 'call Bob@MÜNCHEN.example', 'call redacted-1@redacted.invalid'],
  ['@münchen.example', 'sip.xn--mnchen-3ya.example', 'redacted-1.redacted.invalid'],
])('Redactor finds %s in other letters of its domain', (party, written, left) => {
  expect(new Redactor({ parties: [party], words: [] }).plain(written)).toBe(left);
});

test('Redactor finds the nicknames of a party in its rooms, there and in what follows, and not elsewhere', () => {
  const room = 'room@conference.example';
  const { session, judgement } = madeSession(1);
  const [message] = session.messages;
  const said = (from: string, text: string) => ({
    time: null,
    from,
    to: [room],
    text,
    contentType: 'text/plain',
    places: [],
  });
  const joins = { kind: 'member' as const, who: BOB, change: 'join' as const, room, as: `${room}/Bobby` };
  const renamed = { ...joins, change: 'leave' as const, how: 'renamed' as const, detail: 'TheBuilder' };
  const inRoom = (rooms: string[], facts: object[]): JudgedSession =>
    ({
      session: {
        ...session,
        rooms,
        messages: [{ ...message, facts }],
        texts: [said(`${room}/bobby`, 'bobby is thebuilder; bobbysocks stay')],
      },
      judgement,
    }) as JudgedSession;
  const redactor = new Redactor({ parties: [BOB], words: [] });
  const mark = 'redacted-1@redacted.invalid';
  for (const told of [inRoom([room], [joins, renamed]), inRoom([room], [])]) {
    const { texts } = redactor.apply(told).session;
    expect(texts[0]).toMatchObject({ from: mark, text: `${mark} is ${mark}; bobbysocks stay` });
  }
  expect(JSON.stringify(redactor.apply(inRoom([room], [joins])).session.messages)).not.toMatch(/bobby/i);
  expect(redactor.apply(inRoom([], [])).session.texts[0]?.text).toBe('bobby is thebuilder; bobbysocks stay');
});
