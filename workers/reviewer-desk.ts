/** Who may act: set up, unlocked and told by the archive itself, for none of it needs an unlocked one but what says so. */
import { DexieStore } from '../src/archive/index.ts';
import type { ArchiveName, ReviewerDesk } from './api.ts';
import { outcomeOf } from './outcomes.ts';
import { changed } from './store-change.ts';

export const reviewerDesk: ReviewerDesk = {
  foundReviewer: (archive, given) => outcomeOf(() => locked(archive, (store) => store.reviewers.found(given))),
  login: (archive, given) => outcomeOf(() => locked(archive, (store) => store.reviewers.login(given))),
  addReviewer: (archive, by, given) => outcomeOf(() => changed(archive, (store) => store.reviewers.add(by, given))),
  changePassphrase: (archive, given, passphrase) =>
    outcomeOf(() => changed(archive, (store) => store.reviewers.changePassphrase(given, passphrase))),
  disableReviewer: (archive, name) => outcomeOf(() => changed(archive, (store) => store.reviewers.disable(name))),
  keepLock: (archive, lockAfterMs) =>
    outcomeOf(() => changed(archive, (store) => store.reviewers.keepLock(lockAfterMs))),
};

/** What has to be done while the archive is locked. */
async function locked<T>(archive: ArchiveName, work: (store: DexieStore) => Promise<T>): Promise<T> {
  const store = await DexieStore.open(archive);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
