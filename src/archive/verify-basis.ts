import {
  reason,
  verifyFault,
  type BasisPart,
  type BasisVersion,
  type Job,
  type Json,
  type LedgerRecord,
  type Reason,
  type VerifyFault,
  type WordList,
} from '../model.ts';
import { canonicalJson } from './canonical.ts';
import { nameOfOwn, OWN_SUBJECTS, type OwnKind, type OwnLists } from './own-lists.ts';
import type { MetaRecord } from './tables.ts';

type Payload = Readonly<Record<string, Json | undefined>>;

const PARTS: readonly BasisPart[] = ['organisation', 'catalogue', 'rules'];
/** What is kept once under the subject by which the ledger tells of it, and what is said where it is another. */
const SETTINGS = { review: 'settings-review-untold', retention: 'settings-retention-untold' } as const;

const fault = (subject: string, why: Reason): VerifyFault => verifyFault('ledger', subject, why);
const isNumbered = (record: MetaRecord): record is Extract<MetaRecord, { key: `basis:${string}` }> =>
  record.key.startsWith('basis:');

/** What the officer told that must be there, as the ledger tells: versions of the basis, word lists, settings. Storage-free. */
export class ExpectedBasis {
  /** By number; a part that is absent is not known. */
  readonly #bases = new Map<number, Payload>();
  readonly #lists = new Map<string, string>();
  readonly #settings = new Map<string, string>();
  /** What the person gave a name, by subject of the ledger, as JSON; `null` = it was given up. */
  readonly #own = new Map<string, string>();
  /** Has the archive begun with its ledger? Otherwise it may hold what the ledger does not tell. */
  #isWhole = false;
  /** Sessions that were to be judged by the version in force, until a job was sealed. */
  #unjudged = 0;
  /** Parts in force; absent = from before the ledger. */
  #inForce: Payload = {};

  follow({ seq, action, subject, payload }: LedgerRecord): void {
    // An archive that begins with its ledger had been told nothing before.
    if (seq === 1 && action !== 'upgrade') {
      this.#inForce = { organisation: null, catalogue: null, rules: null };
      this.#isWhole = true;
    }
    if (payload === undefined || payload === null) return;
    const told = payload as Payload;
    if (told['state'] === 'sealed' || told['everything'] === true) this.#unjudged = 0;
    if (action === 'retention') this.#settings.set('retention', canonicalJson(told));
    if (action !== 'organisation') return;
    if (subject === 'review') this.#settings.set('review', canonicalJson(told));
    else if (isOwn(subject)) {
      this.#own.set(subject, canonicalJson(told[subject.slice(0, subject.indexOf(':'))] ?? null));
    } else if (subject.startsWith('word-list:'))
      this.#lists.set(nameOf(told as unknown as WordList), canonicalJson(told));
    else if (subject.startsWith('basis:')) {
      this.#inForce = { ...this.#inForce, ...told };
      this.#bases.set(Number(told['number']), this.#inForce);
      this.#unjudged = Number(told['sessions']);
    }
  }

  /** @param meta all records of that table */
  fault(meta: readonly MetaRecord[], lists: readonly WordList[], jobs: readonly Job[]): VerifyFault | null {
    return (
      this.#basesFault(meta) ??
      this.#judgingFault(meta, jobs) ??
      this.#listsFault(lists) ??
      this.#settingsFault(meta) ??
      this.#ownFault(meta, 'patterns') ??
      this.#ownFault(meta, 'views')
    );
  }

  #basesFault(meta: readonly MetaRecord[]): VerifyFault | null {
    const versions = new Map(meta.filter(isNumbered).map(({ value }) => [value.number, value]));
    for (const [number, told] of this.#bases) {
      const version = versions.get(number);
      const which = { version: number };
      if (version === undefined) return fault(`basis:${number}`, reason('basis-missing', which));
      if (!isAsTold(version, told)) return fault(`basis:${number}`, reason('basis-changed', which));
    }
    const stray = [...versions.keys()].find((number) => !this.#bases.has(number));
    if (stray !== undefined) return fault(`basis:${stray}`, reason('basis-untold', { version: stray }));
    return this.#inForceFault(meta);
  }

