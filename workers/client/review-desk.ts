import type * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type { ArchiveWorker, ReviewDesk } from '../api.ts';

type Ask = <V>(call: (remote: Comlink.Remote<ArchiveWorker>) => Promise<Outcome<V>>) => Promise<Outcome<V>>;

/** The review, asked of the archive's worker. */
export function reviewDeskOf(ask: Ask): ReviewDesk {
  return {
    queue: (...asked) => ask((remote) => remote.queue(...asked)),
    reviewOf: (session) => ask((remote) => remote.reviewOf(session)),
    takeSteps: (...steps) => ask((remote) => remote.takeSteps(...steps)),
    reviewSettings: () => ask((remote) => remote.reviewSettings()),
    keepReviewSettings: (settings) => ask((remote) => remote.keepReviewSettings(settings)),
    wordLists: () => ask((remote) => remote.wordLists()),
    wordListVersions: (id) => ask((remote) => remote.wordListVersions(id)),
    tryWordList: (text) => ask((remote) => remote.tryWordList(text)),
    keepWordList: (list) => ask((remote) => remote.keepWordList(list)),
    wordHits: (texts) => ask((remote) => remote.wordHits(texts)),
    supervisoryReport: (from, to) => ask((remote) => remote.supervisoryReport(from, to)),
  };
}
