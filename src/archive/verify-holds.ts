import type { LedgerRecord, LegalHold, VerifyFault } from '../model.ts';
import { canonicalJson } from './canonical.ts';

/** The holds that must be there, as the ledger tells. Storage-free. */
export class ExpectedHolds {
  readonly #holds = new Map<number, LegalHold>();

  /** An entry whose payload was erased tells nothing. */
  follow({ action, payload }: LedgerRecord): void {
    if (action === 'hold' && payload !== undefined) {
      const hold = payload as unknown as LegalHold;
      this.#holds.set(hold.id, hold);
    }
    if (action === 'release' && payload !== undefined) {
      const { hold, at, by, why } = payload as unknown as NonNullable<LegalHold['released']> & { hold: number };
      const held = this.#holds.get(hold);
      if (held !== undefined) this.#holds.set(hold, { ...held, released: { at, by, why } });
    }
  }

  /** null = they are as they were told. */
  fault(there: readonly LegalHold[]): VerifyFault | null {
    const fault = (id: number, message: string): VerifyFault => ({ part: 'ledger', subject: `hold:${id}`, message });
    for (const [id, hold] of this.#holds) {
      const found = there.find((one) => one.id === id);
      if (found === undefined) return fault(id, `Hold ${id} (${hold.name}) is missing.`);
      if (canonicalJson(found) !== canonicalJson(hold)) return fault(id, `Hold ${id} (${hold.name}) was changed.`);
    }
    const stray = there.find(({ id }) => !this.#holds.has(id));
    return stray === undefined ? null : fault(stray.id, `Hold ${stray.id} (${stray.name}) is not known to the ledger.`);
  }
}
