/** The rules as the person has set them. */
import type { Catalogue, Flag, OwnRuleReading, Rule, RuleLine, RuleSettings } from '../../model.ts';
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
    if ('errors' in reading) errors.push(...reading.errors.map((error) => `Rule ${own.id}: ${error}`));
  }
  return errors;
}
