/** Where an export's bytes go: a file of a real file system, which is whole or as it was. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ExportForm, ExportOptions } from '../../workers/api.ts';
import { openArchive } from '../../workers/client.ts';
import { chooseDestination } from '../../src/views/export/destination.ts';
import { exporting } from '../../src/views/export/running.svelte.ts';

const NAME = 'sessions.csv';
const picker = window as { showSaveFilePicker?: () => Promise<FileSystemFileHandle> };
const before = picker.showSaveFilePicker;
let folder: FileSystemDirectoryHandle;

beforeEach(async () => {
  folder = await navigator.storage.getDirectory();
  await folder.removeEntry(NAME).catch(() => undefined);
  // As the picker of the system does: the file is made where there was none.
  picker.showSaveFilePicker = () => folder.getFileHandle(NAME, { create: true });
});
afterAll(() => {
  if (before === undefined) delete picker.showSaveFilePicker;
  else picker.showSaveFilePicker = before;
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
async function content(): Promise<string | null> {
  try {
    return await (await (await folder.getFileHandle(NAME)).getFile()).text();
  } catch {
    return null;
  }
}
async function begun() {
  const to = await chooseDestination(NAME, 'text/csv');
  if (to === null) throw new Error('Nothing was chosen');
  await to.write(bytes('half'));
  return to;
}

test('a file is there when it is whole, and not before', async () => {
  const to = await begun();
  expect(await content()).toBe('');
  await to.write(bytes(' and whole'));
  await to.close();
  expect(await content()).toBe('half and whole');
});

test('an export that is broken off leaves no file behind', async () => {
  await (await begun()).discard();
  expect(await content()).toBeNull();
});

test('an export that is broken off leaves the file that was there as it was', async () => {
  const stream = await (await folder.getFileHandle(NAME, { create: true })).createWritable();
  await stream.write('before');
  await stream.close();
  await (await begun()).discard();
  expect(await content()).toBe('before');
});

test('a page that goes away while it writes leaves no file that looks whole', async () => {
  const frame = document.createElement('iframe');
  // A page of its own, empty and of the same origin, which is there at once.
  document.body.append(frame);
  const handle = await folder.getFileHandle(NAME, { create: true });
  const within = frame.contentWindow as unknown as { navigator: Navigator };
  const own = await (await within.navigator.storage.getDirectory()).getFileHandle(NAME);
  const stream = await own.createWritable();
  await stream.write('half');
  frame.remove();
  expect(await (await handle.getFile()).text()).toBe('');
});

describe('where the browser has no picker', () => {
  const clicked: string[] = [];

  beforeEach(() => {
    delete picker.showSaveFilePicker;
    clicked.length = 0;
    // The method itself is that of any element: this one stands before it.
    Object.defineProperty(HTMLAnchorElement.prototype, 'click', {
      configurable: true,
      value(this: HTMLAnchorElement) {
        clicked.push(this.download);
      },
    });
  });
  afterAll(() => void Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click'));

  test('a download begins when all is there, and not before', async () => {
    const to = await begun();
    expect(clicked).toEqual([]);
    await to.close();
    expect(clicked).toEqual([NAME]);
  });

  test('an export that is broken off gives no download', async () => {
    await (await begun()).discard();
    expect(clicked).toEqual([]);
  });
});

describe('a disk that is full', () => {
  const ARCHIVE = 'fedlens-demonstration';
  const FORM: ExportForm = { id: 'csv', title: 'CSV', fileName: NAME, mediaType: 'text/csv' };
  const OPTIONS: ExportOptions = {
    ...{ form: 'csv', select: { filter: {} }, selection: 'all', content: true, evidence: 'none', ledger: false },
    ...{ mailPer: 'conversation', inside: [], redaction: null },
  };
  const full = new DOMException('No space left', 'QuotaExceededError');
  /** A real file whose stream fails where it is told to. */
  const failing = (at: 'write' | 'close') => async (): Promise<FileSystemFileHandle> => {
    const handle = await folder.getFileHandle(NAME, { create: true });
    const create = handle.createWritable.bind(handle);
    handle.createWritable = async () => {
      const stream = await create();
      stream[at] = () => Promise.reject(full);
      return stream;
    };
    return handle;
  };

  test.each(['write', 'close'] as const)('at %s leaves no file and is said', async (at) => {
    const opened = await openArchive(ARCHIVE, () => undefined);
    expect(opened.ok).toBe(true);
    picker.showSaveFilePicker = failing(at);
    await exporting.run(ARCHIVE, FORM, OPTIONS);
    expect(exporting).toMatchObject({ busy: false, result: null, wasCancelled: false });
    expect(exporting.failure).toContain('No space left');
    expect(await content()).toBeNull();
  });
});
