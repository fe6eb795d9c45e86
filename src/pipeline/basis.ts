/** The basis as a whole: whether it is sound, and what its rules are called. */
import type {
  Catalogue,
  CatalogueEdits,
  CatalogueView,
  JudgingBasis,
  LicenceSku,
  ProviderEntry,
  ProviderEntryReading,
  ProviderId,
  RuleLine,
  RuleSettings,
} from '../model.ts';
import { readOrganisation, type LicenceNeeds, type PicUslFacts } from '../organisation/index.ts';
import { CATALOGUE, catalogueView, catalogueWith, readEdits, readProviderEntry } from '../providers/index.ts';
import { makeRules, ruleLines, settingsErrors } from '../rules/index.ts';

/** As it is to be kept, or what is wrong with it: sentences that name the place (never empty). */
export function checkedBasis(basis: JudgingBasis): { basis: JudgingBasis } | { errors: string[] } {
  const errors: string[] = [];
  let organisation = basis.organisation;
  if (organisation !== null) {
    const reading = readOrganisation(organisation);
    if (reading.ok) organisation = reading.organisation;
    else for (const { path, message, value } of reading.errors) errors.push(`${path}: ${message}, found “${value}”`);
  }
  if (basis.catalogue !== null) {
    const reading = readEdits(CATALOGUE, basis.catalogue);
    if (!reading.ok) errors.push(...reading.errors.map(({ path, message }) => `Catalogue, ${path}: ${message}`));
  }
  if (errors.length === 0 && basis.rules !== null) {
    const catalogue = catalogueWith(CATALOGUE, basis.catalogue);
    errors.push(...settingsErrors(makeRules(catalogue), catalogue, basis.rules));
  }
  return errors.length > 0 ? { errors } : { basis: { ...basis, organisation } };
}

/** The built-in catalogue with a person's edits in it. */
export function editedCatalogue(edits: CatalogueEdits | null): Catalogue {
  return catalogueWith(CATALOGUE, edits);
}
export function viewCatalogue(edits: CatalogueEdits | null): CatalogueView {
  return catalogueView(CATALOGUE, edits);
}
export function readEntry(json: string): ProviderEntryReading {
  return readProviderEntry(CATALOGUE, json);
}

/** Built-in rules in their order, then the person's own. */
export function listRules(rules: RuleSettings | null, edits: CatalogueEdits | null): RuleLine[] {
  const catalogue = editedCatalogue(edits);
  return ruleLines(makeRules(catalogue), catalogue, rules);
}

/** What the catalogue asks of the users of each provider. */
export function licenceNeeds({ providers, saleEnds }: Catalogue): LicenceNeeds {
  const needs = new Map<ProviderId, LicenceSku[][][]>();
  const needsOf = ({ licences }: ProviderEntry): LicenceSku[][] => licences.map(({ anyOf }) => anyOf);
  for (const entry of providers) if (entry.licences.length > 0) needs.set(entry.id, [needsOf(entry)]);
  const both = providers.filter(({ id }) => id === 'wlm' || id === 'skype');
  if (both.length === 2) needs.set('msn-or-skype', both.map(needsOf));
  return { providers: needs, saleEnds: new Map(saleEnds.map(({ sku, day }) => [sku, day])) };
}

/** null = the catalogue names no last day of a provider that asks for the public IM licence. */
export function picUslFacts({ providers, saleEnds }: Catalogue): PicUslFacts | null {
  const ends = providers.flatMap(({ licences, end }) => {
    return end !== null && licences.some(({ anyOf }) => anyOf.includes('pic-usl')) ? end : [];
  });
  const last = ends.sort((a, b) => (a.day < b.day ? 1 : -1))[0];
  if (last === undefined) return null;
  const saleEnd = saleEnds.find(({ sku }) => sku === 'pic-usl')?.day ?? null;
  return { lastDay: last.day, source: last.sources[0] ?? '', saleEnd };
}

/** Titles of the built-in rules and of all own ones in the settings; of one that is in several, the last. */
export function titlesOf(...settings: readonly (RuleSettings | null)[]): Map<string, string> {
  const lines = [null, ...settings].flatMap((one): RuleLine[] => ruleLines(makeRules(CATALOGUE), CATALOGUE, one));
  return new Map(lines.map(({ id, title }) => [id, title]));
}
