/** What an administrator can export of the deployment. A cmdlet is one file here and one line in the list. */
import type { ExportedFile, ExportsReading, Organisation, ProviderActivation } from '../../model.ts';
import { EMPTY_ORGANISATION } from '../../model/organisation.ts';
import { accessOf } from './access.ts';
import { allowedDomain } from './allowed-domain.ts';
import type { Cmdlet, Told } from './cmdlet.ts';
import { externalAccessPolicy } from './external-access-policy.ts';
import { publicProvider } from './public-provider.ts';
import { readTable } from './table.ts';
import { user } from './user.ts';
import { xmppAllowedPartner } from './xmpp-allowed-partner.ts';

export const CMDLETS: readonly Cmdlet[] = [
  publicProvider,
  xmppAllowedPartner,
  externalAccessPolicy,
  allowedDomain,
  user,
];

/** Errors and notes of one file that are shown. */
const MOST_SENTENCES = 100;

/**
 * Reads files of any of the cmdlets, decoded, and puts what they tell in place of what was told before. A file with an error is
 * left out whole.
 * @param sites by pool, its site
 */
export function readExports(
  files: readonly { name: string; text: string }[],
  organisation: Organisation | null,
  sites: Readonly<Record<string, string>> = {},
): ExportsReading {
  const told: Told = { providers: null, partners: null, allowedDomains: null, policies: null, users: null };
  const read = files.map(({ name, text }) => readFile(name, text, told));
  const before = organisation ?? EMPTY_ORGANISATION;
  const after: Organisation = { ...before };
  const parts: (keyof Organisation)[] = [];
  const take = <K extends keyof Organisation>(part: K, value: Organisation[K] | null): void => {
    if (value === null) return;
    after[part] = value;
    parts.push(part);
  };
  take('providers', told.providers && activationsOf(told.providers, before.providers ?? []));
  take('xmppPartners', told.partners);
  take('allowedDomains', told.allowedDomains);
  const found = told.policies === null ? null : accessOf(told.policies, told.users, sites);
  const policyErrors = told.users?.flatMap(({ row }) => row.errors) ?? [];
  take('access', policyErrors.length > 0 ? null : (found?.access ?? null));
  for (const file of read) {
    if (file.cmdlet === user.name) {
      file.errors.push(...policyErrors);
      if (told.policies === null)
        file.notes.unshift('Which policy a user has says something only beside Get-CsExternalAccessPolicy.');
    }
    if (file.cmdlet === externalAccessPolicy.name) file.notes.push(...(found?.notes ?? []));
  }
  return {
    files: read.map(({ name, cmdlet, objects, errors, notes }) => ({
      name,
      cmdlet,
      objects,
      errors: few(errors),
      notes: few(notes),
    })),
    organisation: after,
    parts,
    openPools: found?.openPools ?? [],
    sites: found?.sites ?? [],
  };
}

function readFile(name: string, text: string, told: Told): ExportedFile {
  const file: ExportedFile = { name, cmdlet: null, objects: 0, errors: [], notes: [] };
  const table = readTable(text);
  if ('error' in table) return { ...file, errors: [table.error] };
  const cmdlet = CMDLETS.find(({ properties }) => properties.every((property) => table.properties.has(property)));
  if (cmdlet === undefined) {
    const known = CMDLETS.map((one) => one.name).join(', ');
    return { ...file, objects: table.rows.length, errors: [`Not from a cmdlet that can be read: ${known}`] };
  }
  const mine: Told = { providers: null, partners: null, allowedDomains: null, policies: null, users: null };
  cmdlet.read(table.rows, mine);
  const errors = table.rows.flatMap((row) => row.errors);
  if (errors.length === 0) join(told, mine);
  const notes = table.rows.flatMap((row) => row.notes);
  return { name, cmdlet: cmdlet.name, objects: table.rows.length, errors, notes };
}

/** Several files of one cmdlet are one list. */
function join(told: Told, mine: Told): void {
  if (mine.providers !== null) told.providers = [...(told.providers ?? []), ...mine.providers];
  if (mine.partners !== null) told.partners = [...(told.partners ?? []), ...mine.partners];
  if (mine.allowedDomains !== null) {
    told.allowedDomains = [...new Set([...(told.allowedDomains ?? []), ...mine.allowedDomains])];
  }
  if (mine.policies !== null) told.policies = [...(told.policies ?? []), ...mine.policies];
  if (mine.users !== null) told.users = [...(told.users ?? []), ...mine.users];
}

/** Days and domains are not exported: what was told of them stays, and so do providers that are no public ones. */
function activationsOf(
  told: readonly { id: string; enabled: boolean }[],
  before: readonly ProviderActivation[],
): ProviderActivation[] {
  const listed = told.map(({ id, enabled }): ProviderActivation => {
    const known = before.find((one) => one.id === id);
    return { id, enabled, activated: known?.activated ?? null, domains: known?.domains ?? null };
  });
  const others = before.filter(({ id }) => !['yahoo', 'aol', 'wlm', 'skype'].includes(id));
  return [...listed, ...others];
}

function few(sentences: readonly string[]): string[] {
  const more = sentences.length - MOST_SENTENCES;
  return more > 0 ? [...sentences.slice(0, MOST_SENTENCES), `… and ${more} more`] : [...sentences];
}
