/**
 * What an officer does with an archive, step by step, through the product's own client. Each step can be done again after it was broken
 * off, as a person does it who looks first at what is there: it goes on, begins anew, or finds that nothing is left to do.
 */
import type { JudgingBasis, Outcome, SessionId } from '../../src/model.ts';
import { EMPTY_ORGANISATION } from '../../src/model/organisation.ts';
import type { ArchiveWorker } from '../../workers/api.ts';
import {
  applyBasis,
  backUp,
  custody,
  encryptArchive,
  holdKey,
  importFiles,
  openArchive,
  planPurge,
  purge,
  restoreBackup,
  resumeJudging,
  reviewers,
  undoImport,
} from '../../workers/client.ts';
import { madeChat, madeTrace } from '../archive/made-trace.ts';
import { saveBackup, savedBackup } from './saved-backup.ts';

export const ARCHIVE = 'fedlens';
const REVIEWER = 'Anna';
/** The first, and the one that it gives way to. */
const PASSPHRASES = ['nine wooden boats at dusk', 'nine wooden boats at dawn'] as const;
/** Took part in a hundredth of all sessions, some of every pack. */
const PURGED = 'user7@contoso.com';
const NOTE = 'Nobody has a licence any more';
const BASIS: JudgingBasis = {
  organisation: { ...EMPTY_ORGANISATION, name: 'Contoso', domains: ['contoso.com'], licences: [] },
  catalogue: null,
  rules: null,
};

const quiet = (): void => undefined;
const NOTHING_LEFT: Outcome<null> = { ok: true, value: null };

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

export const opened = async (): Promise<ArchiveWorker> => valueOf(await openArchive(ARCHIVE, quiet));

/** The same files each time, of so many chats each. The second holds the end of a chat of which the first holds the beginning. */
function files(chats: number): File[] {
  const records = madeChat(90_000).split(/(?<=\$\$end_record\r\n)/);
  const file = (name: string, from: number, shared: string[]): File =>
    new File([madeTrace(from, from + chats), ...shared], name, { lastModified: 1_403_600_000_000 });
  return [file('first.log', 0, records.slice(0, 3)), file('second.log', chats, records.slice(3))];
}

/** @param which numbers of the files; absent = all */
export async function imported(chats: number, which?: number[]): Promise<Outcome<unknown>> {
  const chosen = files(chats).filter((_, index) => which === undefined || which.includes(index));
  return importFiles('crash', ARCHIVE, chosen, { timeZone: null, organisation: null }, quiet);
}

/** Which of the passphrases has unlocked it here; null = it has no reviewer. undefined = it is to be tried. */
let unlocks: number | null | undefined;

/** Unlocks it, where it has a reviewer. @returns which of the passphrases does that; null = it has none */
export async function unlocked(): Promise<number | null> {
  unlocks ??= await tried();
  return unlocks;
}

async function tried(): Promise<number | null> {
  const { keyId } = valueOf(await (await opened()).guard());
  if (keyId === null) return null;
  for (const [number, passphrase] of PASSPHRASES.entries()) {
    const login = await reviewers.login(ARCHIVE, { name: REVIEWER, passphrase });
    if (!login.ok && login.code === 'refused') continue;
    holdKey(ARCHIVE, valueOf(login).held);
    return number;
  }
  throw new Error('No passphrase opens the archive any more');
}

async function reviewedSession(archive: ArchiveWorker): Promise<SessionId> {
  const { rows } = valueOf(await archive.rows({ users: [PURGED] }, 'start', 0, 1));
  if (rows[0] === undefined) throw new Error(`There is no session of ${PURGED}`);
  return rows[0].id;
}

export const steps = {
  /** Both files in one import. */
  import: (chats: number) => imported(chats),

  /** Two imports, so that one of them can be taken back. */
  first: (chats: number) => imported(chats, [0]),
  second: (chats: number) => imported(chats, [1]),

  async judging() {
    const { current, unfinished } = valueOf(await (await opened()).basis());
    if (unfinished !== null) return resumeJudging(ARCHIVE, quiet).done;
    return current?.note === NOTE ? NOTHING_LEFT : applyBasis(ARCHIVE, BASIS, NOTE, null, quiet).done;
  },

  /** On a session that a purge takes out later. */
  async decision() {
    const archive = await opened();
    const session = await reviewedSession(archive);
    const { steps: taken } = valueOf(await archive.reviewOf(session));
    return taken.length > 0 ? NOTHING_LEFT : archive.takeSteps([session], 'escalated', REVIEWER, 'See the licences');
  },

  async hold() {
    const scope = { users: ['nobody@elsewhere.example'] };
    const isPlaced = valueOf(await custody.holds(ARCHIVE)).length > 0;
    return isPlaced ? NOTHING_LEFT : custody.placeHold(ARCHIVE, 'Contoso v. Fabrikam', scope, 'Letter of the court');
  },

  async backup() {
    const outcome = await backUp(ARCHIVE, null, quiet).done;
    if (outcome.ok) await saveBackup(outcome.value);
    return outcome.ok ? NOTHING_LEFT : outcome;
  },

  async purge() {
    const policy = valueOf(await custody.retention(ARCHIVE));
    if (policy.periods.length === 0) {
      const period = { provider: null, rule: null, user: PURGED, days: 30 };
      const kept = await custody.keepRetention(ARCHIVE, { ...policy, periods: [period] });
      if (!kept.ok) return kept;
    }
    const plan = await planPurge(ARCHIVE, quiet).done;
    return plan.ok ? purge(ARCHIVE, plan.value, quiet).done : plan;
  },

  /** Of the second import. */
  async undo() {
    const [left] = valueOf(await custody.unfinished(ARCHIVE));
    const jobs = valueOf(await custody.jobs(ARCHIVE));
    const second = jobs.find(({ kind, files: [file] }) => kind === 'import' && file?.name === 'second.log');
    const job = left ?? (second?.state === 'undone' ? undefined : second);
    return job === undefined ? NOTHING_LEFT : undoImport(ARCHIVE, job.id, quiet).done;
  },

  /** Of the backup: merged into what is there, or whole where there is nothing. */
  async restore() {
    return restoreBackup(ARCHIVE, await savedBackup(), null, quiet).done;
  },

  async encryption() {
    if ((await unlocked()) === null) {
      const founded = await reviewers.foundReviewer(ARCHIVE, { name: REVIEWER, passphrase: PASSPHRASES[0] });
      if (!founded.ok) return founded;
      holdKey(ARCHIVE, founded.value.held);
      unlocks = 0;
    }
    return encryptArchive(ARCHIVE, true, quiet).done;
  },

  async passphrase() {
    const [passphrase, next] = PASSPHRASES;
    if ((await unlocked()) === 1) return NOTHING_LEFT;
    unlocks = undefined;
    return reviewers.changePassphrase(ARCHIVE, { name: REVIEWER, passphrase }, next);
  },
} satisfies Record<string, (chats: number) => Promise<Outcome<unknown>>>;

export type StepName = keyof typeof steps;
