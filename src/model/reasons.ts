import { FILE_REASONS } from './file-reasons.ts';
import { ORGANISATION_FAULTS, type OrganisationFault } from './organisation-faults.ts';
import type { Standing } from './review.ts';
import { VERIFY_REASONS } from './verify-reasons.ts';

/**
 * Why something is not done: an id with values, and the English sentence that the ledger and the command line say. The page says the
 * same in its own language, under `reason.<id>` of the catalogue. Where a number is counted, a sentence for one stands beside.
 */
export const REASONS = {
  ...VERIFY_REASONS,
  ...FILE_REASONS,

  locked: 'The archive is locked: a reviewer has to unlock it with a passphrase first.',
  'archive-newer': 'The archive is of format {format}; this version of Fedlens reads up to {known}.',
  'thread-not-started': 'A worker could not be started.',
  'thread-unreadable': 'A worker sent what cannot be read.',

  'import-runs': 'An import is running: cancel it first.',
  'archive-changing': 'The archive is being changed: try again when that has ended.',
  'archive-changed': 'The archive was changed meanwhile: try again.',
  'plan-changed': 'What would be purged has changed: look at the plan again.',
  'sessions-held': {
    one: '{n} session is held: release the hold first.',
    other: '{n} sessions are held: release the hold first.',
  },
  'file-sessions-held': {
    one: '{n} of its sessions is held: release the hold first.',
    other: '{n} of its sessions are held: release the hold first.',
  },
  'file-sessions-reviewed': {
    one: '{n} of its sessions was reviewed: what a reviewer decided on stays.',
    other: '{n} of its sessions were reviewed: what a reviewer decided on stays.',
  },
  'import-not-undoable': 'There is no import {job} that can be undone.',
  'hold-not-releasable': 'There is no hold {hold} that could be released.',
  'purge-damaged': 'Nothing was purged, for the archive is damaged: {damage}',

  'storage-full':
    'The browser’s storage is full: {used} of {allowed} are used. What was stored stays; more room is needed for what was to be stored now.',
  'storage-full-missing':
    'The browser’s storage is full: {used} of {allowed} are used. What was stored stays; about {missing} more are needed for the rest.',
  'storage-short':
    'The browser’s storage is full: it stores no more than the {used} that are used, though it had promised {allowed}. What was stored stays; more room is needed for what was to be stored now.',
  'storage-short-missing':
    'The browser’s storage is full: it stores no more than the {used} that are used, though it had promised {allowed}. What was stored stays; about {missing} more are needed for the rest.',

  'reviewers-have-passphrases': 'Reviewers of this archive have passphrases: unlock it as the one you are.',
  'reviewer-exists': 'There is a reviewer already.',
  'reviewer-unknown': 'There is no reviewer “{name}” who may act.',
  'reviewer-name-taken': 'There is a reviewer “{name}” already.',
  'reviewer-name-missing': 'A reviewer needs a name.',
  'reviewer-last-of-encrypted':
    'Without a reviewer nobody could read what is encrypted: take the encryption off first.',
  'passphrase-wrong': 'The passphrase is not the right one.',
  'passphrase-short': 'A passphrase needs {least} characters or more: some words that only you would put together.',
  'encryption-without-reviewer': 'Without a reviewer there is no key to encrypt with.',
  'block-unreadable':
    'What is encrypted under {key} in “{table}” was changed, or belongs elsewhere: the archive’s key does not open it.',

  'restore-broken-off': 'A restore was broken off: choose the same backup again, or take it back.',
  'backup-none': 'This is no backup of Fedlens.',
  'backup-encrypted-none': 'This is no encrypted backup of Fedlens.',
  'backup-none-or-cut': 'This is no backup, or it is cut off.',
  'backup-format': 'The backup is of format {format}; this version of Fedlens restores {known}.',
  'backup-behind-end': 'Something stands behind the end of the backup.',
  'backup-cut': 'The backup is cut off: its end is missing.',
  'backup-digest': 'The backup was changed: its digest does not fit.',
  'backup-line': 'The backup is cut off or damaged: a line of it is no JSON object.',
  'backup-passphrase-needed': 'The backup is encrypted: its passphrase is needed.',
  'backup-passphrase-wrong':
    'The passphrase is not the one that the backup was written with, or its beginning was changed.',
  'backup-part': 'The backup was changed or cut off: a part of it does not open.',
  'backup-length': 'The backup was changed: a length in it is none.',
  'backup-encrypted-cut': 'The encrypted backup is cut off.',
  'backup-unverified': 'What the backup holds does not verify, and is not mixed with what is here: {fault}',

  'kept-review':
    'Here it was “{here}”, in the backup “{there}”: the steps of both stand in order of time, and it is “{now}”.',
  'kept-hold-active': 'Hold “{name}” stays active, as it is here.',
  'kept-hold-released': 'Hold “{name}” stays released, as it is here.',
  'kept-word-lists':
    "“{name}” was changed here and in the backup: the backup's versions are a list of their own beside ours.",
  'kept-settings': 'The settings of this archive stay; the backup has others.',
  'kept-format': 'The format “{format}” of this archive stays; the backup has another one of that name.',
  'kept-view': 'The view “{name}” of this archive stays; the backup has another one of that name.',
  'kept-basis':
    'Organisation, catalogue and rules of this archive stay in force, and the sessions are judged by them; the versions of the backup stand in its ledger, which is kept.',

  'words-near': 'Line {line}: “{entry}” needs a phrase, NEAR/ with a number, and a phrase.',
  'words-far': 'Line {line}: NEAR/{within} reaches too far: at most {most} words.',
  'words-quote': 'Line {line}: “{entry}” has a quotation mark too few.',
  'words-none': 'Line {line}: “{entry}” holds no word.',
  'words-star': 'Line {line}: “{entry}”: a star stands behind the beginning of a word.',
  'words-empty': 'The list has no entry.',

  'clock-correction': 'A correction is a whole number of milliseconds, of ten years at most.',
  'pic-usl-end-unknown': 'The catalogue names no last day of a provider that asks for the public IM licence (PIC USL).',
  'file-too-large': '{name} is larger than {most}.',
  'basis-unsound': 'The basis cannot be judged by: {faults}',
  'preview-gone': 'There is no preview to ask.',
} as const;

