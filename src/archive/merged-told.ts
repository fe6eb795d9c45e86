/**
 * What people told another archive, taken into this one: reviews, holds, word lists, settings, exports. Nothing of ours is changed or
 * doubled; each thing that is taken has its entry in our ledger, and where both say different things it is told.
 */
import {
  reason,
  type Json,
  type LegalHold,
  type ReasonValue,
  type RestoreConflict,
  type ReviewStep,
  type SessionId,
  type Standing,
  type WordList,
} from '../model.ts';
import { standingOf } from '../model/review-state.ts';
import type { BackupContents } from './backup-check.ts';
import { canonicalJson, digestOf } from './canonical.ts';
import type { Database } from './database.ts';
import type { Append } from './ledger.ts';
import { nameOfOwn, OWN_SUBJECTS, ownList, type OwnKind, type OwnLists } from './own-lists.ts';
import { toldOfStep } from './review-store.ts';
import type { ExportRecord, MetaRecord, ReviewRecord } from './tables.ts';
import { exportHead, toldOfExports } from './verify-exports.ts';

/** Tables that it writes to, beside those of the ledger. */
export const toldTables = (db: Database) => [db.reviews, db.holds, db.wordLists, db.exports];

export class ToldMerge {
  readonly conflicts: RestoreConflict[] = [];
  readonly #db: Database;
  readonly #append: Append;

  /** All within one transaction on `toldTables` and those of the ledger. */
  constructor(db: Database, append: Append) {
    this.#db = db;
    this.#append = append;
  }

