/** One import: its files read one after the other, each through all stages, into the store. */
import { FORMATS } from '../formats/index.ts';
import type { ArchiveStore, DomainTally, KnownSource, ReadingChoice, SourceId, SourceReport } from '../model.ts';
import { addTallies, idleGapOf, zoneOf } from '../organisation/index.ts';
import { inBags } from './bag-members.ts';
import { EvidenceCutter } from './evidence.ts';
import { expanded } from './expansion.ts';
import { judgeAgain } from './judging-again.ts';
import { basisIn, certificatesOf, RunningJudge } from './judging.ts';
import { Outbox } from './outbox.ts';
import { Pace } from './pace.ts';
import { ProgressBoard } from './progress.ts';
import { rankOf } from './rank.ts';
import { FileReading, FileUnreadable } from './reading.ts';
import {
  Aborted,
  type Hooks,
  type ImportedFile,
  type ImportFile,
  type ImportResult,
  type ImportSettings,
} from './settings.ts';
import { FileStages } from './stages.ts';
import { unpacked } from './unpacking.ts';

/** Evidence that waits for a put, bytes. */
const EVIDENCE_WAITING = 2 * 1024 * 1024;
/** What is finished is put at least this often, ms, so that the first sessions show at once. */
const PUT_EVERY_MS = 500;
/** How soon sessions that are still open are put where none is finished, ms; doubled each time. */
const FIRST_PUT_MS = 100;

export class ImportRun {
  /** Those given; an archive gives way to the files in it when its turn comes. */
  readonly #files: ImportFile[];
  readonly #store: ArchiveStore;
  readonly #settings: ImportSettings;
  readonly #hooks: Hooks;
  readonly #board: ProgressBoard;
  readonly #done: ImportedFile[] = [];
  /** Set by `read`: what the archive had before. */
  #sources: KnownSource[] = [];
  #tallies: DomainTally[] = [];
  #judge!: RunningJudge;
  #outbox!: Outbox;
  readonly #pace: Pace;
  #put = performance.now();
  /** How long nothing may be put before something open is, ms. */
  #patience = FIRST_PUT_MS;

  constructor(files: readonly ImportFile[], store: ArchiveStore, settings: ImportSettings, hooks: Hooks) {
    this.#files = inBags(files);
    this.#store = store;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#pace = new Pace(hooks.signal);
    this.#board = new ProgressBoard(files, (snapshot) => hooks.progress?.(snapshot));
  }

