/** Why the archive does not do what it is asked: told to the person. */
import { reason, Reasoned } from '../model.ts';

/** What was asked may not be done, or what was given does not fit. */
export class Refusal extends Reasoned {
  override name = 'Refused';
}

/** Nobody has given a passphrase, or it was another archive's. */
export class Locked extends Reasoned {
  override name = 'Locked';

  constructor() {
    super(reason('locked'));
  }
}
