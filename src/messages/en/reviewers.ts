/** Reviewers with passphrases, and the lock. */
export const reviewers = {
  'lock.title': 'Locked',
  'lock.about':
    'Reviewers of this archive have passphrases. Unlock it to see it and to act: your name stands in the ledger.',
  'lock.about.encrypted':
    'Texts and evidence of this archive are encrypted: without a passphrase nobody can read them, with whatever program.',
  'lock.about.plain':
    'The archive is not encrypted: the lock keeps this page shut, and somebody who reads the files of this browser can still read it.',
  'lock.who': 'Reviewer',
  'lock.passphrase': 'Passphrase',
  'lock.unlock': 'Unlock',
  'lock.unlocking': 'Unlocking…',
  'lock.now': 'Lock',
  'lock.acting': '{who} acts, here and in the ledger',
  'lock.refused-before': {
    one: 'A wrong passphrase was given {n} time since you last unlocked the archive. The ledger says when.',
    other: 'A wrong passphrase was given {n} times since you last unlocked the archive. The ledger says when.',
  },
  'lock.read': 'I have read that',

  'reviewers.title': 'Reviewers',
  'reviewers.none':
    'Nobody has a passphrase: whoever opens this page may act under any name. Set up a first reviewer, and nobody acts or looks at this page without a passphrase.',
  'reviewers.about':
    'Each has a passphrase of their own. What they do stands in the ledger under their name, and so does every wrong passphrase.',
  'reviewers.forgotten':
    'Nobody can recover a forgotten passphrase: there is no server and no second way in. A second reviewer can still get in; where texts are encrypted and every reviewer has forgotten theirs, the texts are lost for good.',
  'reviewers.one-only':
    'There is only one reviewer. Add a second one, so that a forgotten passphrase does not shut everybody out.',
  'reviewers.found': 'Set up the first reviewer',
  'reviewers.found.do': 'Set up and unlock',
  'reviewers.add': 'Add a reviewer',
  'reviewers.add.do': 'Add the reviewer',
  'reviewers.added': '“{who}” may act from now on.',
  'reviewers.name': 'Name',
  'reviewers.passphrase': 'Passphrase',
  'reviewers.passphrase.new': 'New passphrase',
  'reviewers.passphrase.again': 'The same again',
  'reviewers.passphrase.own': 'Your own passphrase',
  'reviewers.passphrase.short': 'At least {least} characters: some words that only you would put together.',
  'reviewers.passphrase.differs': 'The two are not the same.',
  'reviewers.passphrase.change': 'Change your passphrase',
  'reviewers.passphrase.change.do': 'Change it',
  'reviewers.passphrase.changed': 'Your passphrase is changed. The old one opens nothing any more.',
  'reviewers.working': 'This takes a second: guessing must be slow.',
  'reviewers.failed': 'Nothing was changed: {why}',
  'reviewers.you': 'you',
  'reviewers.by': 'added by {who},',
  'reviewers.by-nobody': 'the first,',
  'reviewers.disabled': 'may not act since',
  'reviewers.refused': { one: '{n} wrong passphrase', other: '{n} wrong passphrases' },
  'reviewers.disable': 'Disable',
  'reviewers.disable.one': 'Disable {who}',
  'reviewers.disable.title': 'Disable {who}?',
  'reviewers.disable.sure':
    'The passphrase of {who} opens nothing any more. What {who} did stays in the ledger. The key of the archive stays the same.',
  'reviewers.disable.last':
    'This is the last reviewer: without one, whoever opens this page may see everything and act under any name.',
  'reviewers.lock': 'Lock when idle',
  'reviewers.lock.after': 'The archive locks after',
  'reviewers.lock.minutes': { one: '{n} minute without a move', other: '{n} minutes without a move' },
  'reviewers.lock.never': 'never by itself',
  'reviewers.lock.tabs': 'Every tab of it locks at once. What is being imported or exported goes on.',

  'unfinished.encryption': 'Encryption',
  'unfinished.encryption.how': {
    one: 'Some of it is encrypted and some is not. Go on with it under Reviewers.',
    other: 'Some of it is encrypted and some is not. Go on with it under Reviewers.',
  },
  'job-kind.encryption': 'Encryption',
  'record.action.encryption': 'Encryption at rest changed',

  'encryption.title': 'Encryption at rest',
  'encryption.off': 'Not encrypted: whoever reads the files of this browser can read what was said.',
  'encryption.on':
    'Texts and evidence are encrypted (AES-256-GCM) under a key that only the passphrases of the reviewers unwrap (Argon2id).',
  'encryption.half.encrypting': 'Encrypting was broken off: some of it is encrypted and some is not. New sessions are.',
  'encryption.half.decrypting':
    'Taking the encryption off was broken off: some of it is still encrypted. New sessions are not.',
  'encryption.needs-reviewer': 'Set up a reviewer first: the key of the archive is kept under passphrases only.',
  'encryption.hidden':
    'Encrypted: the transcripts with every message and its headers, the text that is searched, what judging found in words, and the bytes of the source files.',
  'encryption.readable':
    'Readable without a passphrase: the columns of the list (who with whom, when, provider, counts, flags) and join keys such as Call-IDs, names and tallies of the files read, notes and names of reviewers, holds and their searches, word lists, organisation, ledger and journal with digests.',
  'encryption.before':
    'The browser may keep deleted copies of what was stored before in its files for a while. To be sure that nothing plain was ever written, encrypt an archive before anything is read into it.',
  'encryption.do': 'Encrypt',
  'encryption.undo': 'Take the encryption off',
  'encryption.go-on': 'Go on',
  'encryption.running': 'Encrypting: {done} of {total}',
  'encryption.running.off': 'Taking the encryption off: {done} of {total}',
  'encryption.failed': 'It was not done: {why}',
  'encryption.cancelled': 'Cancelled half way. It can be gone on with.',
  'encryption.sure.title': 'Encrypt texts and evidence?',
  'encryption.sure':
    'If every reviewer forgets their passphrase, nobody can ever read what is archived, and nothing can undo that. Keep a backup under a passphrase of its own.',
  'encryption.sure.one':
    'There is only one reviewer: better add a second one first. If the passphrase is forgotten, nobody can ever read what is archived, and nothing can undo that.',
  'encryption.sure.off.title': 'Take the encryption off?',
  'encryption.sure.off': 'Whoever reads the files of this browser can then read what was said.',

  'backup.encrypt': 'Encrypt the backup with a passphrase of its own',
  'backup.encrypt.about':
    'Without that passphrase nobody can restore it, and nothing can bring it back. It is not the passphrase of a reviewer.',
  'backup.plain.warning':
    'This archive is encrypted, and a backup without a passphrase is not: whoever has the file can read it.',
  'backup.reviewers': 'Reviewers and their passphrases stay in this browser: they are no part of a backup.',
  'restore.passphrase': 'Passphrase of the backup',
  'restore.passphrase.asked': '“{name}” is encrypted. Give the passphrase it was written with.',
  'restore.do': 'Restore it',
} as const;
