/** Tells a file about the organisation from a log, by its name and beginning. */

export interface OrganisationFile {
  kind: 'organisation' | 'licences';
  text: string;
}

/** Organisations are small; a larger file is a log. */
const MAX_BYTES = 16_000_000;

/** Null = not about the organisation. */
export async function organisationFileOf(file: File): Promise<OrganisationFile | null> {
  if (file.size > MAX_BYTES) return null;
  const name = file.name.toLowerCase();
  const head = (await file.slice(0, 256).text()).replace(/^\uFEFF/, '').trimStart();
  // The command line's lines begin with a type: they are no organisation.
  if (name.endsWith('.json') && head.startsWith('{') && !head.startsWith('{"type"')) {
    return { kind: 'organisation', text: await file.text() };
  }
  const columns = (head.split(/\r?\n/, 1)[0] ?? '').toLowerCase();
  if (name.endsWith('.csv') && columns.includes('sku')) return { kind: 'licences', text: await file.text() };
  return null;
}
