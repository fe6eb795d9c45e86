/** What the user tells about the deployment. Every part may be missing: what is not told is `undetermined`, never a violation. */
import type { IsoDate } from './records.ts';

export type LicenceSku = 'lync-cal' | 'pic-usl' | 'lync-online-plan-1' | 'lync-online-plan-2' | 'lync-online-plan-3';

export interface Licence {
  sku: LicenceSku;
  /** Bare lower-case addresses, or everyone. */
  users: 'all' | string[];
  /** Day bought or renewed; null = not told. */
  purchased: IsoDate | null;
  /** First and last day covered, both inclusive; `to` null = no end. */
  from: IsoDate;
  to: IsoDate | null;
  agreement: string | null;
  /** `amount` is an exact decimal in text. */
  payment: { amount: string; currency: string } | null;
}

export interface ProviderActivation {
  /** Id of a catalogue entry. */
  id: string;
  enabled: boolean;
  activated: IsoDate | null;
  /** Customer domains provisioned with that provider; null = not told. */
  domains: string[] | null;
}

export interface XmppPartner {
  domain: string;
  additionalDomains: string[];
  partnerType: 'Federated' | 'PublicVerified' | 'PublicUnverified';
  /** Absent = not told. Dialback off cannot go with SASL, nor with TLS, not supported: such a partner is refused. */
  tlsNegotiation?: Negotiation;
  saslNegotiation?: Negotiation;
  supportDialbackNegotiation?: boolean;
}

export type Negotiation = 'Required' | 'Optional' | 'NotSupported';

export interface AccessException {
  user: string;
  publicCloud?: boolean;
  publicCloudAudioVideo?: boolean;
  xmpp?: boolean;
  federation?: boolean;
}

export interface AccessPolicy {
  users: 'all' | string[];
  publicCloud: boolean;
  publicCloudAudioVideo: boolean;
  xmpp: boolean;
  federation: boolean;
  exceptions: AccessException[];
}

/** Whose sessions are archived, and how much of them. */
export interface ArchivingPolicy {
  users: 'all' | string[];
  content: 'full' | 'metadata';
  /** Which bytes of the files are kept as evidence: of all sessions, of those with a violation or a warning, of none. Absent = all. Of metadata alone there is none. */
  evidence?: 'all' | 'flagged' | 'none';
}

/** Validated; domains and addresses lower case. A part that is `null` was not told. */
export interface Organisation {
  v: 1;
  name: string | null;
  /** IANA zone; days are counted in it. */
  timeZone: string | null;
  domains: string[] | null;
  licences: Licence[] | null;
  providers: ProviderActivation[] | null;
  xmppPartners: XmppPartner[] | null;
  allowedDomains: string[] | null;
  access: AccessPolicy | null;
  edges: { fqdn: string; certificate: string | null }[] | null;
  archiving: ArchivingPolicy | null;
  retentionDays: number | null;
  /** Silence that ends a chat by XMPP, minutes; absent or null = 30. Counts for what is read from then on. */
  idleMinutes?: number | null;
}

/** Nothing told at all. */
export const EMPTY_ORGANISATION: Organisation = Object.freeze({
  v: 1,
  name: null,
  timeZone: null,
  domains: null,
  licences: null,
  providers: null,
  xmppPartners: null,
  allowedDomains: null,
  access: null,
  edges: null,
  archiving: null,
  retentionDays: null,
});
