import type { DomainTally, Judgement, KnownSource, Organisation } from '../model.ts';
import type { SeenCertificate, Session, SourceId, StoredFragment } from '../model.ts';
import { edgeCertificates, guessDomains, openSides } from '../organisation/index.ts';
import { CATALOGUE, openClassifier, publicDomains } from '../providers/index.ts';
import { openRules } from '../rules/index.ts';
import { summarise, type SourceRank } from '../sessions/index.ts';

/** Sides, provider and flags of a session. Pure, for one organisation and what was learnt of it. */
export type Judge = (session: Session) => Judgement;

/** What the files themselves tell of the deployment. */
export interface Learnt {
  tallies: readonly DomainTally[];
  /** All that the archive's captures show. */
  certificates: readonly SeenCertificate[];
}

/** What of it a judgement rests on. */
interface Grounds {
  /** Domains to take for the organisation's own; none where it names them itself. */
  domains: string[];
  certificates: readonly SeenCertificate[];
}

const PUBLIC_DOMAINS = publicDomains(CATALOGUE);

function groundsOf(organisation: Organisation | null, { tallies, certificates }: Learnt): Grounds {
  return {
    domains: organisation?.domains == null ? guessDomains(tallies, PUBLIC_DOMAINS) : [],
    certificates: edgeCertificates(organisation, certificates),
  };
}

/** Names what a judgement rests on: while it is the same, so are the judgements. */
function nameOf({ domains, certificates }: Grounds): string {
  const seen = certificates.map(({ sha256, endpoint, places: [place] }) => {
    return `${sha256} ${endpoint?.host} ${place?.source} ${place?.offset}`;
  });
  return [...domains, '', ...seen].join('\n');
}

export function openJudge(organisation: Organisation | null, learnt: Learnt): Judge {
  return judgeOn(organisation, groundsOf(organisation, learnt));
}

function judgeOn(organisation: Organisation | null, { domains, certificates }: Grounds): Judge {
  const findSides = openSides(organisation, domains);
  const classify = openClassifier(CATALOGUE, organisation);
  const check = openRules(CATALOGUE, organisation, certificates);
  return (session) => {
    const sides = findSides(session);
    const verdict = classify(session, sides);
    return { sides, verdict, flags: check(session, sides, verdict) };
  };
}

/**
 * The judge of a running import. What it rests on can change on the way: the domains where the organisation names none, for
 * they are guessed from what was seen so far, and the certificates of handshakes. `settled` says whether every session was
 * judged by the last one.
 */
export class RunningJudge {
  readonly #organisation: Organisation | null;
  #name: string;
  judge: Judge;
  settled = true;

  constructor(organisation: Organisation | null, learnt: Learnt) {
    this.#organisation = organisation;
    const grounds = groundsOf(organisation, learnt);
    this.#name = nameOf(grounds);
    this.judge = judgeOn(organisation, grounds);
  }

  /** @param learnt from the archive and from what is read now. @param judged some session was judged by what was learnt so far. */
  learn(learnt: Learnt, judged: boolean): void {
    const grounds = groundsOf(this.#organisation, learnt);
    const name = nameOf(grounds);
    if (name === this.#name) return;
    this.#name = name;
    this.judge = judgeOn(this.#organisation, grounds);
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

/** Those of all sources but one. */
export function certificatesOf(sources: readonly KnownSource[], except: SourceId | null = null): SeenCertificate[] {
  return sources.flatMap(({ id, certificates = [] }) => (id === except ? [] : certificates));
}
