/** What can be wrong with a value of the organisation's JSON: a code, and the sentence that the command line says. */
export const ORGANISATION_FAULTS = {
  text: 'expected text',
  'text-long': 'longer than 500 characters',
  'day-text': 'expected a day, YYYY-MM-DD',
  day: 'not a day of the calendar, YYYY-MM-DD',
  'domain-text': 'expected a domain',
  domain: 'not a domain name',
  'domain-long': 'longer than 253 characters',
  'address-text': 'expected an address, user@domain',
  address: 'not an address, user@domain',
  users: 'expected "all" or a list of addresses',
  sku: 'expected lync-cal, pic-usl, lync-online-plan-1, lync-online-plan-2 or lync-online-plan-3',
  'amount-text': 'expected an exact decimal in quotes, like "1200.00"',
  amount: 'not an exact decimal, like 1200.00',
  'currency-text': 'expected a currency',
  currency: 'not a currency of three capital letters',
  'yes-no': 'expected true or false',
  'before-from': 'lies before "from"',
  'provider-text': 'expected the id of a provider',
  provider: "expected skype, wlm, aol, yahoo, gtalk, xmpp, federated, hosted or one of the catalogue's own (own-…)",
  negotiation: 'expected Required, Optional or NotSupported',
  'partner-type': 'expected Federated, PublicVerified or PublicUnverified',
  'dialback-sasl': 'off with SASL not supported: the partner could then not be verified in any way',
  'tls-dialback':
    'not supported with dialback off: SASL needs TLS, so the partner could then not be verified in any way',
  certificate: 'expected a certificate in PEM',
  'zone-text': 'expected a time zone',
  zone: 'not a time zone of the IANA list',
  version: 'expected 1, the version of this shape',
  content: 'expected full or metadata',
  evidence: 'expected all, flagged or none',
  days: 'expected a number of days',
  'days-whole': 'not a whole number of days',
  'days-few': 'less than a day',
  'days-many': 'more than a hundred years',
  minutes: 'expected a number of minutes',
  'minutes-whole': 'not a whole number of minutes',
  'minutes-few': 'less than a minute',
  'minutes-many': 'more than a day',
  key: 'not a key of this shape',
  missing: 'missing',
  object: 'expected an object',
  list: 'expected a list',
} as const;

export type OrganisationFault = keyof typeof ORGANISATION_FAULTS;

/** A fault and where it is. */
export interface FieldFault {
  /** Like `licences[0].to`; '' = the whole. */
  path: string;
  /** The value found, shortened; '' = nothing stands there. */
  value: string;
  /** In English. */
  message: string;
  /** null = the text could not be parsed at all. */
  code: OrganisationFault | null;
}
