/** `ms-diagnostics: 1034;reason="…";source="edge.contoso.com";…` and its variants [MS-OCER]. */
import type { Fact } from '../model.ts';
import { readMediaType } from './media-type.ts';

export type DiagnosticFact = Extract<Fact, { kind: 'diagnostic' }>;

/** One header value, or anything of its form. null = neither a number nor a reason. Never throws. */
export function readDiagnostic(value: string): DiagnosticFact | null {
  const { name, parameters } = readMediaType(value);
  const id = /^\d{1,9}$/.test(name) ? Number(name) : null;
  const reason = parameters.get('reason') ?? '';
  if (id === null && reason === '') return null;
  return { kind: 'diagnostic', id, reason, source: parameters.get('source') ?? null };
}

/** Adds what is not there yet: the public variant often repeats the other. */
export function addDiagnostic(facts: Fact[], fact: DiagnosticFact): void {
  for (const known of facts) {
    if (known.kind === 'diagnostic' && known.id === fact.id && known.reason === fact.reason) {
      known.source ??= fact.source;
      return;
    }
  }
  facts.push(fact);
}
