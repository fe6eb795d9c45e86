import type { SessionFragment, TimeSpan } from '../model.ts';
import { holdsByTime, isLegKey, otherLegOf } from '../model/join-keys.ts';
import { LEG_MS } from './legs.ts';
import { spanOf } from './merge.ts';

/** Which keys find the stored sessions that these fragments may belong to, and where in time they must lie; null = anywhere. */
export function lookupsOf(fragments: readonly SessionFragment[]): Map<string, TimeSpan | null> {
  const spans = new Map<string, TimeSpan | null>();
  for (const fragment of fragments) {
    const span = fragment.joins.some(holdsByTime) ? spanOf(fragment) : null;
    const near = widened(span, LEG_MS);
    for (const join of fragment.joins) {
      // By the leg's own key a session is found, it finds none.
      if (!isLegKey(join)) ask(spans, join, holdsByTime(join) ? widened(span, fragment.gapMs ?? 0) : null);
      const other = otherLegOf(join);
      if (other !== null) ask(spans, other, near);
    }
  }
  return spans;
}

function widened(span: ReturnType<typeof spanOf>, ms: number): TimeSpan | null {
  return span === null ? null : ({ from: span.start - ms, to: span.end + ms } as TimeSpan);
}

function ask(spans: Map<string, TimeSpan | null>, join: string, span: TimeSpan | null): void {
  const known = spans.get(join);
  spans.set(join, known === undefined ? span : union(known, span));
}

function union(a: TimeSpan | null, b: TimeSpan | null): TimeSpan | null {
  if (a === null || b === null) return null;
  return { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to };
}
