/** A backup beside the archive, in the browser's own files: it outlives a kill of the page that made it. */

const handle = async (create: boolean): Promise<FileSystemFileHandle> =>
  (await navigator.storage.getDirectory()).getFileHandle('backup', { create });

export async function saveBackup(blob: Blob): Promise<void> {
  const to: WritableStream<Uint8Array<ArrayBuffer>> = await (await handle(true)).createWritable();
  await blob.stream().pipeTo(to);
}

export async function savedBackup(): Promise<File> {
  return (await handle(false)).getFile();
}

/** The archive is gone; its backup stays. Whoever has it open has to let go of it. */
export function wiped(archive: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(archive);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('It cannot be deleted'));
  });
}
