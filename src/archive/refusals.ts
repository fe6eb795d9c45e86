/** Why the archive does not do what it is asked: told to the person as it stands. */

/** What was asked may not be done, or what was given does not fit. */
export class Refusal extends Error {
  override name = 'Refused';
}

/** Nobody has given a passphrase, or it was another archive's. */
export class Locked extends Error {
  override name = 'Locked';

  constructor(message = 'The archive is locked: a reviewer has to unlock it with a passphrase first.') {
    super(message);
  }
}
