/** Restoring a backup: whole into an archive that holds nothing, and otherwise merged into what is there. */
import { checkBackup, cutLines, readLines, Refusal, writeLockOf, type DexieStore } from '../src/archive/index.ts';
import { reason, sentenceOf, type LedgerAnchor, type RestoreResult } from '../src/model.ts';
import { Merging } from '../src/pipeline.ts';
import { alone, type Done } from './alone.ts';
import type { ArchiveName } from './api.ts';
import { askCustody } from './ask-custody.ts';
import type { BackupFile } from './backup-file.ts';
import { openStore } from './keyring.ts';
import { judgeRest } from './judging-job.ts';
import { Busy } from './outcomes.ts';
import { RoomWatch } from './room.ts';
import { changed } from './store-change.ts';

type Checked = Awaited<ReturnType<typeof checkBackup>>;
/** Gets the rows so far; may throw. */
type Pause = (rows: number) => void;

/** The file is read twice: it is checked before anything is changed. @throws Refusal where it is no whole backup */
export async function restoredFrom(
  archive: ArchiveName,
  file: BackupFile,
  signal: AbortSignal,
  pause: Pause,
): Promise<RestoreResult> {
  // Refused before anything is changed where it is locked.
  (await openStore(archive)).close();
  const own = await askCustody(archive, (custody) => custody.ledgerEnd());
  const checked = await checkedFile(file, pause, own);
  // Their ledger leads over ours: nothing that was told here is lost.
  const isOurs = own.count === 0 || checked.hashAt === own.head;
  if (isOurs && (await askCustody(archive, (custody) => custody.holdsNothing()))) {
    return navigator.locks.request(writeLockOf(archive), { signal }, async () => {
      const room = await RoomWatch.begin();
      try {
        return await wholly(archive, file, own, watched(room, checked, file, pause));
      } catch (error) {
        throw await room.explained(error);
      }
    });
  }
  if (checked.fault !== null) {
    throw new Refusal(reason('backup-unverified', { fault: checked.fault }));
  }
  const { name, size, lastModified: modified } = file;
  const files = [{ name, size, modified: modified as never, source: null }];
  return alone({ archive, kind: 'restore', signal, files }, (store, room) =>
    merged({ archive, store, file, checked, signal, pause: watched(room, checked, file, pause) }),
  );
}

function watched(room: RoomWatch, { rows }: Checked, { size }: BackupFile, pause: Pause): Pause {
  room.reached(0, rows, size);
  return (done) => {
    room.reached(done, rows, size);
    pause(done);
  };
}

async function checkedFile(file: BackupFile, pause: Pause, own: LedgerAnchor): Promise<Checked> {
  try {
    return await checkBackup(linesIn(file), pause, own.count);
  } catch (error) {
    // A stream that is no gzip, or is cut off, ends with the browser's own words.
    throw error instanceof TypeError ? new Refusal(reason('backup-none-or-cut')) : error;
  }
}

async function wholly(
  archive: ArchiveName,
  file: BackupFile,
  replaced: LedgerAnchor,
  pause: Pause,
): Promise<RestoreResult> {
  const rows = await askCustody(archive, async (custody) => {
    if (!(await custody.holdsNothing())) throw new Busy(reason('archive-changed'));
    return custody.restoreRows(linesIn(file), { file: file.name, replaced: { ...replaced } }, pause);
  });
  // Everyone who has it open reads it anew.
  await changed(archive, (store) => store.record([], () => Promise.resolve(), 'all'));
  const none = { taken: 0, same: 0 };
  return { how: 'whole', rows, sessions: none, sources: none, conflicts: [] };
}

interface Merge {
  archive: ArchiveName;
  store: DexieStore;
  file: BackupFile;
  checked: Checked;
  signal: AbortSignal;
  pause: Pause;
}

async function merged({ archive, store, file, checked, signal, pause }: Merge): Promise<Done<RestoreResult>> {
  const { rows, ledger, contents } = checked;
  const isPast = await askCustody(archive, (custody) => custody.isOwnPast(ledger));
  const merge = store.merging(contents, !isPast);
  const { taken, same, ...brought } = await merge.open();
  const merging = await Merging.open(store, await store.bases.inForce(), brought);
  let done = 0;
  for await (const line of readLines(linesIn(file))) {
    await merging.add(await merge.take(line));
    pause((done += line.rows.length));
  }
  await merging.settle();
  await merge.end();
  const sessions = { taken: await merging.end(signal), same: merge.same };
  // Where the backup's basis was put in force, what was here before is judged by it too.
  await judgeRest(store, { signal });
  const { conflicts } = merge;
  const value: RestoreResult = { how: 'merged', rows, sessions, sources: { taken, same }, conflicts };
  const said = conflicts.map(({ about, subject, kept }) => ({ about, subject, kept: sentenceOf(kept) }));
  const told = { rows, sessions, sources: value.sources, conflicts: said };
  return { value, told: { ...told, chain: { ...ledger } } };
}

const linesIn = (file: BackupFile): AsyncIterable<string> =>
  cutLines(file.stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(new TextDecoderStream()));
