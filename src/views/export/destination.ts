/** Where an export's bytes go: straight into a file that the person chose, or into a download. */
import { saveAs } from '../sessions/save.ts';

export interface Destination {
  /** The name under which the person finds it. */
  name: string;
  write(bytes: Uint8Array): Promise<void>;
  /** All is written. @throws where the file could not be finished */
  close(): Promise<void>;
  /** What was written is no whole file, and does not stay. */
  discard(): Promise<void>;
}

/** Not in every browser: then an empty file stays. */
interface RemovableHandle extends FileSystemFileHandle {
  remove?(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker?: (this: Window, options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** To be called while the person's click lasts. @returns null = they chose no file after all */
export async function chooseDestination(name: string, type: string): Promise<Destination | null> {
  const { showSaveFilePicker } = window as SavePicker;
  if (showSaveFilePicker === undefined) return download(name, type);
  let handle: FileSystemFileHandle;
  try {
    handle = await showSaveFilePicker.call(window, { suggestedName: name });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // It is there, and a policy of the machine or the frame forbids it.
    return download(name, type);
  }
  // The picker makes a file where there was none.
  const isNew = (await handle.getFile()).size === 0;
  const stream = await handle.createWritable();
  return {
    name: handle.name,
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    close: () => stream.close(),
    // The bytes lie beside the file until it is closed: the file itself is as it was, or goes where there was none.
    discard: async () => {
      await stream.abort().catch(() => undefined);
      if (isNew) await (handle as RemovableHandle).remove?.().catch(() => undefined);
    },
  };
}

/** Bytes after which what has come is handed to the browser, which keeps large blobs on the disk. */
const BLOB = 8 * 1024 * 1024;

function download(name: string, type: string): Destination {
  let [whole, fresh, size] = [[] as Blob[], [] as BlobPart[], 0];
  const settle = (): void => {
    if (size > 0) whole.push(new Blob(fresh));
    [fresh, size] = [[], 0];
  };
  return {
    name,
    write: async (bytes) => {
      fresh.push(bytes as Uint8Array<ArrayBuffer>);
      size += bytes.length;
      if (size >= BLOB) settle();
    },
    close: async () => {
      settle();
      saveAs(new Blob(whole, { type }), name);
      whole = [];
    },
    discard: async () => {
      [whole, fresh, size] = [[], [], 0];
    },
  };
}
