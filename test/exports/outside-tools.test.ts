/** Exports of hostile sessions and of the demonstration, checked by the tools of others. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_STYLE, PAGE_STYLE_HASH } from '../../src/exports/html-style.ts';
import { fedlens } from '../cli/program.ts';
import { bagitEnvironment, has } from '../tools.ts';
import { HOSTILE_TEXTS, hostileLines } from './hostile.ts';
import { RSMF_SCHEMA } from './rsmf-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'fedlens-exports-'));
const at = (...path: string[]): string => join(folder, ...path);
const FORMS = ['rsmf', 'eml', 'actiance', 'dat', 'csv', 'ndjson', 'html', 'bagit'] as const;

beforeAll(async () => {
  writeFileSync(at('hostile.ndjson'), hostileLines());
  for (const form of FORMS) {
    const { status, stdout } = await fedlens(['export', '--form', form, '--out', at(form), at('hostile.ndjson')]);
    expect([form, status]).toEqual([form, 0]);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'export', form, sessions: { selected: 9 } });
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program of Python; gives what it prints as JSON. */
function python(program: string, args: readonly string[] = []): unknown {
  return JSON.parse(execFileSync('python3', ['-c', program, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

const filesIn = (form: string, ending: string): string[] =>
  readdirSync(at(form))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => at(form, name));

test('no name of an exported file leads elsewhere or hides anything', () => {
  for (const form of FORMS.filter((id) => !['actiance', 'csv', 'ndjson'].includes(id))) {
    for (const name of readdirSync(at(form), { recursive: true, encoding: 'utf8' })) {
      expect(name).toMatch(/^[A-Za-z0-9._/-]+$/);
      expect(name).not.toMatch(/(^|\/)\.|\.\./);
    }
  }
});

describe.skipIf(!has('python3'))('Python’s email', () => {
  const READ = `
import sys, json, email, email.policy
out = []
for path in sys.argv[1:]:
    m = email.message_from_binary_file(open(path, 'rb'), policy=email.policy.default)
    parts = [p for p in m.walk() if not p.is_multipart()]
    out.append({'keys': sorted(set(k.lower() for k in m.keys())), 'defects': [str(d) for d in m.defects] + [str(d) for p in parts for d in p.defects],
      'from': str(m['From']), 'date': m['Date'].datetime.isoformat(), 'text': m.get_body(('plain',)).get_content(),
      'files': [[p.get_filename(), p.get_content_type()] for p in m.iter_attachments()]})
print(json.dumps(out))`;
  interface Mail {
    keys: string[];
    defects: string[];
    from: string;
    date: string;
    text: string;
    files: [string, string][];
  }

  test('reads every mail without a defect and finds no field that a text has forged', () => {
    const mails = python(READ, [...filesIn('eml', '.eml'), ...filesIn('rsmf', '.rsmf')]) as Mail[];
    expect(mails).toHaveLength(18);
    for (const { keys, defects } of mails) {
      expect(defects).toEqual([]);
      expect(keys.filter((key) => key === 'bcc' || key === 'cc')).toEqual([]);
    }
    const [first] = mails;
    expect(first?.date).toBe('2014-06-24T09:00:00+00:00');
    expect(first?.text).toContain('=cmd|');
    expect(first?.files).toEqual([['session.json', 'application/json']]);
  });
});

describe('postal-mime', () => {
  test('reads every mail with its parties and texts', async () => {
    const [first = ''] = filesIn('eml', '.eml');
    const mail = await PostalMime.parse(readFileSync(first));
    expect(mail.from?.address).toBe('alice@contoso.com');
    expect(mail.to?.map(({ address }) => address)).toEqual(['bob@yahoo.com']);
    expect(mail.messageId).toBe('<00000000000000000001@fedlens.invalid>');
    const attached = mail.attachments.find(({ filename }) => filename === 'session.json');
    const line = JSON.parse(new TextDecoder().decode(attached?.content as ArrayBuffer)) as {
      texts: { text: string }[];
    };
    expect(line.texts.map(({ text }) => text)).toEqual(HOSTILE_TEXTS);
  });
});

describe.skipIf(!has('unzip'))('RSMF', () => {
  test('holds a ZIP that unzip finds whole, and a manifest that fits the schema', async () => {
    const validate = new Ajv({ allErrors: true }).compile(RSMF_SCHEMA);
    const files = filesIn('rsmf', '.rsmf');
    for (const [index, path] of files.entries()) {
      const mail = await PostalMime.parse(readFileSync(path));
      expect(mail.headers.find(({ key }) => key === 'x-rsmf-version')?.value).toBe('2.0.0');
      expect(mail.attachments.map(({ filename }) => filename)).toEqual(['rsmf.zip']);
      const zip = at(`${index}.zip`);
      writeFileSync(zip, new Uint8Array(mail.attachments[0]!.content as ArrayBuffer));
      expect(spawnSync('unzip', ['-t', zip]).status).toBe(0);
      const manifest: unknown = JSON.parse(
        execFileSync('unzip', ['-p', zip, 'rsmf_manifest.json'], { encoding: 'utf8' }),
      );
      expect([path, validate(manifest), validate.errors]).toEqual([path, true, null]);
    }
  });
});

describe.skipIf(!has('python3'))('CSV', () => {
  const READ = `
import sys, json, csv
print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))`;

  test('is read by Python’s csv with every text, and no cell begins a formula', () => {
    const rows = python(READ, [at('csv')]) as Record<string, string>[];
    const own = rows.filter(({ session, event }) => session?.endsWith('01') && event?.startsWith('text'));
    const texts: string[] = [];
    for (const { event, text = '' } of own) {
      if (event === 'text, continued') texts[texts.length - 1] += text;
      else texts.push(text);
    }
    expect(texts).toHaveLength(HOSTILE_TEXTS.length);
    expect(texts[17]).toBe(HOSTILE_TEXTS[17]);
    expect(texts[12]).toBe(HOSTILE_TEXTS[12]);
    for (const row of rows) {
      for (const cell of Object.values(row)) {
        expect(cell).not.toMatch(/^\s*[=+@|%\uff1d\uff0b\uff20]/);
        expect(cell).not.toMatch(/^\s*-(?!\d+$)/);
        // eslint-disable-next-line no-control-regex
        expect(cell).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
      }
    }
  });

  test.skipIf(!has('soffice'))(
    'has no formula in LibreOffice',
    () => {
      writeFileSync(at('table.csv'), readFileSync(at('csv')));
      const where = ['--outdir', folder, `-env:UserInstallation=file://${at('office')}`];
      const filter = '--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1';
      spawnSync('soffice', ['--headless', '--convert-to', 'fods', filter, ...where, at('table.csv')], {
        timeout: 90_000,
      });
      const name = readdirSync(folder).find((each) => each.endsWith('.fods'));
      const sheet = readFileSync(at(name ?? 'no sheet'), 'utf8');
      expect(sheet).toContain('alice@contoso.com');
      expect(sheet).not.toContain('table:formula');
    },
    120_000,
  );
});

describe.skipIf(!has('xmllint'))('Actiance XML', () => {
  test('is well formed, with every conversation that has a time and every text', () => {
    const path = at('actiance');
    expect(spawnSync('xmllint', ['--noout', '--huge', path], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    const count = (xpath: string): number =>
      Number(execFileSync('xmllint', ['--huge', '--xpath', `count(${xpath})`, path], { encoding: 'utf8' }));
    expect(count('/FileDump/Conversation')).toBe(8);
    expect(count('/FileDump/Conversation[1]/Message')).toBe(HOSTILE_TEXTS.length);
    expect(count('//Message[not(LoginName and DateTimeUTC and Content)]')).toBe(0);
    expect(count('//b | //script | //img')).toBe(0);
  });
});

describe('HTML', () => {
  test('has no script, no request, and a policy that forbids both', () => {
    const hash = 'sha256-' + createHash('sha256').update(PAGE_STYLE).digest('base64');
    expect(PAGE_STYLE_HASH).toBe(hash);
    for (const path of filesIn('html', '.html')) {
      const page = readFileSync(path, 'utf8');
      expect(page).toContain(`content="default-src 'none'; style-src '${hash}'`);
      expect(page).toContain(`<style>${PAGE_STYLE}</style>`);
      const tags = new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));
      for (const tag of ['script', 'img', 'b', 'iframe', 'object', 'form', 'link']) expect(tags.has(tag)).toBe(false);
      expect(page).not.toMatch(/<h1>forged|javascript:|\son\w+=[^;]*>/i);
    }
  });
});

describe('Concordance DAT', () => {
  test('has as many fields in each line as in its head, and every file that it names', () => {
    const lines = readFileSync(at('dat', 'loadfile.dat'), 'utf8').replace('\ufeff', '').split('\r\n');
    expect(lines.pop()).toBe('');
    const rows = lines.map((line) =>
      line.split('\u0014').map((field) => /^\u00fe([^\u00fe]*)\u00fe$/.exec(field)?.[1]),
    );
    expect(rows).toHaveLength(10);
    for (const row of rows) {
      expect(row).toHaveLength(23);
      expect(row).not.toContain(undefined);
    }
    for (const row of rows.slice(1)) {
      for (const link of row.slice(-2))
        expect(readFileSync(at('dat', (link ?? '').replaceAll('\\', '/'))).length).toBeGreaterThan(0);
    }
  });
});

describe('BagIt', () => {
  test('has digests that sha256sum and sha512sum find right', () => {
    for (const algorithm of ['sha256', 'sha512']) {
      for (const manifest of [`manifest-${algorithm}.txt`, `tagmanifest-${algorithm}.txt`]) {
        const { status } = spawnSync(`${algorithm}sum`, ['--check', '--strict', manifest], { cwd: at('bagit') });
        expect([manifest, status]).toEqual([manifest, 0]);
      }
    }
  });

  // Debian 12 has no python3-bagit: written for this test, and independent of the program.
  test.skipIf(!has('python3'))(
    'is valid by the text of RFC 8493, and a file that was added, changed or taken away makes it invalid',
    () => {
      const check = (): string => {
        const { status, stdout, stderr } = spawnSync(
          'python3',
          [join(import.meta.dirname, 'bag_by_rfc8493.py'), at('bagit')],
          { encoding: 'utf8' },
        );
        return status === 0 ? stdout.trim() : stderr.trim();
      };
      expect(check()).toBe('valid');
      const readme = at('bagit', 'README.txt');
      const kept = readFileSync(readme);
      writeFileSync(readme, Buffer.concat([kept, Buffer.from('x')]));
      expect(check()).toBe('invalid: README.txt has changed');
      writeFileSync(readme, kept);
      writeFileSync(at('bagit', 'data', 'x'), '');
      expect(check()).toContain('data/ differ: data/x');
      rmSync(at('bagit', 'data', 'x'));
      expect(check()).toBe('valid');
    },
  );

  // Not on every machine: then the checks above and `verify` are what there is.
  test.skipIf(bagitEnvironment() === null)('is valid for Python’s bagit', () => {
    const env = bagitEnvironment() ?? {};
    const { status, stderr } = spawnSync('python3', ['-m', 'bagit', '--validate', at('bagit')], {
      env,
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual([expect.any(String), 0]);
  });

  test('verify finds it whole, and names a file that was changed, one too many and one too few', async () => {
    expect((await fedlens(['verify', at('bagit')])).status).toBe(0);
    const sessions = at('bagit', 'data', 'ndjson', 'sessions.ndjson');
    const kept = readFileSync(sessions);
    const changed = Uint8Array.from(kept);
    changed[100]! ^= 1;
    writeFileSync(sessions, changed);
    expect(await fedlens(['verify', at('bagit')])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('data/ndjson/sessions.ndjson') as string,
    });
    writeFileSync(sessions, kept);
    writeFileSync(at('bagit', 'data', 'more.txt'), 'x');
    expect(await fedlens(['verify', at('bagit')])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('data/more.txt') as string,
    });
    rmSync(at('bagit', 'data', 'more.txt'));
    rmSync(sessions);
    expect(await fedlens(['verify', at('bagit')])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('sessions.ndjson') as string,
    });
    writeFileSync(sessions, kept);
  }, 180_000);
});

describe.skipIf(!has('tshark'))('pcap', () => {
  /** Call-IDs and times of the SIP messages in a capture. */
  const sipIn = (path: string): string[] => {
    const fields = ['-e', 'frame.time_epoch', '-e', 'sip.Call-ID', '-e', 'sip.CSeq'];
    return execFileSync('tshark', ['-r', path, '-Y', 'sip', '-T', 'fields', ...fields], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  };

  test('has the Call-IDs and times of the capture it came from, for tshark', async () => {
    const path = at('capture.pcap');
    writeFileSync(path, madeCapture());
    const { status } = await fedlens(['export', '--form', 'pcap', '--out', at('out.pcap'), path]);
    expect(status).toBe(0);
    expect(sipIn(at('out.pcap'))).toEqual(sipIn(path));
    expect(sipIn(path).length).toBe(2);
  });

  test('has those of two captures, in pcapng', async () => {
    writeFileSync(at('one.pcap'), madeCapture('c1@contoso.com'));
    writeFileSync(at('two.pcap'), madeCapture('c2@contoso.com'));
    await fedlens(['export', '--form', 'pcap', '--out', at('both.pcap'), at('one.pcap'), at('two.pcap')]);
    expect(sipIn(at('both.pcap'))).toEqual([...sipIn(at('one.pcap')), ...sipIn(at('two.pcap'))].sort());
  });
});

/** Classic, microseconds, raw IP: a request, its answer, and a packet of something else between them. */
function madeCapture(callId = 'c1@contoso.com'): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(101, 20);
  const head = (cseq: string): string =>
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:alice@contoso.com>;tag=a\r\nTo: <sip:bob@yahoo.com>;tag=b\r\nCall-ID: ${callId}\r\nCSeq: 1 ${cseq}\r\nContent-Type: text/plain\r\n`;
  const said = `MESSAGE sip:bob@yahoo.com SIP/2.0\r\n${head('MESSAGE')}Content-Length: 2\r\n\r\nhi`;
  const answer = `SIP/2.0 200 OK\r\n${head('MESSAGE')}Content-Length: 0\r\n\r\n`;
  return Buffer.concat([header, packet(1, 5060, said), packet(2, 53, 'not sip'), packet(3, 5060, answer)]);
}

function packet(second: number, port: number, payload: string): Buffer {
  const bytes = Buffer.alloc(16 + 28 + payload.length);
  bytes.writeUInt32LE(1_403_600_000 + second, 0);
  bytes.writeUInt32LE(123_456, 4);
  bytes.writeUInt32LE(28 + payload.length, 8);
  bytes.writeUInt32LE(28 + payload.length, 12);
  bytes.writeUInt8(0x45, 16);
  bytes.writeUInt16BE(28 + payload.length, 18);
  bytes.writeUInt8(64, 24);
  bytes.writeUInt8(17, 25);
  bytes.set([192, 0, 2, 1], 28);
  bytes.set([198, 51, 100, 2], 32);
  bytes.writeUInt16BE(port, 36);
  bytes.writeUInt16BE(port, 38);
  bytes.writeUInt16BE(8 + payload.length, 40);
  bytes.write(payload, 44, 'latin1');
  return bytes;
}