  async read(): Promise<ImportResult> {
    const basis = basisIn(this.#settings);
    this.#sources = [...(await this.#store.sources())];
    this.#tallies = await this.#store.tallies();
    const certificates = certificatesOf(this.#sources);
    this.#judge = new RunningJudge(basis, { tallies: this.#tallies, certificates });
    this.#outbox = new Outbox(this.#store, this.#judge, this.#settings.archiving);
    this.#board.tell();
    try {
      await this.#readFiles();
      if (!this.#judge.settled) {
        await judgeAgain(this.#store, basis, this.#hooks, (id, flags) => this.#outbox.rejudged(id, flags));
      }
    } catch (error) {
      if (error instanceof Aborted) this.#tellCancelled();
      throw error;
    }
    this.#board.count(this.#outbox);
    return { progress: this.#board.tell(), files: this.#done };
  }

  async #readFiles(): Promise<void> {
    for (let index = 0; index < this.#files.length; index++) {
      const file = await this.#expanded(index);
      this.#done.push((await this.#copyOf(file, index)) ?? (await this.#readFile(file, index)));
      this.#board.tell();
    }
  }

  /** By now all that was put is stored: the last snapshot says what is archived. */
  #tellCancelled(): void {
    for (let index = this.#done.length; index < this.#files.length; index++) {
      this.#board.update(index, { state: 'cancelled' });
    }
    this.#board.count(this.#outbox);
    this.#board.tell();
  }

  /** The file whose turn it is: no archive, for such a one gives way to what it holds. */
  async #expanded(index: number): Promise<ImportFile> {
    for (;;) {
      const file = this.#files[index];
      if (file === undefined) throw new RangeError(`No file ${index} of ${this.#files.length}`);
      this.#board.update(index, { state: 'reading' });
      const members = file.format === undefined ? await expanded(file, () => this.#pause()) : null;
      if (members === null) return file;
      const inside = inBags(members);
      this.#files.splice(index, 1, ...inside);
      this.#board.expand(index, inside);
    }
  }

  /** The same bytes, read before in this import or an earlier one; null = there are none. */
  async #copyOf(file: ImportFile, index: number): Promise<ImportedFile | null> {
    // What no format fitted may fit another version of the program: only within this import it is the same again.
    const isHere = ({ id, format }: KnownSource): boolean =>
      format !== null || this.#done.some(({ source }) => source === id);
    const known = this.#sources.filter(
      (source) => source.size === file.size && source.sha256 !== null && isHere(source),
    );
    if (known.length === 0) return null;
    this.#board.update(index, { state: 'reading' });
    const sha256 = await this.#hashOf(file);
    const same = known.find((source) => source.sha256 === sha256);
    if (same === undefined) return null;
    this.#board.update(index, { state: 'duplicate', read: file.size, note: same.name, source: same.id });
    const first = this.#done.findIndex(({ source }) => source === same.id);
    const report = this.#done[first]?.report ?? null;
    return { source: same.id, report: report && { ...report, name: file.name, duplicateOf: first }, file };
  }

  /** null = it cannot be read: reading it will say why. */
  async #hashOf(file: ImportFile): Promise<string | null> {
    const reading = new FileReading(file, this.#settings.newHasher());
    try {
      for await (const _ of reading.chunks()) await this.#pause();
      return await reading.sha256();
    } catch (error) {
      if (error instanceof FileUnreadable) return null;
      throw error;
    } finally {
      await reading.close();
    }
  }

