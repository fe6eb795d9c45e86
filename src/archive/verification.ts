/** Recomputes everything: the chain of the ledger, the journal's, and the digest of each source, pack, line and block. */
import type { LedgerAnchor, Verification, VerifiedPart, VerifyFault, VerifyProgress } from '../model.ts';
import type { Database } from './database.ts';
import { chainFault } from './imported-chain.ts';
import { JournalReplay } from './journal-replay.ts';
import { LedgerCheck } from './ledger-chain.ts';
import { Unreadable } from './sealing.ts';
import { readCounters } from './slots.ts';
import type { Counters } from './tables.ts';
import { blockFaults } from './verify-evidence.ts';
import { LedgerTold } from './verify-told.ts';
import { packFaults } from './verify-packs.ts';
import { sourceFaults } from './verify-sources.ts';

export interface VerifyHooks {
  /** Called often. */
  progress?(progress: VerifyProgress): void;
  signal?: AbortSignal;
  /** The end of the ledger as it was kept elsewhere. */
  anchor?: LedgerAnchor | null;
}

/** Entries, and lines, read at once. */
const BATCH = 1_000;

/** Stops at the first thing that does not fit. */
class Misfit extends Error {
  readonly fault: VerifyFault;

  constructor(fault: VerifyFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** What the ledger tells of and is no session: holds, reviews, word lists, versions of the basis, settings. */
function toldFault(db: Database, told: LedgerTold, count: number): Promise<VerifyFault | null> {
  const { holds, reviews, wordLists, meta, sessions } = db;
  return db.transaction('r', [holds, reviews, wordLists, meta, sessions], async () => {
    // What was told of meanwhile is not among that which was followed.
    if ((await readCounters(db)).ledger.count !== count) return null;
    const there = {
      holds: await holds.orderBy(':id').toArray(),
      reviews: await reviews.toArray(),
      wordLists: await wordLists.toArray(),
      meta: await meta.toArray(),
    };
    return told.fault(there, async (session) => (await sessions.get(session)) !== undefined);
  });
}

/** While nobody writes sessions: hold the write lock, shared. @throws the signal's reason when it was raised */
export async function verifyArchive(db: Database, hooks: VerifyHooks = {}): Promise<Verification> {
  const run = new VerifyRun(db, hooks);
  try {
    await run.verify();
    return await run.result(null);
  } catch (error) {
    if (error instanceof Misfit) return run.result(error.fault);
    if (error instanceof Unreadable) return run.result(unreadable(error));
    throw error;
  }
}

function unreadable({ table, key, message }: Unreadable): VerifyFault {
  const isBlock = table === 'evidence';
  return { part: isBlock ? 'evidence' : 'sessions', subject: `${isBlock ? 'block' : 'pack'}:${key}`, message };
}

class VerifyRun {
  readonly #db: Database;
  readonly #hooks: VerifyHooks;
  readonly #ledger = new LedgerCheck();
  readonly #journal = new JournalReplay();
  readonly #told = new LedgerTold();
  readonly #counts: Record<VerifiedPart, number> = { ledger: 0, journal: 0, sources: 0, sessions: 0, evidence: 0 };
  /** Ledgers that were restored, and by which entry. */
  readonly #chains: { end: LedgerAnchor; seq: number }[] = [];
  /** Where the journal ended when an entry of the ledger was written, by number of the last line. */
  readonly #vouched = new Map<number, { head: string; seq: number }>();

  constructor(db: Database, hooks: VerifyHooks) {
    this.#db = db;
    this.#hooks = hooks;
  }

  async result(fault: VerifyFault | null): Promise<Verification> {
    const unfinished = await this.#db.jobs.filter(({ ended }) => ended === null).count();
    return { fault, anchor: this.#ledger.anchor, counts: this.#counts, unfinished };
  }

  async verify(): Promise<void> {
    const counters = await readCounters(this.#db);
    await this.#followLedger(counters);
    const told = await toldFault(this.#db, this.#told, counters.ledger.count);
    if (told !== null) throw new Misfit(told);
    await this.#followChains();
    await this.#followJournal(counters);
    const { packs, blocks, sources } = this.#journal;
    await this.#all('sources', sources.size, sourceFaults(this.#db, sources));
    await this.#all('sessions', packs.size, packFaults(this.#db, packs));
    const total = [...blocks.values()].reduce((sum, { size }) => sum + size, 0);
    await this.#all('evidence', total, blockFaults(this.#db, blocks));
  }

  async #followLedger({ ledger }: Counters): Promise<void> {
    const fail = (part: VerifyFault['part'], seq: number, message: string | null): void => {
      if (message !== null) throw new Misfit({ part, subject: `ledger:${seq}`, message });
    };
    const { anchor = null } = this.#hooks;
    for (let first = 1; first <= ledger.count; first += BATCH) {
      const last = Math.min(first + BATCH, ledger.count + 1);
      for (const entry of await this.#db.ledger.where(':id').between(first, last).toArray()) {
        fail('ledger', this.#ledger.anchor.count + 1, this.#ledger.next(entry));
        if (anchor?.count === entry.seq) fail('anchor', entry.seq, this.#ledger.reached(anchor));
        this.#vouch(entry.seq, entry.payload);
        this.#told.follow(entry);
      }
      this.#tell('ledger', this.#ledger.anchor.count, ledger.count);
    }
    fail('ledger', this.#ledger.anchor.count + 1, this.#ledger.reached(ledger));
    if (anchor !== null) fail('anchor', this.#ledger.anchor.count + 1, this.#ledger.reached(anchor));
    const { ledger: entries, meta } = this.#db;
    const stray = await this.#db.transaction('r', entries, meta, async () => {
      const { count } = (await readCounters(this.#db)).ledger;
      return entries.where(':id').above(count).first();
    });
    if (stray !== undefined) fail('ledger', stray.seq, `Ledger entry ${stray.seq} lies beyond the ledger's end.`);
  }

  async #followChains(): Promise<void> {
    const known = new Set<string>();
    for (const { end, seq } of this.#chains) {
      const message = await chainFault(this.#db, end, known);
      if (message !== null) throw new Misfit({ part: 'ledger', subject: `ledger:${seq}`, message });
    }
  }

  #vouch(seq: number, payload: unknown): void {
    const { journal, chain } = (payload ?? {}) as { journal?: LedgerAnchor; chain?: LedgerAnchor };
    if (journal !== undefined) this.#vouched.set(journal.count, { head: journal.head, seq });
    if (chain !== undefined) this.#chains.push({ end: chain, seq });
  }

  async #followJournal({ journal }: Counters): Promise<void> {
    const fail = (n: number, message: string): never => {
      throw new Misfit({ part: 'journal', subject: `journal:${n}`, message });
    };
    for (let first = 1; first <= journal.count; first += BATCH) {
      const last = Math.min(first + BATCH, journal.count + 1);
      for (const line of await this.#db.journal.where(':id').between(first, last).toArray()) {
        const why = this.#journal.next(line);
        if (why !== null) fail(this.#journal.anchor.count + 1, why);
        const vouched = this.#vouched.get(line.n);
        this.#vouched.delete(line.n);
        if (vouched !== undefined && vouched.head !== line.hash) {
          fail(line.n, `Line ${line.n} of the journal is another one than ledger entry ${vouched.seq} says.`);
        }
      }
      this.#tell('journal', this.#journal.anchor.count, journal.count);
    }
    const { count, head } = this.#journal.anchor;
    const [missing] = [...this.#vouched].filter(([n]) => n > count);
    if (missing !== undefined) {
      fail(count + 1, `The journal ends at line ${count}: ledger entry ${missing[1].seq} knows line ${missing[0]}.`);
    }
    if (count !== journal.count || head !== journal.head) {
      fail(count + 1, `The journal ends at line ${count}: its tail up to line ${journal.count} was cut off.`);
    }
  }

  /** Takes what a part gives, a step each: null where it fits. */
  async #all(part: VerifiedPart, total: number, steps: AsyncIterable<VerifyFault | null>): Promise<void> {
    let done = 0;
    this.#tell(part, done, total);
    for await (const fault of steps) {
      if (fault !== null) throw new Misfit(fault);
      this.#tell(part, Math.min(++done, total), total);
    }
  }

  #tell(part: VerifiedPart, done: number, total: number): void {
    this.#hooks.signal?.throwIfAborted();
    this.#counts[part] = done;
    this.#hooks.progress?.({ part, done, total });
  }
}
