/** The review: what the archive keeps of it and the rules of `src/review`, brought together. */
import type { ArchiveReader } from '../src/archive/index.ts';
import type { EpochMs, QueueReason, QueueSettings, StepRefusal, WordHit, WordList } from '../src/model.ts';
import { stateOf } from '../src/model/review-state.ts';
import {
  progressOf,
  queueOf,
  readWordList,
  refusalOf,
  sampleOf,
  supervisoryReport,
  type CompiledWordList,
} from '../src/review/index.ts';
import type { ArchiveName, QueueItem, QueueWindow, ReviewDesk } from './api.ts';
import { heldKey } from './keyring.ts';
import { outcomeOf } from './outcomes.ts';
import { CHANGE_BYTES, changed, changing, toldBytes } from './store-change.ts';

type Opened = () => Promise<{ name: ArchiveName; reader: ArchiveReader }>;

/** A question that the archive puts to each text. */
interface ListTest {
  key: string;
  lists: CompiledWordList[];
  fits(text: string): boolean;
}

export function reviewDeskOf(opened: Opened): ReviewDesk {
  return {
    queue: (reviewer, first, count) => outcomeOf(async () => windowOf((await opened()).reader, reviewer, first, count)),
    reviewOf: (session) =>
      outcomeOf(async () => {
        const steps = await (await opened()).reader.review.stepsOf(session);
        return { state: stateOf(steps), steps };
      }),
    takeSteps: (sessions, step, reviewer, note) =>
      outcomeOf(async () => {
        const { name } = await opened();
        // Whoever has unlocked the archive signs, whatever the page says.
        const who = heldKey(name)?.name ?? reviewer;
        const answers: (StepRefusal | null)[] = [];
        return changing(
          name,
          async (store) => {
            for (const session of sessions) {
              const taken = { session, step, reviewer: who, at: Date.now() as EpochMs, note };
              answers.push(await store.review.step(taken, (before) => refusalOf(before, step, who)));
            }
            return answers;
          },
          () => (sessions.length - answers.length) * (CHANGE_BYTES + toldBytes(note)),
        );
      }),
    reviewSettings: () => outcomeOf(async () => (await opened()).reader.review.settings()),
    keepReviewSettings: (settings) =>
      outcomeOf(async () => changed((await opened()).name, (store) => store.review.keepSettings(within(settings)))),
    wordLists: () => outcomeOf(async () => (await opened()).reader.review.wordLists()),
    wordListVersions: (id) => outcomeOf(async () => (await opened()).reader.review.wordListVersions(id)),
    tryWordList: (text) =>
      outcomeOf(async () => {
        const reading = readWordList({ text });
        if ('errors' in reading) return reading;
        const test = testOf([reading.list], text);
        const { review } = (await opened()).reader;
        const sessions = await review.sessions(test, sampleOf(await review.settings()));
        let found = 0;
        for (const { hasWords } of sessions) if (hasWords) found++;
        return { sessions: found };
      }),
    keepWordList: (list) =>
      outcomeOf(async () =>
        changing(
          (await opened()).name,
          (store) => store.review.keepWordList(list),
          () => CHANGE_BYTES + toldBytes(list),
        ),
      ),
    wordHits: (texts) =>
      outcomeOf(async () => {
        const test = await listTest((await opened()).reader);
        return texts.map((text) => hitsIn(test, text));
      }),
    supervisoryReport: (from, to) =>
      outcomeOf(async () => {
        const { reader } = await opened();
        const { review } = reader;
        const settings = await review.settings();
        const sessions = await review.sessions(await listTest(reader), sampleOf(settings));
        return supervisoryReport(sessions, { from, to }, settings, Date.now() as EpochMs);
      }),
  };
}

async function windowOf(reader: ArchiveReader, reviewer: string, first: number, count: number): Promise<QueueWindow> {
  const { review } = reader;
  const settings = await review.settings();
  const sessions = await review.sessions(await listTest(reader), sampleOf(settings));
  const queue = queueOf(sessions, settings, reviewer);
  const waiting: Record<QueueReason, number> = {
    escalation: 0,
    reopened: 0,
    violation: 0,
    warning: 0,
    words: 0,
    'more-information': 0,
    sample: 0,
  };
  for (const { reason } of queue) waiting[reason]++;
  const shown = queue.slice(Math.max(0, first), Math.max(0, first) + Math.max(0, count));
  const rows = new Map((await reader.rowsOf(shown.map(({ session }) => session.id))).map((row) => [row.id, row]));
  const items = shown.flatMap(({ session, reason, state }): QueueItem[] => {
    const row = rows.get(session.id);
    return row === undefined ? [] : [{ row, reason, state }];
  });
  const { decided, own, waiting: age } = progressOf(sessions.reviewed(), queue, reviewer, Date.now() as EpochMs);
  return { waiting, total: queue.length, first, items, sessions: sessions.count, decided, own, age };
}

/** All lists as one question; null = there is none. A list that can no longer be read finds nothing: keeping asks for a readable one. */
async function listTest(reader: ArchiveReader): Promise<ListTest | null> {
  const lists: WordList[] = await reader.review.wordLists();
  const read = lists.flatMap((list) => {
    const reading = readWordList(list);
    return 'list' in reading ? [reading.list] : [];
  });
  return read.length === 0 ? null : testOf(read, JSON.stringify(lists.map(({ id, version }) => [id, version])));
}

function testOf(lists: CompiledWordList[], key: string): ListTest {
  return { key, lists, fits: (text) => lists.some((list) => list.hitsIn(text).length > 0) };
}

function hitsIn(test: ListTest | null, text: string): WordHit[] {
  return (test?.lists ?? []).flatMap((list) => list.hitsIn(text)).sort((a, b) => a.start - b.start || b.end - a.end);
}

function within({ severity, share, seed }: QueueSettings): QueueSettings {
  return { severity, share: Math.min(1, Math.max(0, share)), seed };
}
