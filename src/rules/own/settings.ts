/** The rules as the person has set them. */
import {
  sentenceOf,
  type Catalogue,
  type Flag,
  type OwnRule,
  type OwnRuleReading,
  type Rule,
  type RuleLine,
  type RuleSettings,
} from '../../model.ts';
import { ownRule } from './own-rule.ts';
import { readOwnRule } from './read.ts';

/** The built-in rules that are on, each with its severity as it was chosen, then the person's own that are on. */
export function rulesSet(builtIn: readonly Rule[], catalogue: Catalogue, settings: RuleSettings | null): Rule[] {
  if (settings === null) return [...builtIn];
  const set = new Map(settings.builtIn.map((setting) => [setting.rule, setting]));
  const kept = builtIn.flatMap((rule) => {
    const setting = set.get(rule.id);
    if (setting === undefined) return rule;
    if (!setting.on) return [];
    return setting.severity === null || setting.severity === rule.severity ? rule : graded(rule, setting.severity);
  });
  return [...kept, ...settings.own.filter(({ on }) => on).map((own) => ownRule(catalogue, own))];
}

/** Where the rule answers with its own severity, the chosen one stands; what is undetermined stays so. */
function graded(rule: Rule, severity: Flag['severity']): Rule {
  return {
    ...rule,
    severity,
    check: (...asked) =>
      rule.check(...asked).map((flag) => (flag.severity === rule.severity ? { ...flag, severity } : flag)),
  };
}

/** What the rules' page lists. */
export function ruleLines(builtIn: readonly Rule[], catalogue: Catalogue, settings: RuleSettings | null): RuleLine[] {
  const set = new Map((settings?.builtIn ?? []).map((setting) => [setting.rule, setting]));
  const lines: RuleLine[] = builtIn.map(({ id, version, title, severity, sources }) => {
    const setting = set.get(id);
    return {
      id,
      version,
      title,
      severity: severity as RuleLine['severity'],
      on: setting?.on ?? true,
      chosen: setting?.severity ?? null,
      own: null,
      citations: [...sources],
    };
  });
  const citations = catalogue.citations.filter(({ key }) => key === 'own');
  for (const own of settings?.own ?? []) {
    const { id, version, title, severity, on } = own;
    lines.push({ id, version, title, severity, on, chosen: null, own, citations });
  }
  return lines;
}

/**
 * Own rules with the versions that they bear from now on: what was said under a number keeps it, what is new gets the next, so
 * that no two conditions are ever known by the same id and number.
 * @param before settings that were in force at any time
 */
export function withVersions(settings: RuleSettings, before: readonly RuleSettings[]): RuleSettings {
  const known = before.flatMap(({ own }) => own);
  return {
    ...settings,
    own: settings.own.map((rule) => {
      const earlier = known.filter(({ id }) => id === rule.id);
      const same = earlier.findLast((one) => said(one) === said(rule));
      if (same !== undefined) return { ...rule, version: same.version };
      if (earlier.length === 0) return rule;
      return { ...rule, version: Math.max(...earlier.map(({ version }) => version)) + 1 };
    }),
  };
}
const said = ({ title, severity, because, when }: OwnRule): string => JSON.stringify([title, severity, because, when]);

/** What is wrong with settings that are to be kept; empty = nothing. */
export function settingsErrors(builtIn: readonly Rule[], catalogue: Catalogue, settings: RuleSettings): string[] {
  const errors: string[] = [];
  const ids = new Set<string>();
  const once = (id: string): void => {
    if (ids.has(id)) errors.push(`The rule ${id} stands here a second time`);
    ids.add(id);
  };
  for (const { rule } of settings.builtIn) {
    once(rule);
    if (!builtIn.some(({ id }) => id === rule)) errors.push(`There is no rule ${rule}`);
  }
  for (const own of settings.own) {
    once(own.id);
    const reading: OwnRuleReading = readOwnRule(catalogue, own);
    if ('errors' in reading) errors.push(...reading.errors.map((error) => `Rule ${own.id}: ${sentenceOf(error)}`));
  }
  return errors;
}
