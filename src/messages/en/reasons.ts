/** Why something was not done: what `src/model/reasons.ts` says on the command line. */
export const reasons = {
  'reason.locked': 'The archive is locked: a reviewer has to unlock it with a passphrase first.',
  'reason.archive-newer': 'The archive is of format {format}; this version of Fedlens reads up to {known}.',
  'reason.thread-not-started': 'A worker could not be started.',
  'reason.thread-unreadable': 'A worker sent what cannot be read.',

  'reason.import-runs': 'An import is running: cancel it first.',
  'reason.archive-changing': 'The archive is being changed: try again when that has ended.',
  'reason.archive-changed': 'The archive was changed meanwhile: try again.',
  'reason.plan-changed': 'What would be purged has changed: look at the plan again.',
  'reason.sessions-held': {
    one: '{n} session is held: release the hold first.',
    other: '{n} sessions are held: release the hold first.',
  },
  'reason.file-sessions-held': {
    one: '{n} of its sessions is held: release the hold first.',
    other: '{n} of its sessions are held: release the hold first.',
  },
  'reason.file-sessions-reviewed': {
    one: '{n} of its sessions was reviewed: what a reviewer decided on stays.',
    other: '{n} of its sessions were reviewed: what a reviewer decided on stays.',
  },
  'reason.import-not-undoable': 'There is no import {job} that can be undone.',
  'reason.hold-not-releasable': 'There is no hold {hold} that could be released.',
  'reason.purge-damaged': 'Nothing was purged, for the archive is damaged: {damage}',

  'reason.storage-full':
    'The browser’s storage is full: {used} of {allowed} are used. What was stored stays; more room is needed for what was to be stored now.',
  'reason.storage-full-missing':
    'The browser’s storage is full: {used} of {allowed} are used. What was stored stays; about {missing} more are needed for the rest.',
  'reason.storage-short':
    'The browser’s storage is full: it stores no more than the {used} that are used, though it had promised {allowed}. What was stored stays; more room is needed for what was to be stored now.',
  'reason.storage-short-missing':
    'The browser’s storage is full: it stores no more than the {used} that are used, though it had promised {allowed}. What was stored stays; about {missing} more are needed for the rest.',

  'reason.reviewers-have-passphrases': 'Reviewers of this archive have passphrases: unlock it as the one you are.',
  'reason.reviewer-exists': 'There is a reviewer already.',
  'reason.reviewer-unknown': 'There is no reviewer “{name}” who may act.',
  'reason.reviewer-name-taken': 'There is a reviewer “{name}” already.',
  'reason.reviewer-name-missing': 'A reviewer needs a name.',
  'reason.reviewer-last-of-encrypted':
    'Without a reviewer nobody could read what is encrypted: take the encryption off first.',
  'reason.passphrase-wrong': 'The passphrase is not the right one.',
  'reason.passphrase-short':
    'A passphrase needs {least} characters or more: some words that only you would put together.',
  'reason.encryption-without-reviewer': 'Without a reviewer there is no key to encrypt with.',
  'reason.block-unreadable':
    'What is encrypted under {key} in “{table}” was changed, or belongs elsewhere: the archive’s key does not open it.',

  'reason.restore-broken-off': 'A restore was broken off: choose the same backup again, or take it back.',
  'reason.backup-none': 'This is no backup of Fedlens.',
  'reason.backup-encrypted-none': 'This is no encrypted backup of Fedlens.',
  'reason.backup-none-or-cut': 'This is no backup, or it is cut off.',
  'reason.backup-format': 'The backup is of format {format}; this version of Fedlens restores {known}.',
  'reason.backup-behind-end': 'Something stands behind the end of the backup.',
  'reason.backup-cut': 'The backup is cut off: its end is missing.',
  'reason.backup-digest': 'The backup was changed: its digest does not fit.',
  'reason.backup-line': 'The backup is cut off or damaged: a line of it is no JSON object.',
  'reason.backup-passphrase-needed': 'The backup is encrypted: its passphrase is needed.',
  'reason.backup-passphrase-wrong':
    'The passphrase is not the one that the backup was written with, or its beginning was changed.',
  'reason.backup-part': 'The backup was changed or cut off: a part of it does not open.',
  'reason.backup-length': 'The backup was changed: a length in it is none.',
  'reason.backup-encrypted-cut': 'The encrypted backup is cut off.',
  'reason.backup-unverified': 'What the backup holds does not verify, and is not mixed with what is here: {fault}',

  'reason.kept-review':
    'Here it was “{here}”, in the backup “{there}”: the steps of both stand in order of time, and it is “{now}”.',
  'reason.kept-hold-active': 'Hold “{name}” stays active, as it is here.',
  'reason.kept-hold-released': 'Hold “{name}” stays released, as it is here.',
  'reason.kept-word-lists':
    "“{name}” was changed here and in the backup: the backup's versions are a list of their own beside ours.",
  'reason.kept-settings': 'The settings of this archive stay; the backup has others.',
  'reason.kept-format': 'The format “{format}” of this archive stays; the backup has another one of that name.',
  'reason.kept-view': 'The view “{name}” of this archive stays; the backup has another one of that name.',
  'reason.kept-basis':
    'Organisation, catalogue and rules of this archive stay in force, and the sessions are judged by them; the versions of the backup stand in its ledger, which is kept.',

  'reason.words-near': 'Line {line}: “{entry}” needs a phrase, NEAR/ with a number, and a phrase.',
  'reason.words-far': 'Line {line}: NEAR/{within} reaches too far: at most {most} words.',
  'reason.words-quote': 'Line {line}: “{entry}” has a quotation mark too few.',
  'reason.words-none': 'Line {line}: “{entry}” holds no word.',
  'reason.words-star': 'Line {line}: “{entry}”: a star stands behind the beginning of a word.',
  'reason.words-empty': 'The list has no entry.',
  'reason.clock-correction': 'A correction is a whole number of milliseconds, of ten years at most.',
  'reason.pic-usl-end-unknown':
    'The catalogue names no last day of a provider that asks for the public IM licence (PIC USL).',
  'reason.file-too-large': '{name} is larger than {most}.',
  'reason.basis-unsound': 'The basis cannot be judged by: {faults}',
  'reason.preview-gone': 'There is no preview to ask.',
};
