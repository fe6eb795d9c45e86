/** The catalogue of providers: facts as data, each with its source, and what a person changes in it. */
import type { Modality } from './messages.ts';
import type { LicenceSku } from './organisation.ts';
import type { IsoDate } from './records.ts';
import type { Citation, ProviderId } from './verdicts.ts';

/** Where a fact is from: keys of `Catalogue.citations`, and how far it can be relied on. */
export interface Sourced {
  sources: string[];
  confidence: Citation['confidence'];
}

/**
 * `public`: public IM connectivity; `xmpp`: partners by the XMPP gateway; `federated`, `hosted`: SIP federation with
 * another organisation, direct or at a hosting provider.
 */
export type ProviderClass = 'public' | 'xmpp' | 'federated' | 'hosted';

/** Lower-case names that mean this provider: e-mail domains, or access proxies (host names). */
export interface NamedHosts extends Sourced {
  names: string[];
}
export interface Capability extends Sourced {
  modality: Modality;
  /** First and last day, both inclusive; null = as long as the provider itself. */
  from: IsoDate | null;
  to: IsoDate | null;
}
/** Any one of the licences meets the need; every need must be met. */
export interface LicenceNeed extends Sourced {
  anyOf: LicenceSku[];
}
export interface Limit extends Sourced {
  day: IsoDate;
}

export interface ProviderEntry {
  id: ProviderId;
  name: string;
  class: ProviderClass;
  domains: NamedHosts[];
  proxies: NamedHosts[];
  /** What is federated, day by day; null = whatever both sides offer. */
  capabilities: Capability[] | null;
  licences: LicenceNeed[];
  /** First day; null = before anything a log is from. */
  begin: Limit | null;
  /** Last good day, in the organisation's zone; null = none stated. Where sources disagree, the last that any names. */
  end: Limit | null;
  /** Its users were moved to another provider: the last day before that. */
  moved: (Limit & { to: ProviderId }) | null;
  /** Customer domains must be provisioned with the provider before they can be used. */
  provisioned: Sourced | null;
  /** The Access Edge certificate needs the client key usage. */
  clientEku: Sourced | null;
}

/** From `day` on a licence of this kind is not sold: one bought or renewed then is not valid. */
export interface SaleEnd extends Limit {
  sku: LicenceSku;
}

/** A date in the life of a provider or product. `day` is the last good day where `end` is set, else the day it happened. */
export interface CatalogueEvent extends Sourced {
  day: IsoDate;
  provider: ProviderId | null;
  label: string;
  end: boolean;
}

export interface Catalogue {
  /** Shape. */
  v: 1;
  /** Of the built-in content; goes up with every change of a fact. */
  version: number;
  citations: readonly Citation[];
  providers: readonly ProviderEntry[];
  saleEnds: readonly SaleEnd[];
  events: readonly CatalogueEvent[];
}

/** What a person makes of the built-in catalogue. An entry leaves the list to be reset (or, of one's own, deleted). */
export interface CatalogueEdits {
  v: 1;
  /** Version of the built-in catalogue that they were made on. */
  basedOn: number;
  /** Whole entries: with the id of a built-in one it stands in its place, with an id of one's own (`own-…`) beside them. */
  entries: ProviderEntry[];
}

/** One provider as the catalogue's page lists it. */
export interface CatalogueLine {
  /** The one in force. */
  entry: ProviderEntry;
  standing: 'built-in' | 'changed' | 'own';
  /** What a reset gives back; null = it is the person's own. */
  builtIn: ProviderEntry | null;
  /** Parts that differ from the built-in ones; empty where there is nothing to compare. */
  changed: (keyof ProviderEntry)[];
}

/** The catalogue in force, as its page lists it. */
export interface CatalogueView {
  v: 1;
  /** Of the built-in content. */
  version: number;
  /** The edits were made on an older built-in catalogue: facts behind them may have changed. */
  outdated: boolean;
  lines: CatalogueLine[];
  saleEnds: SaleEnd[];
  events: CatalogueEvent[];
  citations: Citation[];
}

/** Either an entry, or why it is none: sentences that name the path and the value (never empty). */
export type ProviderEntryReading = { entry: ProviderEntry } | { errors: string[] };
