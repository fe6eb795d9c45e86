/** Reads an archived file again, as the person says: the archive is then as if it had been read that way at once. */
import { FORMATS } from '../formats/index.ts';
import type {
  IssueCode,
  IssueTally,
  KnownSource,
  ReadingChoice,
  RereadableStore,
  SealedSource,
  SessionFragment,
  SourceId,
} from '../model.ts';
import { addTallies, idleGapOf, zoneOf } from '../organisation/index.ts';
import { basisIn, certificatesOf, RunningJudge } from './judging.ts';
import { Outbox } from './outbox.ts';
import { Pace } from './pace.ts';
import { ProgressBoard } from './progress.ts';
import { rankOf } from './rank.ts';
import { FileReading, FileUnreadable } from './reading.ts';
import { Aborted, type Hooks, type ImportFile, type ImportSettings } from './settings.ts';
import { FileStages } from './stages.ts';
import { unpacked } from './unpacking.ts';
import { markUnfinished, Withdrawal, type Withdrawn } from './withdrawal.ts';

/** What is to be read again, and how. */
export interface RereadRequest {
  source: SourceId;
  choice: ReadingChoice;
  /** The file itself, for an archive that keeps no bytes; null = it is not at hand. */
  file: ImportFile | null;
}

/** Found out while the bytes were got from the disk: what is read from the archive cannot show it again. */
const OF_THE_DISK: readonly IssueCode[] = ['gzip-damaged', 'file-unreadable'];
export const NO_BYTES =
  'The archive does not hold the bytes of this file. Drop the file again, then read it again from its row.';
export const OTHER_FILE = 'The file has changed since it was archived: drop it as a new one.';

export class Rereading {
  readonly #request: RereadRequest;
  readonly #store: RereadableStore;
  readonly #settings: ImportSettings;
  readonly #hooks: Hooks;
  /** Set by `read`. */
  #board!: ProgressBoard;
  #files = 0;
  #judge!: RunningJudge;
  #outbox!: Outbox;
  #sources: KnownSource[] = [];
  readonly #pace: Pace;

  constructor(request: RereadRequest, store: RereadableStore, settings: ImportSettings, hooks: Hooks) {
    this.#request = request;
    this.#store = store;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#pace = new Pace(hooks.signal);
  }

  /** Was every session of the archive judged by the last guess of the organisation's domains? */
  get isSettled(): boolean {
    return this.#judge.settled;
  }
  get board(): ProgressBoard {
    return this.#board;
  }
  get outbox(): Outbox {
    return this.#outbox;
  }

  /** False = it cannot be read, its row says why, and nothing was changed. @throws Aborted: then what was not read whole is marked as unfinished */
  async read(): Promise<boolean> {
    const { source: id, choice } = this.#request;
    const sealed = await this.#store.sealed(id);
    if (sealed === null) throw new Error(`Source ${id} is not in the archive`);
    this.#open([sealed]);
    const trouble = await this.#trouble(sealed);
    if (trouble !== null) {
      this.#board.update(0, { state: 'unreadable', note: trouble, issues: sealed.report.issues, source: id });
      return false;
    }
    try {
      await this.#readAll(sealed, choice);
      return true;
    } catch (error) {
      if (error instanceof Aborted) this.#cancel();
      throw error;
    }
  }

