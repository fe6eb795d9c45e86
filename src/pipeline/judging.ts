import type { DomainTally, Judgement, JudgingBasis, KnownSource, NumberedBasis, Organisation } from '../model.ts';
import type { JudgedSession, SeenCertificate, Session, SourceId, StoredFragment } from '../model.ts';
import { edgeCertificates, guessDomains, openSides } from '../organisation/index.ts';
import { CATALOGUE, catalogueWith, openClassifier, publicDomains } from '../providers/index.ts';
import { openRules } from '../rules/index.ts';
import { summarise, type SourceRank } from '../sessions/index.ts';
import type { ImportSettings } from './settings.ts';

/** Sides, provider and flags of a session. Pure, for one basis and what was learnt of the deployment. */
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

/** Nothing is told but the organisation: the built-in catalogue and rules as they are. */
export function basisOf(organisation: Organisation | null): NumberedBasis {
  return { organisation, catalogue: null, rules: null, number: null };
}

/** What the settings of an import name as basis; else the organisation alone. */
export function basisIn({ basis, organisation }: Pick<ImportSettings, 'basis' | 'organisation'>): NumberedBasis {
  return basis ?? basisOf(organisation);
}

function groundsOf({ organisation, catalogue }: JudgingBasis, { tallies, certificates }: Learnt): Grounds {
  const publicOnes = publicDomains(catalogueWith(CATALOGUE, catalogue));
  return {
    domains: organisation?.domains == null ? guessDomains(tallies, publicOnes) : [],
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

export function openJudge(basis: NumberedBasis, learnt: Learnt): Judge {
  return judgeOn(basis, groundsOf(basis, learnt));
}

function judgeOn({ organisation, catalogue: edits, rules, number }: NumberedBasis, grounds: Grounds): Judge {
  const { domains, certificates } = grounds;
  const catalogue = catalogueWith(CATALOGUE, edits);
  const findSides = openSides(organisation, domains);
  const classify = openClassifier(catalogue, organisation);
  const check = openRules(catalogue, organisation, certificates, rules);
  return (session) => {
    const sides = findSides(session);
    const verdict = classify(session, sides);
    const flags = check(session, sides, verdict);
    return number === null ? { sides, verdict, flags } : { sides, verdict, flags, basis: number };
  };
}

/**
 * The judge of a running import. What it rests on can change on the way: the domains where the organisation names none, for
 * they are guessed from what was seen so far, and the certificates of handshakes. `settled` says whether every session was
 * judged by the last one.
 */
export class RunningJudge {
  readonly #basis: NumberedBasis;
  #name: string;
  judge: Judge;
  settled = true;

  constructor(basis: NumberedBasis, learnt: Learnt) {
    this.#basis = basis;
    const grounds = groundsOf(basis, learnt);
    this.#name = nameOf(grounds);
    this.judge = judgeOn(basis, grounds);
  }

  /** @param learnt from the archive and from what is read now. @param judged some session was judged by what was learnt so far. */
  learn(learnt: Learnt, judged: boolean): void {
    const grounds = groundsOf(this.#basis, learnt);
    const name = nameOf(grounds);
    if (name === this.#name) return;
    this.#name = name;
    this.judge = judgeOn(this.#basis, grounds);
    if (judged) this.settled = false;
  }
}

export interface StoredJudgement extends Readonly<StoredFragment> {
  readonly judgement: Judgement;
  /** Where the store can tell without reading what it holds: see `SliceSession`. */
  isStored?(judgement: Judgement): boolean | null;
}

/** Judges one stored session anew; null = the judgement is what it was. */
export function judgedAnew(stored: StoredJudgement, judge: Judge, rank: SourceRank): JudgedSession | null {
  const session = summarise(stored.fragment, rank, stored.id);
  const judgement = judge(session);
  const same = stored.isStored?.(judgement) ?? isSameJudgement(judgement, stored.judgement);
  return same ? null : { session, judgement };
}

/** By which version they first came out like this is not asked. */
function isSameJudgement(a: Judgement, b: Judgement): boolean {
  return isSame(a.flags, b.flags) && isSame(a.verdict, b.verdict) && isSame(a.sides, b.sides);
}

/** Of what JSON can hold. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/** Those of all sources but one. */
export function certificatesOf(sources: readonly KnownSource[], except: SourceId | null = null): SeenCertificate[] {
  return sources.flatMap(({ id, certificates = [] }) => (id === except ? [] : certificates));
}
