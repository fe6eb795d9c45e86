/** Which provider a session belongs to, by the order of evidence of the domain facts, §1. */
import { dayOf, type Organisation, type ProviderVerdict, type Session, type Sides } from '../model.ts';
import { archivedVerdict } from './archived.ts';
import type { Catalogue } from './catalogue.ts';
import { counterpartOf } from './counterpart.ts';
import { evidenceOf } from './evidence.ts';
import { byMarkers, byOtherLeg } from './sip-markers.ts';
import { byNames } from './sip-names.ts';
import { tablesOf, type Tables } from './tables.ts';
import { classifyXmpp } from './xmpp.ts';

/**
 * Verdicts of one catalogue and one organisation. Pure: the day is that of the session's start in the organisation's
 * zone. Every verdict says why; where nothing is known it is `unknown`, a guess.
 */
export function openClassifier(
  catalogue: Catalogue,
  organisation: Organisation | null,
): (session: Session, sides: Sides) => ProviderVerdict {
  const tables = tablesOf(catalogue, organisation);
  return (session, sides) => classify(session, sides, tables);
}

function classify(session: Session, sides: Sides, tables: Tables): ProviderVerdict {
  const archived = archivedVerdict(session);
  if (archived !== null) return archived;
  const counterpart = counterpartOf(session, sides, tables);
  if (session.protocol === 'xmpp') return classifyXmpp(sides, counterpart, tables);
  const day = session.start === null ? null : dayOf(session.start, tables.zone);
  const evidence = evidenceOf(session);
  const question = { sides, counterpart, evidence, day, tables };
  // A session of SIP in which silence counts has a leg of XMPP: it passed a gateway.
  const verdict = evidence.publicCloud === null && session.gapMs !== null ? byOtherLeg(question) : null;
  return verdict ?? byMarkers(question) ?? byNames(question) ?? nothingKnown(question.counterpart.domain);
}

function nothingKnown(domain: string | null): ProviderVerdict {
  const because =
    domain === null
      ? 'The log names no other side.'
      : `No marker of an Edge, and ${domain} is in neither the catalogue nor the organisation's lists.`;
  return { id: 'unknown', confidence: 'guess', because: [because], places: [] };
}
