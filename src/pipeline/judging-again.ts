/** Judges what is archived by another basis. */
import type { ArchiveStore, NumberedBasis } from '../model.ts';
import { certificatesOf, judgedAnew, openJudge } from './judging.ts';
import { Pace } from './pace.ts';
import { rankOf } from './rank.ts';
import type { Hooks } from './settings.ts';

/** Judges every session of the store anew. @returns how many judgements changed. @throws Aborted */
export async function judgeAgain(
  store: ArchiveStore,
  basis: NumberedBasis,
  { signal }: Pick<Hooks, 'signal'> = {},
  changed: (id: string, flags: number) => void = () => undefined,
): Promise<number> {
  const sources = await store.sources();
  const judge = openJudge(basis, { tallies: await store.tallies(), certificates: certificatesOf(sources) });
  const rank = rankOf(sources);
  const pace = new Pace(signal);
  let count = 0;
  for await (const batch of store.batches()) {
    await pace.next();
    const anew = batch.flatMap((stored) => judgedAnew(stored, judge, rank) ?? []);
    if (anew.length > 0) await store.rejudge(anew);
    for (const { session, judgement } of anew) changed(session.id, judgement.flags.length);
    count += anew.length;
  }
  return count;
}
