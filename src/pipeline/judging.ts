import type { DomainTally, Judgement, Organisation, Session, StoredFragment } from '../model.ts';
import { guessDomains, openSides } from '../organisation/index.ts';
import { CATALOGUE, openClassifier, publicDomains } from '../providers/index.ts';
import { openRules } from '../rules/index.ts';
import { summarise, type SourceRank } from '../sessions/index.ts';

/** Sides, provider and flags of a session. Pure, for one organisation and one guess of its domains. */
export type Judge = (session: Session) => Judgement;

/** @param guessed the domains to take for the organisation's own where it names none. */
export function openJudge(organisation: Organisation | null, guessed: string[]): Judge {
  const findSides = openSides(organisation, guessed);
  const classify = openClassifier(CATALOGUE, organisation);
  const check = openRules(CATALOGUE, organisation);
  return (session) => {
    const sides = findSides(session);
    const verdict = classify(session, sides);
    return { sides, verdict, flags: check(session, sides, verdict) };
  };
}

const PUBLIC_DOMAINS = publicDomains(CATALOGUE);

/** The domains to take for the organisation's own; none where it names them itself. */
export function guessedDomains(organisation: Organisation | null, tallies: readonly DomainTally[]): string[] {
  return organisation?.domains == null ? guessDomains(tallies, PUBLIC_DOMAINS) : [];
}

/**
 * The judge of a running import. Where the organisation names no domains they are guessed from what was seen so
 * far, so the guess can change on the way: `settled` says whether every session was judged by the last one.
 */
export class RunningJudge {
  readonly #organisation: Organisation | null;
  #guess: string;
  judge: Judge;
  settled = true;

  constructor(organisation: Organisation | null, tallies: DomainTally[]) {
    this.#organisation = organisation;
    const guessed = guessedDomains(organisation, tallies);
    this.#guess = guessed.join();
    this.judge = openJudge(organisation, guessed);
  }

  /** @param tallies of the archive and of what is read now. @param judged some session was judged by the guess so far. */
  learn(tallies: DomainTally[], judged: boolean): void {
    const guessed = guessedDomains(this.#organisation, tallies);
    const guess = guessed.join();
    if (guess === this.#guess) return;
    this.#guess = guess;
    this.judge = openJudge(this.#organisation, guessed);
    if (judged) this.settled = false;
  }
}

/** Judges one stored session anew; null = the judgement is what it was. */
export function judgedAnew(stored: StoredFragment & { judgement: Judgement }, judge: Judge, rank: SourceRank) {
  const session = summarise(stored.fragment, rank);
  const judgement = judge(session);
  if (JSON.stringify(judgement) === JSON.stringify(stored.judgement)) return null;
  return { session, judgement };
}
