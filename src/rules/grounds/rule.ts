/** How a rule is written: its head, and a check that raises flags in its name. */
import type {
  Citation,
  Flag,
  Organisation,
  Place,
  ProviderVerdict,
  Rule,
  SeenCertificate,
  Severity,
  SidedSession,
} from '../../model.ts';
import type { Catalogue } from '../../providers/index.ts';

/** A rule is made for one catalogue and for what captures show: what it asks of them is looked up once. */
export type RuleMaker = (catalogue: Catalogue, seen: readonly SeenCertificate[]) => Rule;

export interface RuleHead {
  id: string;
  version: number;
  title: string;
  severity: Severity;
  /** Keys of citations; a flag names those its own fact rests on, these where it says nothing else. */
  sources: readonly string[];
}

/** More than `because` and `places` only where the flag differs from its rule. */
export type Raise = (because: string, places: Place[], differs?: Partial<Pick<Flag, 'severity' | 'sources'>>) => Flag;

export type Check = (
  session: SidedSession,
  verdict: ProviderVerdict,
  organisation: Organisation,
) => readonly Flag[] | Flag | null;

const NONE: readonly Flag[] = [];

/** @throws Error when a source is in no citation of the catalogue. */
export function rule(catalogue: Catalogue, head: RuleHead, makeCheck: (raise: Raise) => Check): Rule {
  const raise: Raise = (because, places, differs) => ({
    rule: head.id,
    ruleVersion: head.version,
    severity: differs?.severity ?? head.severity,
    because,
    sources: [...(differs?.sources ?? head.sources)],
    places,
  });
  const check = makeCheck(raise);
  return {
    ...head,
    sources: head.sources.map((key) => citation(catalogue, key, head.id)),
    check(session, verdict, organisation) {
      const found = check(session, verdict, organisation);
      if (found === null) return NONE;
      return Array.isArray(found) ? (found as readonly Flag[]) : [found as Flag];
    },
  };
}

function citation(catalogue: Catalogue, key: string, id: string): Citation {
  const found = catalogue.citations.find((one) => one.key === key);
  if (found === undefined) throw new Error(`Rule ${id}: no citation has the key ${key}`);
  return found;
}
