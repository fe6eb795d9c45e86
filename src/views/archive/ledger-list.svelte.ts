/** The ledger from its newest entry back, a page at a time, of one kind of entry or of all. */
import { custody } from '../../../workers/client.ts';
import type { ArchiveName } from '../../../workers/api.ts';
import type { LedgerAction, LedgerRecord } from '../../model.ts';
import { whyOf } from '../reasons.ts';

/** Entries shown at once, and looked through at once. */
const [AT_ONCE, BATCH] = [40, 500];

export class LedgerList {
  readonly archive: ArchiveName;
  /** null = all. */
  readonly action: LedgerAction | null;
  /** Newest first. */
  entries = $state.raw<LedgerRecord[]>([]);
  /** Entries of the ledger; null = not known yet. */
  total = $state<number | null>(null);
  /** Entries 1 … `older` have not been looked at. */
  older = $state(0);
  busy = $state(false);
  failure = $state<string | null>(null);
  #ended = false;

  constructor(archive: ArchiveName, action: LedgerAction | null) {
    this.archive = archive;
    this.action = action;
  }

  /** Reads what has come since; at first, the newest. */
  async refresh(): Promise<void> {
    const end = await custody.ledgerEnd(this.archive);
    if (this.#ended) return;
    if (!end.ok) {
      this.failure = whyOf(end);
      return;
    }
    const { count } = end.value;
    const known = this.total;
    this.total = count;
    if (known === null) {
      this.older = count;
      await this.more();
    } else if (count - known > BATCH) {
      [this.entries, this.older] = [[], count];
      await this.more();
    } else if (count > known) {
      const newer = await this.#read(known + 1, count - known);
      this.entries = [...newer, ...this.entries];
    }
  }

  /** The next page back. */
  async more(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const wanted = this.entries.length + AT_ONCE;
    const batch = this.action === null ? AT_ONCE : BATCH;
    while (!this.#ended && this.failure === null && this.older > 0 && this.entries.length < wanted) {
      const first = Math.max(1, this.older - batch + 1);
      const found = await this.#read(first, this.older - first + 1);
      this.entries = [...this.entries, ...found];
      if (this.failure === null) this.older = first - 1;
    }
    this.busy = false;
  }

  /** Nobody looks at it any more. */
  end(): void {
    this.#ended = true;
  }

  /** Newest first, of the kind that is asked for. */
  async #read(first: number, count: number): Promise<LedgerRecord[]> {
    const page = await custody.ledgerPage(this.archive, first, count);
    if (!page.ok) {
      this.failure = whyOf(page);
      return [];
    }
    return page.value.filter(({ action }) => this.action === null || action === this.action).reverse();
  }
}
