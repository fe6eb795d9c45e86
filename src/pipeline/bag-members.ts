/**
 * Bags (BagIt, RFC 8493) among the files of a folder or an archive. Their tag files hold nothing to read. Of a bag that an
 * earlier export made, the sessions are read from the fullest form in it; the evidence they came from is read where there is
 * none, and else goes along: read as well, it would depend on zones and dates that nobody tells again.
 */
import type { ImportFile } from './settings.ts';

const DECLARATION = 'bagit.txt';
/** In a bag of an earlier export. */
const CONTENTS = 'data/documents/contents.json';
/** Folders from which sessions are read, the fullest first. */
const READ = ['data/ndjson/', 'data/eml/', 'data/evidence/'];
/** The format that passes over what lies in a bag. */
const PASSED_OVER = 'bagit';

/** The same files; those of a bag that hold no sessions say so. */
export function inBags(files: readonly ImportFile[]): ImportFile[] {
  const names = new Set(files.map(({ name }) => name));
  const bags = files
    .filter(({ name }) => name === DECLARATION || name.endsWith('/' + DECLARATION))
    .map(({ name }) => {
      const base = name.slice(0, -DECLARATION.length);
      return { base, read: folderRead(base, names) };
    });
  // A bag within a bag is payload of the outer one.
  const outer = bags.sort((a, b) => a.base.length - b.base.length);
  if (outer.length === 0) return [...files];
  return files.map((file) => {
    const bag = outer.find(({ base }) => file.name.startsWith(base));
    if (bag === undefined || file.name.startsWith(bag.base + bag.read)) return file;
    return { ...file, format: PASSED_OVER };
  });
}

function folderRead(base: string, names: ReadonlySet<string>): string {
  if (!names.has(base + CONTENTS)) return 'data/';
  const folder = READ.find((within) => {
    for (const name of names) if (name.startsWith(base + within)) return true;
    return false;
  });
  return folder ?? 'data/';
}
