/** What must be in the archive, as its journal tells. */
import { reason, type LedgerAnchor, type Reason, type SourceId } from '../model.ts';
import { journalHash } from './journal-line.ts';
import { EMPTY_LEDGER } from './ledger-chain.ts';
import type { JournalRecord } from './tables.ts';

export interface ExpectedPack {
  slots: number;
  digest: string;
  /** Digest of its judgements; '' = the journal tells of none. */
  judged: string;
  gone: Set<number>;
}

export class JournalReplay {
  readonly packs = new Map<number, ExpectedPack>();
  /** Digest by offset, by source. */
  readonly blocks = new Map<SourceId, Map<number, string>>();
  readonly sources = new Map<SourceId, string>();
  #anchor = EMPTY_LEDGER;
  /** Greatest number that a pack ever had; -1 = there was none. */
  lastPack = -1;

  get anchor(): LedgerAnchor {
    return this.#anchor;
  }

  /** Why the line is not the next one; null = it fits, and was followed. */
  next({ hash, ...line }: JournalRecord): Reason | null {
    const { count, head } = this.#anchor;
    if (line.n !== count + 1) return reason('journal-missing', { line: count + 1 });
    if (journalHash(line, head) !== hash) return reason('journal-changed', { line: line.n });
    this.#anchor = { count: line.n, head: hash };
    this.#follow(line);
    return null;
  }

  #follow({ packs, gone, deleted, judged, evidence, dropped, sources, cleared }: Omit<JournalRecord, 'hash'>): void {
    if (cleared) {
      this.packs.clear();
      this.blocks.clear();
      this.sources.clear();
    }
    for (const [pack, slots, digest] of packs) {
      this.packs.set(pack, { slots, digest, judged: '', gone: new Set() });
      this.lastPack = Math.max(this.lastPack, pack);
    }
    for (const [pack, digest] of judged) {
      const known = this.packs.get(pack);
      if (known !== undefined) known.judged = digest;
    }
    for (const [pack, slots] of gone) for (const slot of slots) this.packs.get(pack)?.gone.add(slot);
    for (const pack of deleted) this.packs.delete(pack);
    for (const [source, offset, digest] of evidence) {
      const known = this.blocks.get(source);
      if (known === undefined) this.blocks.set(source, new Map([[offset, digest]]));
      else known.set(offset, digest);
    }
    for (const [source, offset] of dropped) this.blocks.get(source)?.delete(offset);
    for (const [source, digest] of sources) {
      if (digest === null) this.sources.delete(source);
      else this.sources.set(source, digest);
    }
  }
}