  /**
   * Takes what the file put into the archive out of it: what it shared with other files is made anew from their bytes. The source itself
   * and its bytes stay, as unfinished. @throws Aborted: then what was not read whole is marked as unfinished
   */
  async takeOut(): Promise<void> {
    const { source } = this.#request;
    this.#open([]);
    const sealed = await this.#store.sealed(source);
    if (sealed !== null) await markUnfinished(this.#store, sealed);
    try {
      const withdrawn = await this.#withdraw(source);
      this.#open(withdrawn.companions);
      await this.#readCompanions(withdrawn, 0);
    } catch (error) {
      if (error instanceof Aborted) this.#cancel();
      throw error;
    }
  }

  async #readAll(sealed: SealedSource, choice: ReadingChoice): Promise<void> {
    await markUnfinished(this.#store, sealed);
    const withdrawn = await this.#withdraw(sealed.id);
    this.#open([sealed, ...withdrawn.companions]);
    await this.#readOne(sealed, 0, choice, null);
    await this.#readCompanions(withdrawn, 1);
  }

  async #withdraw(source: SourceId): Promise<Withdrawn> {
    const formats = this.#settings.formats ?? FORMATS;
    this.#sources = [...(await this.#store.sources())];
    const learnt = { tallies: await this.#store.tallies(), certificates: certificatesOf(this.#sources) };
    this.#judge = new RunningJudge(basisIn(this.#settings), learnt);
    this.#outbox = new Outbox(this.#store, this.#judge, this.#settings.archiving);
    const withdrawal = new Withdrawal(this.#store, source, new Set(formats.map(({ id }) => id)));
    return withdrawal.withdraw(rankOf(this.#sources), this.#judge, () => this.#pause());
  }

  /** @param row of the first of them */
  async #readCompanions(withdrawn: Withdrawn, row: number): Promise<void> {
    for (const [index, companion] of withdrawn.companions.entries()) {
      await this.#readOne(companion, index + row, asItWas(companion), withdrawn);
    }
  }

  /** Why it cannot be read; null = it can. Nothing has been changed by then. */
  async #trouble({ id, report }: SealedSource): Promise<string | null> {
    if ((await this.#store.evidenceBytes(id)) >= report.bytes && report.bytes > 0) return null;
    const { file } = this.#request;
    // Of what was given up on the way there is no hash: whether this is the same file cannot be told.
    if (file === null || report.sha256 === '') return report.bytes === 0 ? null : NO_BYTES;
    const reading = new FileReading(file, this.#settings.newHasher());
    try {
      for await (const _ of reading.chunks()) await this.#pause();
      return (await reading.sha256()) === report.sha256 ? null : OTHER_FILE;
    } catch (error) {
      if (error instanceof FileUnreadable) return error.message;
      throw error;
    } finally {
      await reading.close();
    }
  }

  /** @param shared of a companion: what of it is missing since the withdrawal; null = all of it */
  async #readOne(sealed: SealedSource, index: number, choice: ReadingChoice, shared: Withdrawn | null): Promise<void> {
    const stages = this.#stagesOf(sealed, choice, (fragment) => {
      if (shared === null || fragment.joins.some((join) => shared.joins.has(join))) this.#outbox.push(fragment);
    });
    this.#board.update(index, { state: 'reading' });
    const tallies = await this.#store.tallies();
    const settle = async (): Promise<void> => {
      const certificates = [...certificatesOf(this.#sources, sealed.id), ...stages.certificates.list()];
      this.#judge.learn({ tallies: addTallies(tallies, stages.domains.tallies()), certificates }, true);
      const { firstTime } = stages.tally;
      const rank = rankOf(this.#sources.map((source) => (source.id === sealed.id ? { ...source, firstTime } : source)));
      await this.#outbox.settle(rank, []);
    };
    for await (const chunk of this.#bytesOf(sealed, stages)) {
      stages.write(chunk);
      if (this.#outbox.isFull) await settle();
      await this.#pause(() => this.#follow(index, sealed, stages));
    }
    stages.end();
    this.#outbox.endFile();
    await settle();
    await this.#seal(sealed, stages, shared === null);
    this.#follow(index, sealed, stages);
    this.#board.update(index, { state: stages.format === null ? 'unreadable' : 'done', read: sealed.size });
    this.#board.tell();
  }

  #stagesOf(sealed: SealedSource, choice: ReadingChoice, out: (fragment: SessionFragment) => void): FileStages {
    const { id: source, modified } = sealed;
    const { formats = FORMATS, organisation } = this.#settings;
    const timeZone = this.#settings.timeZone ?? zoneOf(organisation);
    const idleGapMs = idleGapOf(organisation);
    return new FileStages({ source, timeZone, modified, choice, formats, idleGapMs }, out);
  }

  async *#bytesOf(sealed: SealedSource, stages: FileStages): AsyncIterable<Uint8Array> {
    const { file, source } = this.#request;
    const isKept = (await this.#store.evidenceBytes(sealed.id)) >= sealed.report.bytes;
    if (isKept || file === null || sealed.id !== source) {
      yield* this.#store.evidenceOf(sealed.id);
      return;
    }
    const reading = new FileReading(file, this.#settings.newHasher());
    try {
      yield* unpacked(reading.chunks(), stages.account);
    } finally {
      await reading.close();
    }
  }

  /** @param anew false = it was read for what it shares: its report stays. */
  async #seal(sealed: SealedSource, stages: FileStages, anew: boolean): Promise<void> {
    const { id, size, report: before } = sealed;
    // What was once read to its end has a hash, even if an earlier try to read it again was given up.
    const complete = sealed.complete || before.sha256 !== '';
    const { firstTime } = stages.tally;
    const found = stages.report(before.name, before.sha256);
    const report = anew ? { ...found, issues: { ...ofTheDisk(before.issues), ...found.issues } } : before;
    const reading = anew ? stages.reading : (sealed.reading ?? stages.reading);
    await this.#store.sealSource(id, {
      report,
      firstTime: anew ? firstTime : sealed.firstTime,
      tallies: stages.domains.tallies(),
      size,
      complete,
      reading,
    });
    this.#sources = this.#sources.map((source) =>
      source.id === id && anew
        ? { ...source, firstTime, format: report.format, certificates: report.seenCertificates ?? [] }
        : source,
    );
  }

  #open(sealed: readonly SealedSource[]): void {
    const files = sealed.map(({ report, size }) => ({ name: report.name, size }));
    this.#files = files.length;
    this.#board = new ProgressBoard(files, (snapshot) => this.#hooks.progress?.(snapshot));
    this.#board.tell();
  }

  #cancel(): void {
    for (let index = 0; index < this.#files; index++) this.#board.update(index, { state: 'cancelled' });
    this.#board.tell();
  }

  #follow(index: number, sealed: SealedSource, stages: FileStages): void {
    this.#board.follow(index, stages);
    this.#board.update(index, { read: Math.min(sealed.size, stages.bytes) });
    this.#board.count(this.#outbox);
  }

  async #pause(follow: () => void = () => undefined): Promise<void> {
    const now = await this.#pace.next();
    if (!this.#board.isDue(now)) return;
    follow();
    this.#board.tell();
  }
}

/** A companion is read as it was, even where another format would be found today. */
function asItWas({ report, reading }: SealedSource): ReadingChoice {
  const encoding = report.encoding === 'binary' ? null : report.encoding;
  const { timeZone = null, modified = null } = reading ?? {};
  return { format: report.format, encoding, timeZone, modified };
}

function ofTheDisk(issues: Record<string, IssueTally>): Record<string, IssueTally> {
  return Object.fromEntries(Object.entries(issues).filter(([code]) => OF_THE_DISK.some((each) => each === code)));
}