  #inForceFault(meta: readonly MetaRecord[]): VerifyFault | null {
    if (this.#bases.size === 0) return null;
    const last = Math.max(...this.#bases.keys());
    const mark = meta.find((record) => record.key === 'basis')?.value;
    if (mark?.current !== last) {
      return fault('basis', reason('basis-other', { version: mark?.current ?? '–', told: last }));
    }
    const organisation = meta.find((record) => record.key === 'organisation')?.value ?? null;
    const told = this.#inForce['organisation'];
    return told !== undefined && canonicalJson(organisation) !== canonicalJson(told)
      ? fault('organisation', reason('organisation-untold'))
      : null;
  }

  /** A job that was broken off may have judged the last of them. */
  #judgingFault(meta: readonly MetaRecord[], jobs: readonly Job[]): VerifyFault | null {
    const mark = meta.find((record) => record.key === 'basis')?.value;
    if (mark === undefined) return null;
    const { current, unfinished } = mark;
    if (unfinished !== null && unfinished.version !== current) {
      return fault('basis', reason('judging-other', { version: unfinished.version, current }));
    }
    const isOver = unfinished === null && jobs.every(({ state }) => state === 'sealed' || state === 'undone');
    return isOver && this.#unjudged > 0 ? fault('basis', reason('judging-untold', { version: current })) : null;
  }

  #ownFault(meta: readonly MetaRecord[], kind: OwnKind): VerifyFault | null {
    const record = meta.find(({ key }) => key === kind);
    const there: readonly OwnLists[OwnKind][number][] =
      record?.key === 'patterns' || record?.key === 'views' ? record.value : [];
    const prefix = `${OWN_SUBJECTS[kind]}:`;
    const found = new Map(there.map((own) => [prefix + nameOfOwn(own), canonicalJson(own)]));
    const isTold = (subject: string): boolean => this.#isWhole || this.#own.has(subject);
    const stray = [...found.keys()].find((subject) => isTold(subject) && found.get(subject) !== this.#own.get(subject));
    const told = [...this.#own].filter(([subject]) => subject.startsWith(prefix));
    const missing = told.find(([subject, own]) => own !== 'null' && !found.has(subject))?.[0];
    const subject = stray ?? missing;
    if (subject === undefined) return null;
    const name = subject.slice(prefix.length);
    const how = stray === undefined ? 'missing' : 'untold';
    return fault(
      subject,
      kind === 'views' ? reason(`view-${how}`, { view: name }) : reason(`format-${how}`, { format: name }),
    );
  }

  #listsFault(lists: readonly WordList[]): VerifyFault | null {
    const there = new Map(lists.map((list) => [nameOf(list), list]));
    for (const [name, told] of this.#lists) {
      const list = there.get(name);
      if (list === undefined) return fault(`word-list:${name}`, reason('word-list-missing', { list: name }));
      if (canonicalJson(list) !== told) return fault(`word-list:${name}`, reason('word-list-changed', { list: name }));
    }
    const stray = [...there.keys()].find((name) => !this.#lists.has(name));
    return stray === undefined ? null : fault(`word-list:${stray}`, reason('word-list-untold', { list: stray }));
  }

  #settingsFault(meta: readonly MetaRecord[]): VerifyFault | null {
    for (const [key, why] of Object.entries(SETTINGS)) {
      const told = this.#settings.get(key);
      const found = meta.find((record) => record.key === key)?.value;
      if ((found === undefined ? undefined : canonicalJson(found)) !== told) {
        return fault(key, reason(why));
      }
    }
    return null;
  }
}

const isOwn = (subject: string): boolean => Object.values(OWN_SUBJECTS).some((kind) => subject.startsWith(`${kind}:`));

/** Of one version of a list. */
const nameOf = ({ id, version }: Pick<WordList, 'id' | 'version'>): string => `${id}/${version}`;

function isAsTold(version: BasisVersion, told: Payload): boolean {
  const { number, at, note, restores, catalogueVersion } = version;
  const about = { number, at, note, restores, catalogueVersion };
  const toldAbout = {
    ...{ number: told['number'], at: told['at'], note: told['note'] },
    ...{ restores: told['restores'], catalogueVersion: told['catalogueVersion'] },
  };
  if (canonicalJson(about) !== canonicalJson(toldAbout)) return false;
  return PARTS.every((part) => told[part] === undefined || canonicalJson(version[part]) === canonicalJson(told[part]));
}
