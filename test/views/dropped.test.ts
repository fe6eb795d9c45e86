import { describe, expect, test } from 'vitest';
import { carriesFiles, droppedFiles } from '../../src/views/import/dropped.ts';
import { organisationFileOf } from '../../src/views/import/organisation-file.ts';

const fileEntry = (name: string): FileSystemEntry =>
  ({
    name,
    fullPath: `/${name}`,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  }) as unknown as FileSystemEntry;

/** As it lies in a folder. */
const inside = (folder: string, entry: FileSystemEntry): FileSystemEntry =>
  Object.assign(entry, { fullPath: `/${folder}${entry.fullPath}` });

/** Gives its children as browsers do: `atOnce` at a time, then an empty list. */
function folder(name: string, children: FileSystemEntry[], atOnce = 100): FileSystemEntry {
  const createReader = () => {
    let given = 0;
    return {
      readEntries: (done: (entries: FileSystemEntry[]) => void) => done(children.slice(given, (given += atOnce))),
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const transferOf = (entries: (FileSystemEntry | null)[], files: File[] = []): DataTransfer =>
  ({
    types: ['Files'],
    files,
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
  }) as unknown as DataTransfer;

const namesOf = async (transfer: DataTransfer): Promise<string[]> =>
  (await droppedFiles(transfer)).files.map(({ name }) => name);

describe('droppedFiles', () => {
  test('gives files and all files in folders, in the order of their paths', async () => {
    const logs = folder('logs', [
      inside('logs', fileEntry('b.log')),
      folder('a', [inside('logs/a', fileEntry('z.log')), inside('logs/a', fileEntry('y.log'))]),
    ]);
    expect(await namesOf(transferOf([fileEntry('one.pcap'), logs]))).toEqual([
      'one.pcap',
      'logs/a/y.log',
      'logs/a/z.log',
      'logs/b.log',
    ]);
  });

  test('reads a folder of more entries than a browser gives at a time', async () => {
    const names = [...Array(250).keys()].map((n) => `edge-${String(n).padStart(3, '0')}.log`);
    expect(await namesOf(transferOf([folder('many', names.map(fileEntry))]))).toEqual(names);
  });

  test('names what the system does not give out, and gives the rest', async () => {
    const closed = {
      ...fileEntry('closed.log'),
      file: (_: unknown, fail: (why: Error) => void) => fail(new Error('no permission')),
    };
    const logs = folder('logs', [inside('logs', closed), inside('logs', fileEntry('open.log'))]);
    const { files, lost } = await droppedFiles(transferOf([logs, fileEntry('one.log')]));
    expect(files.map(({ name }) => name)).toEqual(['logs/open.log', 'one.log']);
    expect(lost).toEqual([{ path: 'logs/closed.log', why: 'no permission' }]);
  });

  test('passes over what operating systems leave in folders', async () => {
    expect(await namesOf(transferOf([folder('f', [fileEntry('.DS_Store'), fileEntry('a.log')])]))).toEqual(['a.log']);
  });

  test('takes the files where the source of the drag gives no entries', async () => {
    expect(await namesOf(transferOf([null], [new File(['x'], 'mail.log')]))).toEqual(['mail.log']);
  });

  test('knows a drag of files from a drag of text', () => {
    expect(carriesFiles(transferOf([]))).toBe(true);
    expect(carriesFiles({ types: ['text/plain'] } as unknown as DataTransfer)).toBe(false);
    expect(carriesFiles(null)).toBe(false);
  });
});

describe('organisationFileOf', () => {
  const kindOf = async (name: string, text: string): Promise<string | null> =>
    (await organisationFileOf(new File([text], name)))?.kind ?? null;

  test.each([
    ['organisation.json', '{ "v": 1 }', 'organisation'],
    ['Organisation.JSON', '\uFEFF{"v":1}', 'organisation'],
    ['licences.csv', 'SKU,user,from\r\nlync-cal,*,2012-01-01', 'licences'],
    ['sessions.json', '{"type":"session","v":1}', null],
    ['other.csv', 'time,from,to\n', null],
    ['edge.log', '{ "v": 1 }', null],
    ['half.json', '{ "domains": ["contoso.com"] }', 'organisation'],
    ['lines.json', '{"v":1,"time":"2014-06-01"}\n{"v":1,"time":"2014-06-02"}\n', null],
    ['one-line.json', '{"time":"2014-06-01T10:00:00Z","from":"alice@contoso.com","body":"lunch?"}\n', null],
    ['cut.json', '{ "v": 1, "domains": [', null],
    ['list.json', '[{ "v": 1 }]', null],
    ['skunk.csv', 'skunk,name\n1,2', null],
    ['edge.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'certificate'],
    ['key.pem', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n', null],
    ['quoted.log', 'the log says\n-----BEGIN CERTIFICATE-----\n', null],
  ])('%s is taken as %s', async (name, text, kind) => {
    expect(await kindOf(name, text)).toBe(kind);
  });

  test('a certificate as DER is known by its first bytes', async () => {
    const der = new Uint8Array([0x30, 0x82, 0x03, 0x10]);
    expect((await organisationFileOf(new File([der], 'edge.cer')))?.kind).toBe('certificate');
    expect(await organisationFileOf(new File(['no certificate'], 'edge.cer'))).toBeNull();
  });

  test('whether a cmdlet printed a file is asked of its reader, for JSON, CSV and text alone', async () => {
    const asked: string[] = [];
    const isExport = (file: File): Promise<boolean> => {
      asked.push(file.name);
      return Promise.resolve(file.name.startsWith('Get-'));
    };
    const kinds = [];
    for (const name of ['Get-CsUser.csv', 'Get-CsUser.json', 'talk.csv', 'edge.log']) {
      kinds.push((await organisationFileOf(new File(['[]'], name), isExport))?.kind ?? null);
    }
    expect(kinds).toEqual(['export', 'export', null, null]);
    expect(asked).toEqual(['Get-CsUser.csv', 'Get-CsUser.json', 'talk.csv']);
  });

  test.each([
    ['#TYPE Selected.Microsoft.Rtc\r\n"Identity"', true],
    ['"Identity","ProxyFqdn"\r\n', true],
    ['\uFFFD\uFFFD[\0\r\0\n\0', true],
    ['06/24/2014-09:00:00 TL_INFO(TF_PROTOCOL) $$begin_record', false],
    ['time,from,to\n', false],
  ])('the reader of exports is asked only where the beginning may be one: %j', async (text, expected) => {
    let isAsked = false;
    await organisationFileOf(new File([text], 'any.txt'), () => {
      isAsked = true;
      return Promise.resolve(true);
    });
    expect(isAsked).toBe(expected);
  });
});
