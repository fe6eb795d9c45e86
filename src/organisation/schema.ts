/** The shape of the organisation's JSON (command line document, "The organisation's JSON"), with what each value must be. */
import * as v from 'valibot';
import { withUnicodeDomain } from '../model/idn.ts';
import { isIsoDate, ORGANISATION_FAULTS as F, type IsoDate } from '../model.ts';

/** Currencies of ISO 4217 have three letters; whether the three exist is not asked. */
const CURRENCY = /^[A-Z]{3}$/;
/** An exact decimal: digits, a point, digits; no sign, no exponent, no thousands. */
export const DECIMAL = /^\d{1,15}(\.\d{1,6})?$/;
/** Labels of letters (any script), digits and hyphens; one label is enough for a name inside a network. */
const DOMAIN = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u;
const ADDRESS = /^[^\s@<>\p{Cc}]+@[^\s@<>\p{Cc}]+$/u;

/** A domain that is not ASCII may be told in either form: it is kept in its own script, as sessions have it. */
const lower = v.transform((text: string) => withUnicodeDomain(text.trim().toLowerCase()));
/** Administrators paste addresses as SIP URIs. */
const bare = v.transform((text: string) => text.replace(/^sips?:/, ''));

export const shortText = v.pipe(v.string(F.text), v.maxLength(500, F['text-long']));
export const day = v.pipe(
  v.string(F['day-text']),
  v.check(isIsoDate, F.day),
  v.transform((text) => text as IsoDate),
);
export const domain = v.pipe(
  v.string(F['domain-text']),
  lower,
  v.regex(DOMAIN, F.domain),
  v.maxLength(253, F['domain-long']),
);
export const address = v.pipe(v.string(F['address-text']), lower, bare, v.regex(ADDRESS, F.address));
export const users = v.union([v.literal('all'), v.array(address)], F.users);
export const sku = v.picklist(
  ['lync-cal', 'pic-usl', 'lync-online-plan-1', 'lync-online-plan-2', 'lync-online-plan-3'],
  F.sku,
);
export const amount = v.pipe(v.string(F['amount-text']), v.regex(DECIMAL, F.amount));
export const currency = v.pipe(v.string(F['currency-text']), v.regex(CURRENCY, F.currency));
const flag = v.boolean(F['yes-no']);

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
    v.check(({ from, to }) => to === null || to >= from, F['before-from']),
    ['to'],
  ),
);

const activation = v.strictObject({
  id: v.pipe(
    v.string(F['provider-text']),
    v.regex(/^(skype|wlm|aol|yahoo|gtalk|xmpp|federated|hosted|own-[a-z0-9]+(-[a-z0-9]+)*)$/, F.provider),
  ),
  enabled: flag,
  activated: untold(day),
  domains: untold(v.array(domain)),
});

const negotiation = v.picklist(['Required', 'Optional', 'NotSupported'], F.negotiation);

export const xmppPartner = v.pipe(
  v.strictObject({
    domain,
    additionalDomains: v.optional(v.array(domain), []),
    partnerType: v.picklist(['Federated', 'PublicVerified', 'PublicUnverified'], F['partner-type']),
    tlsNegotiation: v.exactOptional(negotiation),
    saslNegotiation: v.exactOptional(negotiation),
    supportDialbackNegotiation: v.exactOptional(flag),
  }),
  v.forward(
    v.check(
      ({ supportDialbackNegotiation: dialback, saslNegotiation: sasl }) =>
        dialback !== false || sasl !== 'NotSupported',
      F['dialback-sasl'],
    ),
    ['supportDialbackNegotiation'],
  ),
  v.forward(
    v.check(
      ({ supportDialbackNegotiation: dialback, tlsNegotiation: tls }) => dialback !== false || tls !== 'NotSupported',
      F['tls-dialback'],
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

const edge = v.strictObject({ fqdn: domain, certificate: untold(v.string(F.certificate)) });

const zone = v.pipe(v.string(F['zone-text']), v.check(isZone, F.zone));

export const organisationShape = v.strictObject({
  v: v.optional(v.literal(1, F.version), 1),
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
      content: v.picklist(['full', 'metadata'], F.content),
      evidence: v.exactOptional(v.picklist(['all', 'flagged', 'none'], F.evidence)),
    }),
  ),
  retentionDays: untold(
    v.pipe(
      v.number(F.days),
      v.integer(F['days-whole']),
      v.minValue(1, F['days-few']),
      v.maxValue(36_525, F['days-many']),
    ),
  ),
  idleMinutes: v.exactOptional(
    v.nullable(
      v.pipe(
        v.number(F.minutes),
        v.integer(F['minutes-whole']),
        v.minValue(1, F['minutes-few']),
        v.maxValue(1_440, F['minutes-many']),
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
