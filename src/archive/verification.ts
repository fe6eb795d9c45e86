/** Recomputes everything: the chain of the ledger, the journal's, and the digest of each source, pack, line and block. */
import {
  reason,
  verifyFault,
  type LedgerAnchor,
  type LedgerRecord,
  type Reason,
  type Verification,
  type VerifiedPart,
  type VerifyFault,
  type VerifyProgress,
} from '../model.ts';
import { halfRestored } from './backup.ts';
import type { Database } from './database.ts';
import { chainFault, restoredChain } from './imported-chain.ts';
import { JournalReplay } from './journal-replay.ts';
import { LedgerCheck, withoutPayload } from './ledger-chain.ts';
import { Unreadable } from './sealing.ts';
import { readCounters } from './slots.ts';
import type { Counters } from './tables.ts';
import { columnsFault } from './verify-columns.ts';
import { blockFaults } from './verify-evidence.ts';
import { exportHead, type ExportHead } from './verify-exports.ts';
import { VouchedJournal } from './verify-journal.ts';
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
  const { holds, reviews, wordLists, meta, jobs, exports, reviewers, sessions } = db;
  return db.transaction('r', [holds, reviews, wordLists, meta, jobs, exports, reviewers, sessions], async () => {
    // What was told of meanwhile is not among that which was followed.
    if ((await readCounters(db)).ledger.count !== count) return null;
    const heads: ExportHead[] = [];
    await exports.each((record) => heads.push(exportHead(record)));
    const there = {
      jobs: await jobs.toArray(),
      exports: heads,
      reviewers: await reviewers.toArray(),
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

function unreadable({ table, key, reason: why }: Unreadable): VerifyFault {
  const isBlock = table === 'evidence';
  return verifyFault(isBlock ? 'evidence' : 'sessions', `${isBlock ? 'block' : 'pack'}:${key}`, why);
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
  readonly #vouched = new VouchedJournal();

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
    await this.#refuseHalf();
    await this.#followLedger(counters);
    const told = await toldFault(this.#db, this.#told, counters.ledger.count);
    if (told !== null) throw new Misfit(told);
    await this.#followChains();
    await this.#followJournal(counters);
    await this.#refuseStrays();
    const { packs, blocks, sources } = this.#journal;
    await this.#all('sources', sources.size, sourceFaults(this.#db, sources));
    await this.#all('sessions', packs.size, packFaults(this.#db, packs));
    await this.#compareList();
    const total = [...blocks.values()].reduce((sum, { size }) => sum + size, 0);
    await this.#all('evidence', total, blockFaults(this.#db, blocks));
  }

  async #compareList(): Promise<void> {
    const fault = await columnsFault(this.#db, this.#hooks.signal);
    if (fault !== null) throw new Misfit(fault);
  }

  async #refuseHalf(): Promise<void> {
    if ((await halfRestored(this.#db)) === null) return;
    throw new Misfit(verifyFault('ledger', 'archive', reason('half-restored')));
  }

  async #followLedger({ ledger }: Counters): Promise<void> {
    const fail = (part: VerifyFault['part'], seq: number, why: Reason | null): void => {
      if (why !== null) throw new Misfit(verifyFault(part, `ledger:${seq}`, why));
    };
    const { anchor = null } = this.#hooks;
    for (let first = 1; first <= ledger.count; first += BATCH) {
      const last = Math.min(first + BATCH, ledger.count + 1);
      for (const entry of await this.#db.ledger.where(':id').between(first, last).toArray()) {
        fail('ledger', this.#ledger.anchor.count + 1, this.#ledger.next(entry));
        if (anchor?.count === entry.seq) fail('anchor', entry.seq, this.#ledger.reached(anchor));
        fail('ledger', entry.seq, withoutPayload(entry));
        this.#noteChain(entry);
        this.#vouched.follow(entry);
        this.#told.follow(entry);
      }
      this.#tell('ledger', this.#ledger.anchor.count, ledger.count);
    }
    fail('ledger', this.#ledger.anchor.count + 1, this.#ledger.reached(ledger));
    if (anchor !== null) fail('anchor', this.#ledger.anchor.count + 1, this.#ledger.reached(anchor));
  }

  /** Nothing stands behind the ends, and the last change is the one that was counted. */
  async #refuseStrays(): Promise<void> {
    const { ledger, journal, changes, meta } = this.#db;
    const why = await this.#db.transaction('r', [ledger, journal, changes, meta], async () => {
      const ends = await readCounters(this.#db);
      const entry = await ledger.where(':id').above(ends.ledger.count).first();
      if (entry !== undefined) return reason('ledger-beyond', { entry: entry.seq });
      const line = await journal.where(':id').above(ends.journal.count).first();
      if (line !== undefined) return reason('journal-beyond', { line: line.n });
      const last = (await changes.orderBy(':id').last())?.revision ?? ends.revision;
      return last === ends.revision ? null : reason('changes-miscounted', { last, counted: ends.revision });
    });
    if (why !== null) throw new Misfit(verifyFault('ledger', 'archive', why));
  }

  async #followChains(): Promise<void> {
    const known = new Set<string>();
    // It grows while it is followed.
    for (const { end, seq } of this.#chains) {
      const why = await chainFault(this.#db, end, known, (nested) => this.#chains.push({ end: nested, seq }));
      if (why !== null) throw new Misfit(verifyFault('ledger', `ledger:${seq}`, why));
    }
    // A merge that was broken off has its ledger in already, and no entry of ours knows where it ends.
    if ((await this.#db.jobs.filter(({ kind, state }) => kind === 'restore' && state !== 'sealed').count()) > 0) return;
    const stray = (await this.#db.chains.toCollection().primaryKeys()).find((hash) => !known.has(hash));
    if (stray === undefined) return;
    throw new Misfit(verifyFault('ledger', `chain:${stray}`, reason('chain-stray', { hash: stray.slice(0, 12) })));
  }

  #noteChain(entry: LedgerRecord): void {
    const end = restoredChain(entry);
    if (end !== null) this.#chains.push({ end, seq: entry.seq });
  }

  async #followJournal({ journal, nextPack }: Counters): Promise<void> {
    const fail = (n: number, why: Reason): never => {
      throw new Misfit(verifyFault('journal', `journal:${n}`, why));
    };
    for (let first = 1; first <= journal.count; first += BATCH) {
      const last = Math.min(first + BATCH, journal.count + 1);
      for (const line of await this.#db.journal.where(':id').between(first, last).toArray()) {
        const why = this.#journal.next(line);
        if (why !== null) fail(this.#journal.anchor.count + 1, why);
        const other = this.#vouched.next(line);
        if (other !== null) fail(line.n, other);
      }
      this.#tell('journal', this.#journal.anchor.count, journal.count);
    }
    const { count, head } = this.#journal.anchor;
    const stray = this.#vouched.fault(count, await this.#db.jobs.toArray());
    if (stray !== null) fail(stray.n, stray.reason);
    if (count !== journal.count || head !== journal.head) {
      fail(count + 1, reason('journal-cut', { end: count, to: journal.count }));
    }
    // A number given twice would put one pack in another's place.
    if (nextPack <= this.#journal.lastPack) {
      fail(count, reason('pack-number-used', { next: nextPack, last: this.#journal.lastPack }));
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
