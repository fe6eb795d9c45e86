import { reason, verifyFault, type LedgerRecord, type LegalHold, type SessionId, type VerifyFault } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import { followed } from './holds.ts';

/** A session that a hold names has become others. */
interface Followed {
  hold: number;
  gone: SessionId;
  heirs: SessionId[];
}

/** The holds that must be there, as the ledger tells. Storage-free. */
export class ExpectedHolds {
  readonly #holds = new Map<number, LegalHold>();

  /** An entry whose payload was erased tells nothing. */
  follow({ action, payload }: LedgerRecord): void {
    if (action === 'hold' && payload !== undefined) this.#hold(payload as unknown as LegalHold | Followed);
    if (action === 'release' && payload !== undefined) {
      const { hold, at, by, why } = payload as unknown as NonNullable<LegalHold['released']> & { hold: number };
      const held = this.#holds.get(hold);
      if (held !== undefined) this.#holds.set(hold, { ...held, released: { at, by, why } });
    }
  }

  #hold(told: LegalHold | Followed): void {
    if (!('gone' in told)) {
      this.#holds.set(told.id, told);
      return;
    }
    const hold = this.#holds.get(told.hold);
    if (hold === undefined) return;
    this.#holds.set(told.hold, { ...hold, scope: followed(hold.scope, told.gone, told.heirs) });
  }

  /** null = they are as they were told. */
  fault(there: readonly LegalHold[]): VerifyFault | null {
    const fault = ({ id, name }: LegalHold, why: 'hold-missing' | 'hold-changed' | 'hold-untold'): VerifyFault =>
      verifyFault('ledger', `hold:${id}`, reason(why, { hold: id, name }));
    for (const [id, hold] of this.#holds) {
      const found = there.find((one) => one.id === id);
      if (found === undefined) return fault(hold, 'hold-missing');
      if (canonicalJson(found) !== canonicalJson(hold)) return fault(hold, 'hold-changed');
    }
    const stray = there.find(({ id }) => !this.#holds.has(id));
    return stray === undefined ? null : fault(stray, 'hold-untold');
  }
}
