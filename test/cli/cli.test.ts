/** `fedlens analyze`: exit statuses, shapes, order, options. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fedlens, parsed, withFiles } from './program.ts';
import { record, yahooChat } from './trace.ts';

const ORGANISATION = {
  v: 1,
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
  licences: [
    {
      sku: 'lync-cal',
      users: 'all',
      purchased: '2012-03-01',
      from: '2012-03-01',
      to: null,
      agreement: null,
      payment: null,
    },
  ],
};
const chat = yahooChat({ callId: 'chat-1', day: '07/02/2014', said: ['hello', 'bye'] });
const earlier = yahooChat({ callId: 'chat-0', day: '06/24/2014', said: ['first'] });

describe('fedlens analyze', { timeout: 60_000 }, () => {
  test('writes a line a session and the report last, in the documented shapes', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const { status, stdout, stderr } = await fedlens(['analyze', path('edge.log')]);
      expect([status, stderr]).toEqual([0, '']);
      const { sessions, report } = parsed(stdout);
      expect(sessions).toHaveLength(1);
      expect(sessions[0]).toMatchObject({
        protocol: 'sip',
        kind: 'im',
        provider: { id: 'yahoo', confidence: 'certain' },
        local: 'alice@contoso.com',
        remote: 'bob@yahoo.com',
        participants: ['alice@contoso.com', 'bob@yahoo.com'],
        start: '2014-07-02T09:00:00.000Z',
        timeSource: 'log',
        outcome: 'established',
        status: 200,
        keys: { callIds: ['chat-1'] },
      });
      expect(sessions[0]?.texts.map(({ text, from }) => [from, text])).toEqual([
        ['alice@contoso.com', 'hello'],
        ['alice@contoso.com', 'bye'],
      ]);
      expect(report).toMatchObject({ sessions: 1, flags: sessions[0]?.flags.length });
      expect(report.files[0]).toMatchObject({
        name: 'edge.log',
        sha256: createHash('sha256').update(chat).digest('hex'),
        bytes: chat.length,
        format: 'sipstack',
        encoding: 'utf-8',
        records: 4,
        sipRequests: 3,
        sipResponses: 1,
        methods: { INVITE: 1, MESSAGE: 2 },
        statuses: { 200: 1 },
        callIds: 1,
      });
    });
  });

  test('reads as the format and in the encoding that are named', async () => {
    const text = Buffer.from(chat.replace('hello', 'h\u00e9llo'), 'latin1');
    await withFiles({ 'edge.log': text }, async (path) => {
      const named = await fedlens(['analyze', '--encoding', 'iso-8859-5', '--format', 'sipstack', path('edge.log')]);
      const { sessions, report } = parsed(named.stdout);
      expect(report.files[0]).toMatchObject({ format: 'sipstack', encoding: 'iso-8859-5' });
      expect(sessions[0]?.texts[0]?.text).toBe('h\u0449llo');
      const other = parsed((await fedlens(['analyze', '--format', 'sipe', path('edge.log')])).stdout);
      expect([other.report.files[0]?.format, other.sessions.length]).toEqual(['sipe', 0]);
    });
  });

  test('orders sessions by start, whatever the order of the files', async () => {
    await withFiles({ 'a.log': chat, 'b.log': earlier }, async (path) => {
      const { stdout } = await fedlens(['analyze', path('a.log'), path('b.log')]);
      const { sessions, report } = parsed(stdout);
      expect(sessions.map(({ keys }) => keys.callIds[0])).toEqual(['chat-0', 'chat-1']);
      expect(sessions.map(({ places }) => places[0]?.file)).toEqual([1, 0]);
      expect(report.files.map(({ name }) => name)).toEqual(['a.log', 'b.log']);
    });
  });

  test('gives places that hold the bytes they speak of', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const { sessions } = parsed((await fedlens(['analyze', path('edge.log')])).stdout);
      for (const { offset, length } of sessions[0]?.places ?? []) {
        const shown = chat.slice(offset, offset + length);
        expect(shown).toMatch(/^TL_INFO\(TF_PROTOCOL\)/);
        expect(shown.trimEnd()).toMatch(/\$\$end_record$/);
      }
    });
  });

  test('reads standard input where - stands, also gzipped, to the same sessions', async () => {
    const plain = parsed((await fedlens(['analyze', '-'], chat)).stdout);
    const zipped = parsed((await fedlens(['analyze', '-'], gzipSync(chat))).stdout);
    expect(plain.sessions).toHaveLength(1);
    expect(zipped.sessions).toEqual(plain.sessions);
    expect(zipped.report.files[0]?.bytes).toBe(chat.length);
    expect(zipped.report.files[0]?.sha256).toBe(createHash('sha256').update(gzipSync(chat)).digest('hex'));
  });

  test('reads a named pipe to the same sessions, though its bytes come once', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const plain = parsed((await fedlens(['analyze', path('edge.log')])).stdout);
      execFileSync('mkfifo', [path('pipe')]);
      const [{ status, stdout }] = await Promise.all([
        fedlens(['analyze', path('pipe')]),
        writeFile(path('pipe'), gzipSync(chat)),
      ]);
      expect(status).toBe(0);
      const { sessions, report } = parsed(stdout);
      expect(sessions).toEqual(plain.sessions);
      expect(report.files[0]).toMatchObject({ name: 'pipe', bytes: chat.length });
    });
  });

  test('says in its flags that a day was only assumed, and keeps to the documented words for a time', async () => {
    const line = "Jul 01 22:09:02 c2s1\tdebug\tRECV: <message from='alice@contoso.com' to='bob@gmail.com' id='1'>";
    const log = line + '<body>hello</body></message>\n';
    await withFiles({ 'prosody.log': log }, async (path) => {
      utimesSync(path('prosody.log'), new Date('2018-07-02'), new Date('2018-07-02'));
      const [session] = parsed((await fedlens(['analyze', path('prosody.log')])).stdout).sessions;
      expect(session).toMatchObject({ start: '2018-07-01T22:09:02.000Z', timeSource: 'assumed-zone' });
      const ended = session?.flags.find(({ rule }) => rule === 'service-ended');
      expect(ended?.because).toContain("that of the file's last change is assumed");
    });
  });

  test('judges by the organisation, in its zone', async () => {
    await withFiles({ 'edge.log': chat, 'contoso.json': JSON.stringify(ORGANISATION) }, async (path) => {
      const args = ['analyze', '--organisation', path('contoso.json'), path('edge.log')];
      const [session] = parsed((await fedlens(args)).stdout).sessions;
      const rules = session?.flags.map(({ rule, severity }) => `${severity} ${rule}`);
      expect(rules).toContain('violation service-ended');
      expect(rules).toContain('violation licence-pic-usl-missing');
    });
  });

  test('finds no violation of a licence where no register is given', async () => {
    const [session] = parsed((await fedlens(['analyze', '-'], earlier)).stdout).sessions;
    const licence = session?.flags.filter(({ rule }) => rule.startsWith('licence-')) ?? [];
    expect(licence.map(({ severity }) => severity).filter((severity) => severity !== 'undetermined')).toEqual([]);
  });

  test('--no-content leaves the texts out and counts them', async () => {
    const { stdout } = await fedlens(['analyze', '--no-content', '-'], chat);
    const [session] = parsed(stdout).sessions;
    expect(session?.texts).toEqual([]);
    expect(session?.counts.texts).toBe(2);
    expect(stdout).not.toContain('hello');
  });

  test('reads a file that is given twice once', async () => {
    await withFiles({ 'a.log': chat, 'b.log': chat }, async (path) => {
      const { status, stdout } = await fedlens(['analyze', path('a.log'), path('b.log')]);
      const { sessions, report } = parsed(stdout);
      expect(status).toBe(0);
      expect(sessions).toHaveLength(1);
      expect(report.files.map(({ duplicateOf }) => duplicateOf)).toEqual([undefined, 0]);
    });
  });

  test('gives the same lines each time', async () => {
    const once = parsed((await fedlens(['analyze', '-'], chat + earlier)).stdout);
    const twice = parsed((await fedlens(['analyze', '-'], chat + earlier)).stdout);
    expect(twice.sessions).toEqual(once.sessions);
  });

  test('ends with 1 where a file is of no known format, and reports the rest', async () => {
    const picture = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex');
    await withFiles({ 'photo.jpg': picture, 'empty.log': '', 'edge.log': chat }, async (path) => {
      const { status, stdout } = await fedlens(['analyze', path('photo.jpg'), path('empty.log'), path('edge.log')]);
      const { sessions, report } = parsed(stdout);
      expect(status).toBe(1);
      expect(sessions).toHaveLength(1);
      expect(report.files.map(({ format }) => format)).toEqual([null, null, 'sipstack']);
      expect(Object.keys(report.files[0]?.issues ?? {})).toContain('format-unknown');
      expect(Object.keys(report.files[1]?.issues ?? {})).toContain('file-empty');
    });
  });

  test('reads folders and archives as the files in them, in the order of their names', async () => {
    const { zipOf, tarOf } = await import('../pipeline/archives.ts');
    const members = [
      { name: 'in/a.log', bytes: chat },
      { name: 'secret', bytes: 'x', flags: 1 },
    ];
    await withFiles({ 'all.zip': zipOf(members) }, async (path) => {
      mkdirSync(path('logs/deep'), { recursive: true });
      mkdirSync(path('none'));
      writeFileSync(path('logs/z.log'), chat);
      writeFileSync(path('logs/deep/b.tar.gz'), gzipSync(tarOf([{ name: 'b.log', bytes: earlier }])));
      symlinkSync(path('logs'), path('logs/deep/loop'));
      const { status, stdout } = await fedlens(['analyze', path('logs'), path('all.zip'), path('none')]);
      const { sessions, report } = parsed(stdout);
      expect(status).toBe(1);
      expect(sessions.map(({ keys, places }) => [keys.callIds[0], places[0]?.file])).toEqual([
        ['chat-0', 0],
        ['chat-1', 1],
      ]);
      expect(report.files.map(({ name, sha256, duplicateOf }) => [name, sha256, duplicateOf])).toEqual([
        ['logs/deep/b.tar.gz/b.log', createHash('sha256').update(earlier).digest('hex'), undefined],
        ['logs/z.log', createHash('sha256').update(chat).digest('hex'), undefined],
        ['all.zip/in/a.log', createHash('sha256').update(chat).digest('hex'), 1],
        ['all.zip/secret', '', undefined],
        ['none', '', undefined],
      ]);
    });
  });

  test('ends with 1 where a file is not there, and reports the rest', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const { status, stdout } = await fedlens(['analyze', path('gone.log'), path('edge.log')]);
      const { sessions, report } = parsed(stdout);
      expect([status, sessions.length]).toEqual([1, 1]);
      expect(Object.keys(report.files[0]?.issues ?? {})).toContain('file-unreadable');
    });
  });

  test.each([
    ['no command', []],
    ['an unknown command', ['read', 'x.log']],
    ['no file', ['analyze']],
    ['an unknown option', ['analyze', '--colour', 'x.log']],
    ['a format that is none', ['analyze', '--format', 'morse', 'x.log']],
    ['an encoding that is none', ['analyze', '--encoding', 'ebcdic', 'x.log']],
    ['a zone that is none', ['analyze', '--timezone', 'Mars/Olympus', 'x.log']],
    ['an organisation that is not there', ['analyze', '--organisation', '/nowhere/contoso.json', 'x.log']],
  ])('ends with 2 and says so on standard error: %s', async (_, args) => {
    const { status, stdout, stderr } = await fedlens(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  test('ends with 2 where the organisation’s JSON is wrong, and names the place', async () => {
    const wrong = JSON.stringify({ ...ORGANISATION, licences: [{ ...ORGANISATION.licences[0], sku: 'lync' }] });
    await withFiles({ 'edge.log': chat, 'contoso.json': wrong }, async (path) => {
      const { status, stderr } = await fedlens(['analyze', '--organisation', path('contoso.json'), path('edge.log')]);
      expect(status).toBe(2);
      expect(stderr).toContain('sku');
    });
  });

  test('writes nothing to standard error that is no terminal', async () => {
    expect((await fedlens(['analyze', '-'], record({ start: 'OPTIONS sip:x@contoso.com SIP/2.0' }))).stderr).toBe('');
  });
});