export type ReasonId = keyof typeof REASONS;
/** `bytes` are written in the unit that suits them, a `word` of the model as the catalogue has it, a reason as its sentence. */
export type ReasonValue = string | number | { bytes: number } | ReasonWord | Reason;
export type ReasonWord = { word: Standing; of: 'standing' } | { word: OrganisationFault; of: 'fault' };
export interface Reason {
  id: ReasonId;
  /** `n` is the number that is counted. */
  values: Readonly<Record<string, ReasonValue>>;
}

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Sentence<K extends ReasonId> = (typeof REASONS)[K] extends { other: infer S } ? S : (typeof REASONS)[K];
type Given<K extends ReasonId> = [Names<Sentence<K>>] extends [never]
  ? []
  : [values: { readonly [N in Names<Sentence<K>>]: ReasonValue }];

export function reason<K extends ReasonId>(id: K, ...[values]: Given<K>): Reason {
  return { id, values: values ?? {} };
}

/** In English, with the values in their places. */
export function sentenceOf({ id, values }: Reason): string {
  const entry: string | { one: string; other: string } = REASONS[id];
  const sentence = typeof entry === 'string' ? entry : entry[values['n'] === 1 ? 'one' : 'other'];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value !== 'object') return String(value);
    if ('word' in value) return value.of === 'fault' ? ORGANISATION_FAULTS[value.word] : value.word;
    return 'id' in value ? sentenceOf(value) : inMegabytes(value.bytes);
  });
}

const inMegabytes = (bytes: number): string => `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;

/** What was asked is not done, for a reason that a person is told. */
export class Reasoned extends Error {
  readonly reason: Reason;

  constructor(why: Reason) {
    super(sentenceOf(why));
    this.reason = why;
  }
}
