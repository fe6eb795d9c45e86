/** The files in what a person dropped: files, and all files in folders. */

/** Names that an operating system leaves in every folder. */
const CLUTTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && [...transfer.types].includes('Files');
}

export interface Dropped {
  /** In the order of their paths. */
  files: File[];
  /** What the system does not give out, with its reason: a link to nowhere, a folder without permission. */
  lost: { path: string; why: string }[];
}

/** Must be called within the drop event: the items are gone afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const known = entries.filter((entry) => entry !== null);
  // Not every source of a drag gives entries (a file out of an archive manager): take its files as they are.
  const dropped: Dropped = { files: known.length === 0 ? [...transfer.files] : [], lost: [] };
  for (const entry of known) await collect(entry, dropped);
  return dropped;
}

async function collect(entry: FileSystemEntry, { files, lost }: Dropped): Promise<void> {
  if (CLUTTER.has(entry.name)) return;
  try {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      files.push(named(file, pathOf(entry)));
    } else if (isFolder(entry)) {
      const children = await childrenOf(entry);
      children.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const child of children) await collect(child, { files, lost });
    }
  } catch (error) {
    lost.push({ path: pathOf(entry), why: error instanceof Error ? error.message : String(error) });
  }
}

const pathOf = ({ fullPath }: FileSystemEntry): string => fullPath.replace(/^\//, '');
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives about a hundred entries at a time; an empty list is the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Two files of one name may lie in two folders: a file out of a folder is called by its path in what was dropped. */
export function named(file: File, path: string): File {
  return path === '' || path === file.name
    ? file
    : new File([file], path, { type: file.type, lastModified: file.lastModified });
}
