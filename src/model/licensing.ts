/** What licences cost after the service ended, and what of them was held and used. */
import type { Certificate } from './certificates.ts';
import type { Licence, LicenceSku, Organisation } from './organisation.ts';
import type { Reason } from './reasons.ts';
import type { IsoDate } from './records.ts';
import type { ProviderId } from './verdicts.ts';

// --- Credit for the public IM licence (PIC USL) ----------------------------------------------------

/** One agreement (a licence of the register) that extends past the last day. Days are counted with both ends. */
export interface CreditLine {
  /** Position in the register. */
  licence: number;
  agreement: string | null;
  users: 'all' | number;
  from: IsoDate;
  /** null = no end is told, so no share can be told either. */
  to: IsoDate | null;
  /** Days of the whole term; null where it has no end. */
  days: number | null;
  /** Days of it after the last day; null where it has no end. */
  daysAfter: number | null;
  /** `daysAfter / days` as an exact fraction in lowest terms, like `184/365`, and in per cent to four places. */
  share: { fraction: string; percent: string } | null;
  payment: Licence['payment'];
  /** Exact decimal in text, rounded half up to the currency's minor unit (ISO 4217); null where payment or end is not told. */
  credit: string | null;
  /** In words, each step with its numbers; or what is missing. */
  working: string[];
  /** Bought or renewed when it was no longer sold: it was not valid. */
  notValid: boolean;
}

export interface PicUslCredit {
  /** Last good day of the service, and where that is from. */
  lastDay: IsoDate;
  source: string;
  /** Agreements that extend past it, by agreement and begin. */
  lines: CreditLine[];
  /** The sum of the rounded credits, a currency each, by currency. */
  totals: { currency: string; credit: string }[];
  /** Agreements that end on or before the last day: they get none. */
  others: number;
  /** False = there is no register of licences at all. */
  told: boolean;
}

// --- Coverage --------------------------------------------------------------------------------------

/** Sessions of one user with one provider on one day, in the organisation's zone. */
export interface UsageTally {
  /** null = which user took part is not known. */
  user: string | null;
  /** null = without a time. */
  day: IsoDate | null;
  provider: ProviderId;
  sessions: number;
}

export interface CoverageFilter {
  /** Days, both inclusive; null = as far as sessions reach. */
  from: IsoDate | null;
  to: IsoDate | null;
  /** Absent = all that need a licence. */
  providers?: ProviderId[];
  /** `unlicensed`: with a day on which a licence that was needed was not held. `idle`: hold one that they did not use. */
  users: 'all' | 'unlicensed' | 'idle';
  /** Part of the address; '' = all. */
  search: string;
}

/** A licence as a bar of the chart, cut to the days shown. */
export interface HeldSpan {
  /** Position in the register. */
  licence: number;
  sku: LicenceSku;
  from: IsoDate;
  to: IsoDate;
  /** It is everyone's, not named for this user. */
  everyone: boolean;
  /** False = bought when it was no longer sold; null = when it was bought is not told. */
  valid: boolean | null;
}

/** A day as a mark of the chart. */
export interface UsedDay {
  day: IsoDate;
  provider: ProviderId;
  sessions: number;
  /** Licences that were needed and not held; empty = covered. Any one of those in a list is enough. */
  missing: LicenceSku[][];
  /** There is no register, or which provider it was, or when a licence was bought, is not known: covered cannot be told. */
  undetermined: boolean;
}

export interface CoverageRow {
  user: string;
  held: HeldSpan[];
  used: UsedDay[];
  sessions: number;
  /** Days with a session that no licence covered. */
  unlicensedDays: number;
}

/** A licence and what became of it, within the days shown. */
export interface LicenceUse {
  licence: number;
  sku: LicenceSku;
  agreement: string | null;
  from: IsoDate;
  to: IsoDate | null;
  /** Users whom it names; null = everyone. */
  users: number | null;
  /** Of them those who used a provider that asks for such a licence, on a day it covers; of everyone's, all who did. */
  usedBy: number;
  /** The first hundred who did not, by address; empty for everyone's. */
  idle: string[];
  idleCount: number;
}

export interface LicenceCoverage {
  timeZone: string;
  /** Days shown; null = there is nothing to show. */
  from: IsoDate | null;
  to: IsoDate | null;
  /** False = no register was given: nothing can be said to be missing. */
  told: boolean;
  /** Users who fit the filter; rows first … first + rows.length - 1 of them, most unlicensed days first, then by address. */
  matching: number;
  first: number;
  rows: CoverageRow[];
  /** Users who used a provider, who did so without a licence, and who hold one named for them that they did not use. */
  users: { used: number; unlicensed: number; idle: number };
  licences: LicenceUse[];
  /** Sessions with a licensed provider that have no time, and those whose user is not known: counted, not drawn. */
  undated: number;
  nobody: number;
}

// --- Certificates ----------------------------------------------------------------------------------

export interface CertificateFacts extends Certificate {
  /** The certificate alone, as PEM: what stands in `edges[].certificate`. */
  pem: string;
  /** SHA-256 of the DER, lower-case hex: what browsers show as its fingerprint. */
  sha256: string;
  /** Whether an Edge may use it as a client, which AOL asks for: named, or every use is allowed. */
  client: boolean;
}
export type CertificatesReading = { certificates: CertificateFacts[] } | { errors: Reason[] };

// --- What an administrator can export --------------------------------------------------------------

/** What a file that an administrator exported holds. */
export interface ExportedFile {
  name: string;
  /** `Get-CsPublicProvider` …; null = it is of none that is known. */
  cmdlet: string | null;
  objects: number;
  /** Sentences that name row, column and value. With any, nothing of the file is taken up. */
  errors: string[];
  /** What was read, but not as told, or what the organisation's JSON has no place for. */
  notes: string[];
}

/** Files put together with the organisation as it was. */
export interface ExportsReading {
  files: ExportedFile[];
  /** With the parts that the files tell in place of the old ones. Not kept: apply it as a basis. */
  organisation: Organisation;
  /** Parts that were taken up. */
  parts: (keyof Organisation)[];
  /** Pools whose site must be told before the access policies of sites can be used; empty = nothing is open. */
  openPools: string[];
  /** Sites that have a policy of their own. */
  sites: string[];
}
