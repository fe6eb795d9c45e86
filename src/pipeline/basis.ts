/** The basis as a whole: whether it is sound, and what its rules are called. */
import type { JudgingBasis, RuleLine, RuleSettings } from '../model.ts';
import { readOrganisation } from '../organisation/index.ts';
import { CATALOGUE, catalogueWith, readEdits } from '../providers/index.ts';
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

/** Titles of the built-in rules and of all own ones in the settings; of one that is in several, the last. */
export function titlesOf(...settings: readonly (RuleSettings | null)[]): Map<string, string> {
  const lines = [null, ...settings].flatMap((one): RuleLine[] => ruleLines(makeRules(CATALOGUE), CATALOGUE, one));
  return new Map(lines.map(({ id, title }) => [id, title]));
}
