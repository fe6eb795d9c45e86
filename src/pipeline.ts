/**
 * The door of the pipeline, the only part of the program that knows all stages: from files to an archive. Inside a chunk
 * everything is a synchronous push; the awaits are the next chunk, a put into the store (the back-pressure) and, every 50 ms, a
 * turn of the event loop, so that a cancel can arrive.
 */
import type { ArchiveStore, ImportProgress, RereadableStore, SourceId } from './model.ts';
import { ImportRun } from './pipeline/import-run.ts';
import { judgeAgain } from './pipeline/judging-again.ts';
import { basisIn } from './pipeline/judging.ts';
import { Rereading, type RereadRequest } from './pipeline/rereading.ts';
import type { Hooks, ImportFile, ImportResult, ImportSettings } from './pipeline/settings.ts';

export { FORMATS } from './formats/index.ts';
export { readPattern } from './formats/pattern.ts';
export { wirePayload } from './pipeline/payload.ts';
export { withOwn } from './formats/custom.ts';
export { judgeAgain } from './pipeline/judging-again.ts';
export type { JudgedSlice, JudgingMark } from './pipeline/judged-behind.ts';
export { judgeSlices, judgingTask, openHand, type Hand, type JudgingTask } from './pipeline/judging-slices.ts';
export {
  checkedBasis,
  editedCatalogue,
  licenceNeeds,
  listRules,
  picUslFacts,
  readEntry,
  titlesOf,
  viewCatalogue,
} from './pipeline/basis.ts';
export { basisOf } from './pipeline/judging.ts';
export { Merging } from './pipeline/merging.ts';
export { Preview } from './pipeline/preview.ts';
export { rankOf } from './pipeline/rank.ts';
export { tryPattern } from './pipeline/trial.ts';
export type { RereadRequest } from './pipeline/rereading.ts';
export { Aborted, type Hasher, type Hooks, type ImportFile, type ImportResult } from './pipeline/settings.ts';
export { type ImportSettings } from './pipeline/settings.ts';
export { CATALOGUE, CITATIONS, PROVIDER_IDS, providerName } from './providers/index.ts';
export { readOwnRule, ruleFields, withVersions } from './rules/index.ts';
export { correctedSkew, estimateSkew, ladderOf, skewSamples, summarise } from './sessions/index.ts';

/**
 * Reads the files into the store, one after the other.
 * @throws Aborted when the signal was raised; and whatever the store throws (a full disk)
 */
export async function runImport(
  files: readonly ImportFile[],
  store: ArchiveStore,
  settings: ImportSettings,
  hooks: Hooks = {},
): Promise<ImportResult> {
  return new ImportRun(files, store, settings, hooks).read();
}

/**
 * Reads an archived file again, in place of how it was read before.
 * @throws Aborted when the signal was raised: what was not read whole is marked as unfinished; and whatever the store throws
 */
export async function readAgain(
  request: RereadRequest,
  store: RereadableStore,
  settings: ImportSettings,
  hooks: Hooks = {},
): Promise<ImportProgress> {
  const rereading = new Rereading(request, store, settings, hooks);
  if (!(await rereading.read())) return rereading.board.tell();
  const { board, outbox } = rereading;
  if (!rereading.isSettled) {
    await judgeAgain(store, basisIn(settings), hooks, (id, flags) => outbox.rejudged(id, flags));
  }
  board.count(outbox);
  return board.tell();
}

/**
 * Takes files out of the archive as if they had never been read; their source records and bytes are left for the store to drop.
 * @throws Aborted when the signal was raised: then they are marked as unfinished; and whatever the store throws
 */
export async function takeOut(
  sources: readonly SourceId[],
  store: RereadableStore,
  settings: ImportSettings,
  hooks: Hooks = {},
): Promise<void> {
  for (const source of sources) {
    const choice = { format: null, encoding: null, timeZone: null, modified: null };
    await new Rereading({ source, choice, file: null }, store, settings, hooks).takeOut();
  }
}
