import type { DomainTally } from '../model.ts';
import type { Database } from './database.ts';

/** What all sealed sources tell of domains, added up. */
export async function talliesOf(db: Database): Promise<DomainTally[]> {
  const sum = new Map<string, DomainTally>();
  await db.sources.orderBy(':id').each((source) => {
    if (source.report === null) return;
    for (const { domain, messages, inner } of source.tallies) {
      const known = sum.get(domain);
      sum.set(domain, { domain, messages: messages + (known?.messages ?? 0), inner: inner + (known?.inner ?? 0) });
    }
  });
  return [...sum.values()];
}