  async #readFile(file: ImportFile, index: number): Promise<ImportedFile> {
    const { name, size, modified } = file;
    const source = await this.#store.openSource(name, size, modified);
    const timeZone = this.#settings.timeZone ?? zoneOf(this.#settings.organisation);
    const { formats = FORMATS } = this.#settings;
    const choice = choiceFor(file, this.#settings.choice ?? null);
    const idleGapMs = idleGapOf(this.#settings.organisation);
    const context = { source, timeZone, modified, choice, formats, idleGapMs };
    const stages = new FileStages(context, (fragment) => this.#outbox.push(fragment));
    const evidence = this.#settings.evidence ? new EvidenceCutter(source) : null;
    const reading = new FileReading(file, this.#settings.newHasher());
    const before = this.#outbox.sessions;
    const current: Current = { file, index, source, stages, evidence, reading, before };
    this.#board.update(index, { state: 'reading' });
    try {
      for await (const chunk of unpacked(reading.chunks(), stages.account)) {
        stages.write(chunk);
        evidence?.write(chunk);
        await this.#pause(current);
      }
      return await this.#finish(current, await reading.sha256(), null);
    } catch (error) {
      if (error instanceof FileUnreadable) return await this.#finish(current, '', error);
      if (error instanceof Aborted) await this.#giveUp(current);
      throw error;
    } finally {
      await reading.close();
    }
  }

  /** Between two chunks: put what is finished, report, let others have their turn. @throws Aborted */
  async #pause(current?: Current): Promise<void> {
    const now = await this.#pace.next();
    if (current !== undefined) {
      const waiting = current.evidence?.waiting ?? 0;
      const late = this.#isLate(current, now);
      if (this.#outbox.isFull || waiting >= EVIDENCE_WAITING || late) await this.#settle(current);
    }
    if (this.#board.isDue(now)) {
      if (current !== undefined) this.#follow(current);
      this.#board.tell();
    }
  }

  /** Is it time to put what there is? Where somebody watches and there is nothing, some of what is still open is put. */
  #isLate({ stages }: Current, now: number): boolean {
    const waited = now - this.#put;
    if (this.#outbox.isEmpty && this.#hooks.signal !== undefined && waited >= this.#patience) {
      stages.handOnQuiet();
      // A session that goes on is put anew each time: a few times are enough until there is a flow of finished ones.
      this.#patience *= 2;
      return !this.#outbox.isEmpty;
    }
    return waited >= PUT_EVERY_MS && !this.#outbox.isEmpty;
  }

  async #settle({ source, stages, evidence, file }: Current): Promise<void> {
    const judged = this.#outbox.sessions > 0 || this.#sources.length > 0;
    const tallies = addTallies(this.#tallies, stages.domains.tallies());
    const certificates = [...certificatesOf(this.#sources, source), ...stages.certificates.list()];
    this.#judge.learn({ tallies, certificates }, judged);
    const { name, size, modified } = file;
    const { firstTime } = stages.tally;
    const reading: KnownSource = { id: source, sha256: null, name, size, modified, firstTime, format: null };
    const rank = rankOf([...this.#sources.filter(({ id }) => id !== source), reading]);
    await this.#outbox.settle(rank, evidence?.take() ?? []);
    this.#put = performance.now();
  }

  /** @param unreadable why the file stopped giving bytes; what came before is kept */
  async #finish(current: Current, sha256: string, unreadable: FileUnreadable | null): Promise<ImportedFile> {
    const { file, index, source, stages, evidence } = current;
    if (unreadable !== null) stages.account.count(unreadable.code, stages.bytes, 0);
    stages.end(unreadable !== null);
    evidence?.end();
    this.#outbox.endFile();
    await this.#settle(current);
    this.#follow(current);
    const report = stages.report(file.name, sha256);
    const readable = unreadable === null && stages.format !== null;
    this.#board.update(index, { state: readable ? 'done' : 'unreadable', note: unreadable?.message ?? null });
    await this.#seal(current, report, unreadable === null);
    return { source, report, file };
  }

  /** Cancelled: what is put stays, and the file is marked as unfinished. */
  async #giveUp(current: Current): Promise<void> {
    this.#follow(current);
    await this.#seal(current, current.stages.report(current.file.name, ''), false);
  }

  async #seal({ source, stages, file }: Current, report: SourceReport, complete: boolean): Promise<void> {
    const { name, size, modified } = file;
    const { firstTime } = stages.tally;
    const tallies = stages.domains.tallies();
    const { reading } = stages;
    await this.#store.sealSource(source, { report, firstTime, tallies, size, complete, reading });
    const { sha256, format, seenCertificates: certificates = [] } = report;
    this.#sources = this.#sources.filter(({ id }) => id !== source);
    const known = {
      id: source,
      sha256: complete ? sha256 : null,
      name,
      size,
      modified,
      firstTime,
      format,
      certificates,
    };
    this.#sources.push(known);
    this.#tallies = addTallies(this.#tallies, tallies);
  }

  #follow({ index, stages, reading, before }: Current): void {
    this.#board.follow(index, stages);
    this.#board.update(index, { read: reading.read, sessions: Math.max(0, this.#outbox.sessions - before) });
    this.#board.count(this.#outbox);
  }
}

/** The file that is being read. */
interface Current {
  file: ImportFile;
  index: number;
  source: SourceId;
  stages: FileStages;
  evidence: EvidenceCutter | null;
  reading: FileReading;
  /** Sessions that this import had put before it. */
  before: number;
}

/** What a file lies in may say what it is. */
function choiceFor({ format }: ImportFile, choice: ReadingChoice | null): ReadingChoice | null {
  if (format === undefined) return choice;
  return { format, encoding: null, timeZone: null, modified: null };
}
