/** The shape of the organisation's JSON (command line document, "The organisation's JSON"), with what each value must be. */
import * as v from 'valibot';
import { withUnicodeDomain } from '../model/idn.ts';
import { isIsoDate, type IsoDate } from '../model.ts';

/** Currencies of ISO 4217 have three letters; whether the three exist is not asked. */
const CURRENCY = /^[A-Z]{3}$/;
/** An exact decimal: digits, a point, digits; no sign, no exponent, no thousands. */
export const DECIMAL = /^\d{1,15}(\.\d{1,6})?$/;
/** Labels of letters (any script), digits and hyphens; one label is enough for a name inside a network. */
const DOMAIN = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;

/** A domain that is not ASCII may be told in either form: it is kept in its own script, as sessions have it. */
const lower = v.transform((text: string) => withUnicodeDomain(text.trim().toLowerCase()));
/** Administrators paste addresses as SIP URIs. */
const bare = v.transform((text: string) => text.replace(/^sips?:/, ''));

export const shortText = v.pipe(v.string('expected text'), v.maxLength(500, 'longer than 500 characters'));
export const day = v.pipe(
  v.string('expected a day, YYYY-MM-DD'),
  v.check(isIsoDate, 'not a day of the calendar, YYYY-MM-DD'),
  v.transform((text) => text as IsoDate),
);
export const domain = v.pipe(
  v.string('expected a domain'),
  lower,
  v.regex(DOMAIN, 'not a domain name'),
  v.maxLength(253, 'longer than 253 characters'),
);
export const address = v.pipe(
  v.string('expected an address, user@domain'),
  lower,
  bare,
  v.regex(ADDRESS, 'not an address, user@domain'),
);
export const users = v.union([v.literal('all'), v.array(address)], 'expected "all" or a list of addresses');
export const sku = v.picklist(
  ['lync-cal', 'pic-usl', 'lync-online-plan-1', 'lync-online-plan-2', 'lync-online-plan-3'],
  'expected lync-cal, pic-usl, lync-online-plan-1, lync-online-plan-2 or lync-online-plan-3',
);
export const amount = v.pipe(
  v.string('expected an exact decimal in quotes, like "1200.00"'),
  v.regex(DECIMAL, 'not an exact decimal, like 1200.00'),
);
export const currency = v.pipe(
  v.string('expected a currency'),
  v.regex(CURRENCY, 'not a currency of three capital letters'),
);
const flag = v.boolean('expected true or false');

/** Absent and null both mean: not told. */
function untold<const S extends v.GenericSchema>(schema: S) {
  return v.optional(v.nullable(schema), null);
}

export const licence = v.pipe(
  v.strictObject({
    sku,
    users,
    purchased: untold(day),
    from: day,
    to: untold(day),
    agreement: untold(shortText),
    payment: untold(v.strictObject({ amount, currency })),
  }),
  v.forward(
    v.check(({ from, to }) => to === null || to >= from, 'lies before "from"'),
    ['to'],
  ),
);

const activation = v.strictObject({
  id: v.pipe(
    v.string('expected the id of a provider'),
    v.regex(
      /^(skype|wlm|aol|yahoo|gtalk|xmpp|federated|hosted|own-[a-z0-9]+(-[a-z0-9]+)*)$/,
      "expected skype, wlm, aol, yahoo, gtalk, xmpp, federated, hosted or one of the catalogue's own (own-…)",
    ),
  ),
  enabled: flag,
  activated: untold(day),
  domains: untold(v.array(domain)),
});

const negotiation = v.picklist(['Required', 'Optional', 'NotSupported'], 'expected Required, Optional or NotSupported');

export const xmppPartner = v.pipe(
  v.strictObject({
    domain,
    additionalDomains: v.optional(v.array(domain), []),
    partnerType: v.picklist(
      ['Federated', 'PublicVerified', 'PublicUnverified'],
      'expected Federated, PublicVerified or PublicUnverified',
    ),
    tlsNegotiation: v.exactOptional(negotiation),
    saslNegotiation: v.exactOptional(negotiation),
    supportDialbackNegotiation: v.exactOptional(flag),
  }),
  v.forward(
    v.check(
      ({ supportDialbackNegotiation: dialback, saslNegotiation: sasl }) =>
        dialback !== false || sasl !== 'NotSupported',
      'off with SASL not supported: the partner could then not be verified in any way',
    ),
    ['supportDialbackNegotiation'],
  ),
  v.forward(
    v.check(
      ({ supportDialbackNegotiation: dialback, tlsNegotiation: tls }) => dialback !== false || tls !== 'NotSupported',
      'not supported with dialback off: SASL needs TLS, so the partner could then not be verified in any way',
    ),
    ['tlsNegotiation'],
  ),
);

const accessException = v.strictObject({
  user: address,
  publicCloud: v.exactOptional(flag),
  publicCloudAudioVideo: v.exactOptional(flag),
  xmpp: v.exactOptional(flag),
  federation: v.exactOptional(flag),
});

const access = v.strictObject({
  users,
  publicCloud: flag,
  publicCloudAudioVideo: flag,
  xmpp: flag,
  federation: flag,
  exceptions: v.optional(v.array(accessException), []),
});

const edge = v.strictObject({ fqdn: domain, certificate: untold(v.string('expected a certificate in PEM')) });

const zone = v.pipe(v.string('expected a time zone'), v.check(isZone, 'not a time zone of the IANA list'));

export const organisationShape = v.strictObject({
  v: v.optional(v.literal(1, 'expected 1, the version of this shape'), 1),
  name: untold(shortText),
  timeZone: untold(zone),
  domains: untold(v.array(domain)),
  licences: untold(v.array(licence)),
  providers: untold(v.array(activation)),
  xmppPartners: untold(v.array(xmppPartner)),
  allowedDomains: untold(v.array(domain)),
  access: untold(access),
  edges: untold(v.array(edge)),
  archiving: untold(
    v.strictObject({
      users,
      content: v.picklist(['full', 'metadata'], 'expected full or metadata'),
      evidence: v.exactOptional(v.picklist(['all', 'flagged', 'none'], 'expected all, flagged or none')),
    }),
  ),
  retentionDays: untold(
    v.pipe(
      v.number('expected a number of days'),
      v.integer('not a whole number of days'),
      v.minValue(1, 'less than a day'),
      v.maxValue(36_525, 'more than a hundred years'),
    ),
  ),
  idleMinutes: v.exactOptional(
    v.nullable(
      v.pipe(
        v.number('expected a number of minutes'),
        v.integer('not a whole number of minutes'),
        v.minValue(1, 'less than a minute'),
        v.maxValue(1_440, 'more than a day'),
      ),
    ),
  ),
});

/** A named zone that this engine knows; bare offsets (+02:00) are no zones. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    // The engine's way of saying that it does not know the zone.
    return false;
  }
}
