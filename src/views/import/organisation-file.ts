/** Tells a file about the organisation from a log, by its name and content. */
import type { Organisation } from '../../model.ts';

export interface OrganisationFile {
  kind: 'organisation' | 'licences';
  text: string;
}

/** Organisations are small; a larger file is a log. */
const MAX_BYTES = 16_000_000;

/** One of these makes an object an organisation, sound or not. */
const KEYS = [
  'v',
  'timeZone',
  'domains',
  'licences',
  'providers',
  'xmppPartners',
  'allowedDomains',
  'access',
  'edges',
  'archiving',
  'retentionDays',
  'idleMinutes',
] as const satisfies readonly (keyof Organisation)[];

/** The whole text is one JSON object with parts of an organisation. A log of JSON lines is many, or has other parts. */
function isOrganisation(text: string): boolean {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return false;
  }
  // The command line's lines begin with a type: they are no organisation.
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts) || 'type' in parts) return false;
  return KEYS.some((key) => key in parts);
}

/** Null = not about the organisation. */
export async function organisationFileOf(file: File): Promise<OrganisationFile | null> {
  if (file.size > MAX_BYTES) return null;
  const name = file.name.toLowerCase();
  const head = (await file.slice(0, 256).text()).replace(/^\uFEFF/, '').trimStart();
  if (name.endsWith('.json') && head.startsWith('{')) {
    const text = (await file.text()).replace(/^\uFEFF/, '');
    return isOrganisation(text) ? { kind: 'organisation', text } : null;
  }
  const columns = (head.split(/\r?\n/, 1)[0] ?? '').toLowerCase();
  if (name.endsWith('.csv') && columns.includes('sku')) return { kind: 'licences', text: await file.text() };
  return null;
}
