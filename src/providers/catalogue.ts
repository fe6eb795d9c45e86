/** The catalogue of providers: facts as data, each with its source, checked when it is loaded. */
import * as v from 'valibot';
import {
  isIsoDate,
  type BuiltInProviderId,
  type Catalogue,
  type IsoDate,
  type ProviderEntry,
  type Sourced,
} from '../model.ts';

export type {
  Capability,
  Catalogue,
  CatalogueEvent,
  LicenceNeed,
  Limit,
  NamedHosts,
  ProviderClass,
  ProviderEntry,
  SaleEnd,
  Sourced,
} from '../model.ts';

const text = v.pipe(v.string(), v.minLength(1));
const day = v.custom<IsoDate>((value) => typeof value === 'string' && isIsoDate(value), 'Expected a day, YYYY-MM-DD');
const hostName = v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Expected a lower-case domain name'));
const confidence = v.picklist(['documented', 'seen-on-wire', 'unsourced']);
const sourced = { sources: v.pipe(v.array(text), v.minLength(1)), confidence };
const sourcedOnly = v.strictObject(sourced);
const namedHosts = v.strictObject({ names: v.pipe(v.array(hostName), v.minLength(1)), ...sourced });
const limit = v.strictObject({ day, ...sourced });

export const PROVIDER_IDS = [
  'yahoo',
  'aol',
  'wlm',
  'skype',
  'msn-or-skype',
  'gtalk',
  'xmpp',
  'federated',
  'hosted',
  'internal',
  'unknown',
] as const satisfies readonly BuiltInProviderId[];
/** One of a person's own: `own-` and words of letters and digits. */
const ownId = v.custom<`own-${string}`>(
  (value) => typeof value === 'string' && /^own-[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
);
const providerId = v.union([v.picklist(PROVIDER_IDS), ownId], 'Expected the id of a provider');

const capability = v.strictObject({
  modality: v.picklist(['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty']),
  from: v.nullable(day),
  to: v.nullable(day),
  ...sourced,
});
const sku = v.picklist(['lync-cal', 'pic-usl', 'lync-online-plan-1', 'lync-online-plan-2', 'lync-online-plan-3']);
const provider = v.strictObject({
  id: providerId,
  name: text,
  class: v.picklist(['public', 'xmpp', 'federated', 'hosted']),
  domains: v.array(namedHosts),
  proxies: v.array(namedHosts),
  capabilities: v.nullable(v.array(capability)),
  licences: v.array(v.strictObject({ anyOf: v.pipe(v.array(sku), v.minLength(1)), ...sourced })),
  begin: v.nullable(limit),
  end: v.nullable(limit),
  moved: v.nullable(v.strictObject({ to: providerId, day, ...sourced })),
  provisioned: v.nullable(sourcedOnly),
  clientEku: v.nullable(sourcedOnly),
});
const event = v.strictObject({ day, provider: v.nullable(providerId), label: text, end: v.boolean(), ...sourced });
const citation = v.strictObject({ key: text, title: text, says: text, confidence });

const catalogueShape = v.strictObject({
  v: v.literal(1),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  citations: v.array(citation),
  providers: v.array(provider),
  saleEnds: v.array(v.strictObject({ sku, day, ...sourced })),
  events: v.array(event),
});

export type CatalogueReading =
  { ok: true; catalogue: Catalogue } | { ok: false; errors: { path: string; message: string }[] };

/** Checks a catalogue, the built-in one or a user's: shape, days, ids once each, and that every source is cited. */
export function readCatalogue(value: unknown): CatalogueReading {
  const parsed = v.safeParse(catalogueShape, value);
  if (!parsed.success) {
    return {
      ok: false,
      errors: parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })),
    };
  }
  const errors = disagreements(parsed.output);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, catalogue: parsed.output };
}

function disagreements(catalogue: Catalogue): { path: string; message: string }[] {
  const errors: { path: string; message: string }[] = [];
  const keys = new Set(catalogue.citations.map(({ key }) => key));
  const ids = new Set<string>();
  catalogue.providers.forEach((entry, index) => {
    const path = `providers.${index}`;
    if (ids.has(entry.id)) errors.push({ path, message: `The provider ${entry.id} stands here a second time` });
    ids.add(entry.id);
    for (const fact of factsOf(entry)) errors.push(...uncited(fact, path, keys));
    if (entry.begin !== null && entry.end !== null && entry.end.day < entry.begin.day) {
      errors.push({ path, message: `The end, ${entry.end.day}, lies before the begin, ${entry.begin.day}` });
    }
  });
  catalogue.saleEnds.forEach((sale, index) => errors.push(...uncited(sale, `saleEnds.${index}`, keys)));
  catalogue.events.forEach((item, index) => errors.push(...uncited(item, `events.${index}`, keys)));
  return errors;
}

function factsOf(entry: ProviderEntry): Sourced[] {
  const single = [entry.begin, entry.end, entry.moved, entry.provisioned, entry.clientEku].filter(
    (fact) => fact !== null,
  );
  return [...entry.domains, ...entry.proxies, ...(entry.capabilities ?? []), ...entry.licences, ...single];
}

function uncited(fact: Sourced, path: string, keys: ReadonlySet<string>): { path: string; message: string }[] {
  return fact.sources
    .filter((source) => !keys.has(source))
    .map((source) => ({ path, message: `No citation has the key ${source}` }));
}

/** @throws Error when the value is no catalogue: the built-in one is part of the program. */
export function checkedCatalogue(value: unknown): Catalogue {
  const reading = readCatalogue(value);
  if (reading.ok) return reading.catalogue;
  throw new Error('Catalogue: ' + reading.errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
}
