/** The bars of the overview: what each counts, its colour, and which sessions it leads to. */
import type { Crossed, FacetCount } from '../../../workers/api.ts';
import type { JudgementCount, ProviderId, Severity } from '../../model.ts';
import { hrefOf } from '../routes.ts';
import { toggled, writeQuery, type SessionQuery } from '../session-query.ts';

export interface Bar {
  key: string;
  count: number;
  /** null = no filter asks for it. */
  href: string | null;
  /** The filter asks for it. */
  isChosen: boolean;
  /** What the rule found, not what it could find at the gravest. */
  about: { provider: ProviderId } | { rule: string; severity: Severity } | { user: string | null; flagged: number };
}

const hrefWith = (query: SessionQuery, part: Partial<SessionQuery>): string =>
  hrefOf({ page: 'overview' }, writeQuery({ ...query, ...part }));
const isOnly = (values: readonly string[], value: string): boolean => values.length === 1 && values[0] === value;

/** A rule that lacked a fact is a bar of its own: what is not known is no violation. Choosing what is chosen takes it back. */
export const ruleBars = (counts: readonly JudgementCount[], query: SessionQuery): Bar[] =>
  counts.map(({ rule, severity, count }) => {
    const isChosen = isOnly(query.rule, rule) && isOnly(query.severity, severity);
    const part = isChosen ? { rule: [], severity: [] } : { rule: [rule], severity: [severity] };
    return { key: `${rule} ${severity}`, count, href: hrefWith(query, part), isChosen, about: { rule, severity } };
  });

export const providerBars = (counts: readonly FacetCount[], query: SessionQuery): Bar[] =>
  counts.map(({ value, count }) => {
    const provider = value as ProviderId;
    const isChosen = query.provider.includes(provider);
    return {
      key: value,
      count,
      href: hrefWith(query, toggled(query, 'provider', value)),
      isChosen,
      about: { provider },
    };
  });

export const userBars = (counts: Crossed['users'], query: SessionQuery): Bar[] =>
  counts.map(({ user, sessions: count, flagged }) => ({
    key: user ?? '',
    count,
    href: user === null ? null : hrefWith(query, toggled(query, 'user', user)),
    isChosen: user !== null && query.user.includes(user),
    about: { user, flagged },
  }));
