/** The bars of the overview: what each counts, its colour, and which sessions it leads to. */
import type { FacetCount } from '../../../workers/api.ts';
import type { JudgementCount, ProviderId, Severity } from '../../model.ts';
import { hrefOf } from '../routes.ts';
import { writeQuery } from '../session-query.ts';

export interface Bar {
  key: string;
  count: number;
  href: string;
  /** What the rule found, not what it could find at the gravest. */
  about: { provider: ProviderId } | { rule: string; severity: Severity };
}

/** A rule that lacked a fact is a bar of its own: what is not known is no violation. */
export const ruleBars = (counts: readonly JudgementCount[]): Bar[] =>
  counts.map(({ rule, severity, count }) => ({
    key: `${rule} ${severity}`,
    count,
    href: hrefOf({ page: 'sessions' }, writeQuery({ rule: [rule], severity: [severity] })),
    about: { rule, severity },
  }));

export const providerBars = (counts: readonly FacetCount[]): Bar[] =>
  counts.map(({ value, count }) => ({
    key: value,
    count,
    href: hrefOf({ page: 'sessions' }, writeQuery({ provider: [value as ProviderId] })),
    about: { provider: value as ProviderId },
  }));
