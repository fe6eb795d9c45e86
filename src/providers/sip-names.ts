import type { ProviderEntry } from './catalogue.ts';
import type { Place, ProviderVerdict } from '../model.ts';
import { chooseAmong } from './shared-hosts.ts';
import { domainWords, isAmongOwn, publicOnes, xmppIdOf, type Question } from './sip-markers.ts';

/** Without an Edge's word on the source: internal, outbound, or a client's trace. Lower confidence. */
export function byNames(question: Question): ProviderVerdict | null {
  return (
    byOwnDomains(question) ??
    byPeer(question) ??
    byOwnLists(question) ??
    byDomain(question) ??
    byUserData(question) ??
    byInternetUser(question)
  );
}

function byOwnDomains(question: Question): ProviderVerdict | null {
  const { sides, counterpart, evidence } = question;
  if (sides.local === null || !isAmongOwn(question)) return null;
  const told = sides.known === 'organisation';
  const goesOut = evidence.userData !== null && (evidence.userData.publicCloud || evidence.userData.federation);
  if (goesOut && (!told || counterpart.address === null)) return null;
  if (counterpart.address === null) {
    const because = [`${sides.local} is alone in the session: no other side is named.`];
    return { id: 'internal', confidence: told ? 'likely' : 'guess', because, places: [] };
  }
  const because = told
    ? ["Both sides are in the organisation's domains."]
    : [`Both sides are in ${counterpart.domain ?? ''}, which is taken for the organisation's: a guess from the trace.`];
  return { id: 'internal', confidence: told ? 'certain' : 'guess', because, places: [] };
}

function byPeer(question: Question): ProviderVerdict | null {
  const { evidence, tables, counterpart, day } = question;
  for (const { endpoint, place } of evidence.peers) {
    const entries = tables.proxies.get(endpoint.host);
    if (entries === undefined) continue;
    const named = counterpart.domain === null ? undefined : tables.domains.get(counterpart.domain);
    const both = entries.filter((entry) => named?.includes(entry) === true);
    const choice = chooseAmong(both.length > 0 ? both : entries, day, tables.label, tables.zone);
    if (choice === null) continue;
    const names = entries.map(({ name }) => name).join(' and ');
    const because = [`The other end of the wire is ${endpoint.host}, the access proxy of ${names}.`, ...choice.because];
    if (both.length > 0) because.push(domainWords(question, both));
    return { id: choice.id, confidence: 'likely', because, places: [place, ...userDataPlace(question)] };
  }
  return null;
}

/** The organisation's own lists: XMPP partners and allowed domains. */
function byOwnLists(question: Question): ProviderVerdict | null {
  const { counterpart, tables } = question;
  const { domain } = counterpart;
  if (domain === null) return null;
  if (tables.xmppPartners.has(domain)) {
    const because = [`${domain} is a configured XMPP partner.`];
    return { id: xmppIdOf(domain, tables), confidence: 'likely', because, places: [] };
  }
  if (!tables.allowed.has(domain)) return null;
  const named = publicOnes(tables.domains.get(domain));
  if (question.evidence.userData?.publicCloud === true && named.length > 0) return null;
  if (named.some((entry) => isInUse(entry, question))) return null;
  const because = [`${domain} is one of the organisation's allowed domains: SIP federation with it is configured.`];
  if (named.length > 0) because.push('As an allowed domain it is reached by direct federation, not by public IM.');
  return { id: 'federated', confidence: 'likely', because, places: userDataPlace(question) };
}

/** Public IM with this provider was switched on and had not ended. */
function isInUse(entry: ProviderEntry, { day, tables }: Question): boolean {
  if (!tables.enabled.has(entry.id)) return false;
  return day === null || entry.end === null || day <= entry.end.day;
}

function byDomain(question: Question): ProviderVerdict | null {
  const { counterpart, tables, day, evidence } = question;
  if (counterpart.domain === null) return null;
  const entries = tables.domains.get(counterpart.domain);
  const choice = entries === undefined ? null : chooseAmong(entries, day, tables.label, tables.zone);
  if (entries === undefined || choice === null) return null;
  const because = [domainWords(question, entries), ...choice.because];
  if (evidence.userData?.publicCloud === true) {
    because.unshift('The message goes out to public IM (ms-user-data: ms-publiccloud=true).');
  } else {
    because.push('No Edge has marked the source, so only the domain speaks.');
  }
  return { id: choice.id, confidence: 'likely', because, places: userDataPlace(question) };
}

/**
 * ms-user-data stands on what goes out to a public provider or a partner. For a domain of no public provider its
 * ms-publiccloud tells only that the user may use public IM.
 */
function byUserData(question: Question): ProviderVerdict | null {
  const { counterpart, evidence } = question;
  if (evidence.userData === null) return null;
  const { publicCloud, federation, place } = evidence.userData;
  if (counterpart.domain === null || counterpart.own) {
    if (!publicCloud && !federation) return null;
    const where = publicCloud ? 'to public IM (ms-user-data: ms-publiccloud=true)' : 'by federation (ms-user-data)';
    const because = [`The message goes out ${where}, but the log names no other side.`];
    return { id: 'unknown', confidence: 'guess', because, places: [place] };
  }
  if (!federation) return null;
  const because = [
    `The message goes out by federation (ms-user-data: ms-federation=true) to ${counterpart.domain}, a domain of no ` +
      'public provider in the catalogue.',
  ];
  return { id: 'federated', confidence: 'guess', because, places: [place] };
}

function byInternetUser({ evidence }: Question): ProviderVerdict | null {
  if (evidence.internetUser === null) return null;
  const because = [
    'The Edge marks the sender as a remote user of the organisation (InternetUser); the other side is of no known provider.',
  ];
  return { id: 'internal', confidence: 'guess', because, places: [evidence.internetUser.place] };
}

function userDataPlace({ evidence }: Question): Place[] {
  return evidence.userData?.publicCloud === true || evidence.userData?.federation === true
    ? [evidence.userData.place]
    : [];
}
