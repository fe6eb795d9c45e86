import type { BasisPart, BasisVersion, Json, LedgerRecord, VerifyFault, WordList } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import type { MetaRecord } from './tables.ts';

type Payload = Readonly<Record<string, Json | undefined>>;

const PARTS: readonly BasisPart[] = ['organisation', 'catalogue', 'rules'];
/** What is kept once, and by which subject the ledger tells of it. */
const SETTINGS = { review: 'review', retention: 'retention' } as const;

const fault = (subject: string, message: string): VerifyFault => ({ part: 'ledger', subject, message });
const isNumbered = (record: MetaRecord): record is Extract<MetaRecord, { key: `basis:${string}` }> =>
  record.key.startsWith('basis:');

/** What the officer told that must be there, as the ledger tells: versions of the basis, word lists, settings. Storage-free. */
export class ExpectedBasis {
  /** By number; a part that is absent is not known. */
  readonly #bases = new Map<number, Payload>();
  readonly #lists = new Map<string, string>();
  readonly #settings = new Map<string, string>();
  /** Parts in force; absent = from before the ledger. */
  #inForce: Payload = {};

  follow({ seq, action, subject, payload }: LedgerRecord): void {
    // An archive that begins with its ledger had been told nothing before.
    if (seq === 1 && action !== 'upgrade') this.#inForce = { organisation: null, catalogue: null, rules: null };
    if (payload === undefined || payload === null) return;
    const told = payload as Payload;
    if (action === 'retention') this.#settings.set('retention', canonicalJson(told));
    if (action !== 'organisation') return;
    if (subject === 'review') this.#settings.set('review', canonicalJson(told));
    else if (subject.startsWith('word-list:'))
      this.#lists.set(nameOf(told as unknown as WordList), canonicalJson(told));
    else if (subject.startsWith('basis:')) {
      this.#inForce = { ...this.#inForce, ...told };
      this.#bases.set(Number(told['number']), this.#inForce);
    }
  }

  /** @param meta all records of that table */
  fault(meta: readonly MetaRecord[], lists: readonly WordList[]): VerifyFault | null {
    return this.#basesFault(meta) ?? this.#listsFault(lists) ?? this.#settingsFault(meta);
  }

  #basesFault(meta: readonly MetaRecord[]): VerifyFault | null {
    const versions = new Map(meta.filter(isNumbered).map(({ value }) => [value.number, value]));
    for (const [number, told] of this.#bases) {
      const version = versions.get(number);
      const name = `Version ${number} of what sessions are judged by`;
      if (version === undefined) return fault(`basis:${number}`, `${name} is missing.`);
      if (!isAsTold(version, told)) return fault(`basis:${number}`, `${name} was changed.`);
    }
    const stray = [...versions.keys()].find((number) => !this.#bases.has(number));
    if (stray !== undefined) {
      return fault(`basis:${stray}`, `Version ${stray} of what sessions are judged by is not known to the ledger.`);
    }
    return this.#inForceFault(meta);
  }

  #inForceFault(meta: readonly MetaRecord[]): VerifyFault | null {
    if (this.#bases.size === 0) return null;
    const last = Math.max(...this.#bases.keys());
    const mark = meta.find((record) => record.key === 'basis')?.value;
    if (mark?.current !== last) {
      return fault(
        'basis',
        `Version ${mark?.current ?? 'none'} of what sessions are judged by is in force, and the ledger tells ${last}.`,
      );
    }
    const organisation = meta.find((record) => record.key === 'organisation')?.value ?? null;
    const told = this.#inForce['organisation'];
    return told !== undefined && canonicalJson(organisation) !== canonicalJson(told)
      ? fault('organisation', 'The organisation is another one than the ledger tells.')
      : null;
  }

  #listsFault(lists: readonly WordList[]): VerifyFault | null {
    const there = new Map(lists.map((list) => [nameOf(list), list]));
    for (const [name, told] of this.#lists) {
      const list = there.get(name);
      if (list === undefined) return fault(`word-list:${name}`, `Word list ${name} is missing.`);
      if (canonicalJson(list) !== told) return fault(`word-list:${name}`, `Word list ${name} was changed.`);
    }
    const stray = [...there.keys()].find((name) => !this.#lists.has(name));
    return stray === undefined ? null : fault(`word-list:${stray}`, `Word list ${stray} is not known to the ledger.`);
  }

  #settingsFault(meta: readonly MetaRecord[]): VerifyFault | null {
    for (const [key, subject] of Object.entries(SETTINGS)) {
      const told = this.#settings.get(key);
      const found = meta.find((record) => record.key === key)?.value;
      if ((found === undefined ? undefined : canonicalJson(found)) !== told) {
        return fault(subject, `The settings of ${key} are others than the ledger tells.`);
      }
    }
    return null;
  }
}

/** Of one version of a list. */
const nameOf = ({ id, version }: Pick<WordList, 'id' | 'version'>): string => `${id}/${version}`;

function isAsTold(version: BasisVersion, told: Payload): boolean {
  const { note, restores, catalogueVersion } = version;
  const about = { note, restores, catalogueVersion };
  const toldAbout = { note: told['note'], restores: told['restores'], catalogueVersion: told['catalogueVersion'] };
  if (canonicalJson(about) !== canonicalJson(toldAbout)) return false;
  return PARTS.every((part) => told[part] === undefined || canonicalJson(version[part]) === canonicalJson(told[part]));
}
