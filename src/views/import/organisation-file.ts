/** Tells a file about the organisation from a log, by its name and content. */
import type { Organisation } from '../../model.ts';

export type OrganisationFile =
  | { kind: 'organisation'; text: string }
  | { kind: 'licences'; text: string }
  | { kind: 'certificate'; file: File }
  | { kind: 'export'; file: File };

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

/** A certificate as PEM or DER; a key, or a log with a certificate in it, is none. */
async function isCertificate(file: File, head: string): Promise<boolean> {
  if (/^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/m.test(head)) return /^\S*-----BEGIN|^Bag Attributes/.test(head);
  if (!/\.(?:cer|crt|der)$/i.test(file.name)) return false;
  // DER: a SEQUENCE with a length of two bytes.
  const [tag, length] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return tag === 0x30 && length === 0x82;
}

/** A glance, for most files are logs: JSON, what `Export-Csv` begins with, or a head with one of its columns. PowerShell may write UTF-16. */
function mayBeExport(head: string): boolean {
  const text = head.replace(/[\0\uFFFD\uFEFF]/g, '').trimStart();
  if (/^(?:[[{]|#TYPE )/.test(text)) return true;
  const columns = text.split(/\r?\n/, 1)[0] ?? '';
  return /(?:^|[,;\t])"?(?:Identity|SipAddress|Domain|ProxyFqdn|Fqdn)"?(?:[,;\t]|$)/i.test(columns);
}

/**
 * Null = not about the organisation.
 * @param isExport says whether a file is what a cmdlet (`Get-CsPublicProvider` …) printed
 */
export async function organisationFileOf(
  file: File,
  isExport: (file: File) => Promise<boolean> = () => Promise.resolve(false),
): Promise<OrganisationFile | null> {
  if (file.size > MAX_BYTES) return null;
  const name = file.name.toLowerCase();
  const head = (await file.slice(0, 256).text()).replace(/^\uFEFF/, '').trimStart();
  if (await isCertificate(file, head)) return { kind: 'certificate', file };
  if (name.endsWith('.json') && head.startsWith('{')) {
    const text = (await file.text()).replace(/^\uFEFF/, '');
    if (isOrganisation(text)) return { kind: 'organisation', text };
  }
  const columns = (head.split(/\r?\n/, 1)[0] ?? '').toLowerCase();
  if (name.endsWith('.csv') && /(?:^|[,;\t"])sku(?:$|[,;\t"])/.test(columns))
    return { kind: 'licences', text: await file.text() };
  return /\.(?:json|csv|txt)$/.test(name) && mayBeExport(head) && (await isExport(file))
    ? { kind: 'export', file }
    : null;
}
