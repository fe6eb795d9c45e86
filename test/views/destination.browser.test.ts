/** Where an export's bytes go: a file of a real file system, which is whole or as it was. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { chooseDestination } from '../../src/views/export/destination.ts';

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