  /** @param heirOf the session that theirs has become here. @returns sessions whose review has changed */
  async take(
    { reviews, holds, wordLists, meta }: BackupContents,
    exports: readonly ExportRecord[],
    heirOf: (session: SessionId) => SessionId,
  ): Promise<SessionId[]> {
    const changed: SessionId[] = [];
    for (const record of reviews)
      if (await this.#review(record, heirOf(record.session))) changed.push(heirOf(record.session));
    for (const hold of holds) await this.#hold(inherited(hold, heirOf));
    for (const versions of byList(wordLists).values()) await this.#wordList(versions);
    for (const record of exports) await this.#export(record);
    for (const record of meta) await this.#setting(record);
    return changed;
  }

  /** Every step of both stays, by time. */
  async #review({ steps }: ReviewRecord, session: SessionId): Promise<boolean> {
    const own = (await this.#db.reviews.get(session))?.steps ?? [];
    const known = new Set(own.map((step) => canonicalJson(toldOfStep(step))));
    const anew = steps
      .filter((step) => !known.has(canonicalJson(toldOfStep(step))))
      .map((step) => ({ ...step, session }));
    if (anew.length === 0) return false;
    const all = [...own, ...anew].sort((a, b) => a.at - b.at);
    await this.#db.reviews.put({ session, steps: all });
    for (const step of anew) {
      await this.#append(step.step === 'note' ? 'note' : 'decision', `session:${session}`, {
        ...toldOfStep(step),
        restored: true,
      });
    }
    this.#tellReview(session, own, steps, all);
    return true;
  }

  #tellReview(
    session: SessionId,
    own: readonly ReviewStep[],
    theirs: readonly ReviewStep[],
    all: readonly ReviewStep[],
  ): void {
    const [here, there] = [standingOf(own), standingOf(theirs)];
    if (own.length === 0 || here === there) return;
    const kept = reason('kept-review', { here: word(here), there: word(there), now: word(standingOf(all)) });
    this.conflicts.push({ about: 'review', subject: `session:${session}`, kept });
  }

  /** One that both know stays as it is here. */
  async #hold(hold: LegalHold): Promise<void> {
    const { holds } = this.#db;
    const same = (await holds.toArray()).find((own) => nameOfHold(own) === nameOfHold(hold));
    if (same === undefined) {
      const id = ((await holds.orderBy(':id').last())?.id ?? 0) + 1;
      const active: LegalHold = { ...hold, id, released: null };
      await holds.add({ ...active, released: hold.released });
      await this.#append('hold', `hold:${id}`, active as unknown as Json);
      const { released } = hold;
      if (released !== null) await this.#append('release', `hold:${id}`, { hold: id, name: hold.name, ...released });
      return;
    }
    if (canonicalJson(same.released) === canonicalJson(hold.released)) return;
    const id = same.released === null ? 'kept-hold-active' : 'kept-hold-released';
    this.conflicts.push({ about: 'hold', subject: `hold:${same.id}`, kept: reason(id, { name: hold.name }) });
  }

  /** Where one side only has more versions they follow; where both went on, theirs becomes a list of its own. */
  async #wordList(theirs: readonly WordList[]): Promise<void> {
    const [first] = theirs;
    if (first === undefined) return;
    const own = await this.#db.wordLists.where('id').equals(first.id).sortBy('version');
    const shared = Math.min(own.length, theirs.length);
    const isSame = theirs.slice(0, shared).every((list, at) => canonicalJson(list) === canonicalJson(own[at]));
    if (isSame) return this.#addLists(theirs.slice(shared));
    const id = `${first.id}~${digestOf(theirs).slice(0, 8)}`;
    if ((await this.#db.wordLists.where('id').equals(id).count()) > 0) return;
    await this.#addLists(theirs.map((list) => ({ ...list, id })));
    const kept = reason('kept-word-lists', { name: first.name });
    this.conflicts.push({ about: 'word-list', subject: `word-list:${first.id}`, kept });
  }

  async #addLists(lists: readonly WordList[]): Promise<void> {
    for (const list of lists) {
      await this.#db.wordLists.add(list);
      await this.#append('organisation', `word-list:${list.id}`, { ...list });
    }
  }

  async #export({ at, sessions }: ExportRecord): Promise<void> {
    const { exports } = this.#db;
    const isKnown = (own: ExportRecord): boolean =>
      own.at === at &&
      own.sessions.length === sessions.length &&
      own.sessions.every((byte, index) => byte === sessions[index]);
    if ((await exports.filter(isKnown).count()) > 0) return;
    const record = { n: ((await exports.orderBy(':id').last())?.n ?? 0) + 1, at, sessions };
    await exports.add(record);
    await this.#append('export', 'archive', { restored: true, kept: toldOfExports([exportHead(record)]) });
  }

  /** Ours stay; what was never set here is taken. */
  async #setting(record: MetaRecord): Promise<void> {
    const { meta } = this.#db;
    if (record.key === 'patterns' || record.key === 'views') return this.#own(record);
    if (record.key !== 'review' && record.key !== 'retention') return;
    const own = await meta.get(record.key);
    if (own === undefined) {
      await meta.put(record);
      const value = record.value as unknown as Json;
      await (record.key === 'review'
        ? this.#append('organisation', 'review', value)
        : this.#append('retention', 'retention', value));
    } else if (canonicalJson(own.value) !== canonicalJson(record.value)) {
      this.conflicts.push({ about: 'settings', subject: record.key, kept: reason('kept-settings') });
    }
  }

  /** What has the name of one of ours stays with its own archive. */
  async #own({ key, value: theirs }: Extract<MetaRecord, { key: OwnKind }>): Promise<void> {
    const subject = OWN_SUBJECTS[key];
    const own: OwnLists[OwnKind][number][] = await ownList(this.#db, key);
    const named = new Map(own.map((one) => [nameOfOwn(one), one]));
    const anew = theirs.filter((one) => !named.has(nameOfOwn(one)));
    for (const one of theirs) {
      const name = nameOfOwn(one);
      const known = named.get(name);
      if (known === undefined || canonicalJson(known) === canonicalJson(one)) continue;
      const kept = key === 'views' ? reason('kept-view', { name }) : reason('kept-format', { format: name });
      this.conflicts.push({ about: subject, subject: `${subject}:${name}`, kept });
    }
    if (anew.length === 0) return;
    await this.#db.meta.put({ key, value: [...own, ...anew] } as MetaRecord);
    for (const one of anew) {
      await this.#append('organisation', `${subject}:${nameOfOwn(one)}`, { [subject]: asJson(one) });
    }
  }
}

/** The sessions that it names, as they are here. */
function inherited(hold: LegalHold, heirOf: (session: SessionId) => SessionId): LegalHold {
  const { sessions } = hold.scope;
  if (sessions === undefined) return hold;
  return { ...hold, scope: { ...hold.scope, sessions: [...new Set(sessions.map(heirOf))].sort() } };
}

const asJson = (value: object): Json => value as Json;
const word = (standing: Standing): ReasonValue => ({ word: standing, of: 'standing' });

/** Whatever its number and its release. */
const nameOfHold = ({ name, scope, why, by, at }: LegalHold): string => canonicalJson({ name, scope, why, by, at });

function byList(lists: readonly WordList[]): Map<string, WordList[]> {
  const found = new Map<string, WordList[]>();
  for (const list of [...lists].sort((a, b) => a.version - b.version)) {
    const versions = found.get(list.id);
    if (versions === undefined) found.set(list.id, [list]);
    else versions.push(list);
  }
  return found;
}
