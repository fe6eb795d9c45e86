import * as v from 'valibot';
import { xmppPartner } from '../schema.ts';
import type { Cmdlet } from './cmdlet.ts';
import type { ExportRow } from './row.ts';

/** In the order of the cmdlet's documentation. */
const PARTNER_TYPES = ['Federated', 'PublicVerified', 'PublicUnverified'] as const;
const NEGOTIATIONS = ['Required', 'Optional', 'NotSupported'] as const;

/** Properties by the organisation's keys, to name them in errors. */
const PROPERTIES: Readonly<Record<string, string>> = {
  domain: 'Domain',
  additionalDomains: 'AdditionalDomains',
  partnerType: 'PartnerType',
  tlsNegotiation: 'TlsNegotiation',
  saslNegotiation: 'SaslNegotiation',
  supportDialbackNegotiation: 'SupportDialbackNegotiation',
};

/** The two settings with which no partner can be verified are refused, as everywhere. */
export const xmppAllowedPartner: Cmdlet = {
  name: 'Get-CsXmppAllowedPartner',
  properties: ['partnertype', 'tlsnegotiation', 'saslnegotiation'],
  read(rows, into) {
    const partners = (into.partners ??= []);
    for (const row of rows) {
      const told = partnerOf(row);
      if (row.errors.length > 0) continue;
      const read = v.safeParse(xmppPartner, told);
      if (read.success) partners.push(read.output);
      else for (const issue of read.issues) tell(row, issue);
    }
  },
};

function partnerOf(row: ExportRow): Record<string, unknown> {
  const tls = row.choice('TlsNegotiation', NEGOTIATIONS);
  const sasl = row.choice('SaslNegotiation', NEGOTIATIONS);
  const dialback = row.flag('SupportDialbackNegotiation');
  const partnerType = row.choice('PartnerType', PARTNER_TYPES);
  if (partnerType === null && row.errors.length === 0) row.error('PartnerType', 'is missing', undefined);
  return {
    domain: row.text('Domain') || row.text('Identity'),
    additionalDomains: row.list('AdditionalDomains') ?? [],
    partnerType,
    ...(tls !== null && { tlsNegotiation: tls }),
    ...(sasl !== null && { saslNegotiation: sasl }),
    ...(dialback !== null && { supportDialbackNegotiation: dialback }),
  };
}

function tell(row: ExportRow, issue: v.BaseIssue<unknown>): void {
  const [key] = issue.path ?? [];
  const value = issue.path?.at(-1)?.value;
  row.error(PROPERTIES[String(key?.key)] ?? 'Identity', issue.message, value);
}
