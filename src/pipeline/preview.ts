/** What judging by another basis would change: counted, and remembered session by session in a few bytes each. */
import type {
  ChangeFilter,
  EpochMs,
  Judgement,
  JudgingPreview,
  ProviderId,
  RuleChange,
  SessionId,
  Severity,
} from '../model.ts';

type RuleFlag = { rule: string; severity: Severity };

/** How a session would change. Few different ones stand in many sessions. */
export interface SessionChange {
  gained: RuleFlag[];
  lost: RuleFlag[];
  provider: { from: ProviderId; to: ProviderId } | null;
}

export interface ChangedLine {
  id: SessionId;
  start: EpochMs | null;
  change: SessionChange;
}

const GRAVITY: readonly Severity[] = ['violation', 'warning', 'undetermined', 'info'];

export class Preview {
  readonly #changed: ChangedLine[] = [];
  readonly #changes = new Map<string, { change: SessionChange; sessions: number }>();
  #sorted = true;

  /** Takes one session up. */
  add({ id, start, change }: ChangedLine): void {
    const name = JSON.stringify(change);
    let known = this.#changes.get(name);
    if (known === undefined) this.#changes.set(name, (known = { change, sessions: 0 }));
    known.sessions++;
    this.#changed.push({ id, start, change: known.change });
    this.#sorted = false;
  }

  /** @param titleOf a rule's title */
  summary(judged: number, titleOf: (rule: string) => string): JudgingPreview {
    const found: JudgingPreview = { judged, changed: 0, gain: 0, lose: 0, moved: 0, rules: [], providers: [] };
    const rules = new Map<string, RuleChange>();
    const moves = new Map<string, JudgingPreview['providers'][number]>();
    for (const { change, sessions } of this.#changes.values()) {
      found.changed += sessions;
      if (change.gained.length > 0) found.gain += sessions;
      if (change.lost.length > 0) found.lose += sessions;
      for (const part of ['gained', 'lost'] as const) {
        for (const flag of change[part]) countRule(rules, flag, titleOf)[part] += sessions;
      }
      if (change.provider === null) continue;
      found.moved += sessions;
      const name = `${change.provider.from} ${change.provider.to}`;
      const known = moves.get(name);
      if (known === undefined) moves.set(name, { ...change.provider, sessions });
      else known.sessions += sessions;
    }
    found.rules = [...rules.values()].sort(gravestFirst);
    found.providers = [...moves.values()].sort((a, b) => b.sessions - a.sessions || (a.from < b.from ? -1 : 1));
    return found;
  }

  /** Sessions first, first + 1, … of those that fit, by start and id; those without a time last. */
  window(filter: ChangeFilter, first: number, count: number): { matching: number; first: number; rows: ChangedLine[] } {
    if (!this.#sorted) this.#changed.sort(byStart);
    this.#sorted = true;
    const fitting = this.#changed.filter(({ change }) => fits(change, filter));
    const from = Math.max(0, Math.min(first, fitting.length));
    return { matching: fitting.length, first: from, rows: fitting.slice(from, from + Math.max(0, count)) };
  }
}

export function changeOf(before: Judgement, after: Judgement): SessionChange {
  const [old, anew] = [flagsOf(before), flagsOf(after)];
  const { id: from } = before.verdict;
  const { id: to } = after.verdict;
  return {
    gained: [...anew].flatMap(([name, flag]) => (old.has(name) ? [] : flag)),
    lost: [...old].flatMap(([name, flag]) => (anew.has(name) ? [] : flag)),
    provider: from === to ? null : { from, to },
  };
}

/** A rule's flags of one severity count once. */
function flagsOf({ flags }: Judgement): Map<string, RuleFlag> {
  return new Map(flags.map(({ rule, severity }) => [`${rule} ${severity}`, { rule, severity }]));
}

function countRule(
  rules: Map<string, RuleChange>,
  { rule, severity }: RuleFlag,
  titleOf: (rule: string) => string,
): RuleChange {
  const name = `${rule} ${severity}`;
  let known = rules.get(name);
  if (known === undefined) {
    known = { rule, title: titleOf(rule), severity, gained: 0, lost: 0 };
    rules.set(name, known);
  }
  return known;
}

function gravestFirst(a: RuleChange, b: RuleChange): number {
  const gravity = GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity);
  return gravity || b.gained + b.lost - a.gained - a.lost || (a.rule < b.rule ? -1 : 1);
}

function fits({ gained, lost, provider }: SessionChange, { kind, rule }: ChangeFilter): boolean {
  if (kind === 'gain' && gained.length === 0) return false;
  if (kind === 'lose' && lost.length === 0) return false;
  if (kind === 'moved' && provider === null) return false;
  if (rule === undefined) return true;
  const flags = kind === 'gain' ? gained : kind === 'lose' ? lost : [...gained, ...lost];
  return flags.some((flag) => flag.rule === rule);
}

function byStart(a: ChangedLine, b: ChangedLine): number {
  const times = (a.start ?? Infinity) - (b.start ?? Infinity);
  if (times < 0 || times > 0) return times;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
