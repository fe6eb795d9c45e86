import type { IsoDate, Place, ProviderId, ProviderVerdict, Sides } from '../model.ts';
import type { ProviderEntry } from './catalogue.ts';
import type { Counterpart } from './counterpart.ts';
import type { Evidence, Trust } from './evidence.ts';
import { chooseAmong } from './shared-hosts.ts';
import type { Tables } from './tables.ts';

/** All that a SIP session's verdict is made from. */
export interface Question {
  sides: Sides;
  counterpart: Counterpart;
  evidence: Evidence;
  /** Of the session's start, in the organisation's zone; null = no time. */
  day: IsoDate | null;
  tables: Tables;
}

/** What an Edge or a gateway has written into the messages itself; null = nothing that decides. */
export function byMarkers(question: Question): ProviderVerdict | null {
  const { evidence } = question;
  if (evidence.publicCloud !== null) return byPublicCloud(question, evidence.publicCloud);
  if (evidence.gateway !== null) return byGateway(question, evidence.gateway);
  if (evidence.authorizedServer !== null) return byFederation('hosted', question, evidence.authorizedServer);
  if (evidence.partner !== null) {
    return byXmppPartner(question, evidence.partner) ?? byFederation('federated', question, evidence.partner);
  }
  if (evidence.internetUser !== null && isAmongOwn(question)) {
    const because = ['The Edge marks the sender as a remote user of the organisation (InternetUser).'];
    const confidence = question.sides.known === 'organisation' ? 'certain' : 'likely';
    return { id: 'internal', confidence, because, places: [evidence.internetUser.place] };
  }
  return null;
}

/** Nobody from outside takes part. */
export function isAmongOwn({ counterpart }: Question): boolean {
  return counterpart.address === null || counterpart.own || counterpart.service;
}

/** Public IM: which provider tells the peer, then the domain. */
function byPublicCloud(question: Question, trust: Trust): ProviderVerdict {
  const { counterpart, tables, day } = question;
  const peer = trust.remoteFqdn?.toLowerCase() ?? null;
  const byPeer = publicOnes(peer === null ? undefined : tables.proxies.get(peer));
  const byDomain = publicOnes(counterpart.domain === null ? undefined : tables.domains.get(counterpart.domain));
  const both = byPeer.filter((entry) => byDomain.includes(entry));
  const choice = chooseAmong(
    both.length > 0 ? both : byPeer.length > 0 ? byPeer : byDomain,
    day,
    tables.label,
    tables.zone,
  );
  const because = [`The Edge marks it as public IM (ms-source-network=publiccloud)${peerWords(peer, byPeer)}.`];
  const places = [trust.place];
  if (choice === null) {
    const domain = counterpart.domain === null ? 'no domain is known' : `${counterpart.domain} is no provider's domain`;
    because.push(`Which provider it is stays open: ${domain} in the catalogue.`);
    return { id: 'unknown', confidence: 'guess', because, places };
  }
  because.push(...choice.because);
  if (byDomain.length > 0) because.push(domainWords(question, byDomain));
  const disagree = byPeer.length > 0 && byDomain.length > 0 && both.length === 0;
  if (disagree) because.push('Peer and domain name different providers; the peer, which the Edge saw itself, decides.');
  const confidence = byPeer.length > 0 && !disagree ? 'certain' : 'likely';
  return { id: choice.id, confidence, because, places };
}

export function publicOnes(entries: readonly ProviderEntry[] | undefined): readonly ProviderEntry[] {
  return entries?.filter((entry) => entry.class === 'public') ?? [];
}

function peerWords(peer: string | null, entries: readonly ProviderEntry[]): string {
  if (peer === null) return ', and names no peer';
  if (entries.length === 0) return ` from ${peer}, a peer that is not in the catalogue`;
  return ` from ${peer}, the access proxy of ${entries.map(({ name }) => name).join(' and ')}`;
}

export function domainWords({ counterpart }: Question, entries: readonly ProviderEntry[]): string {
  const names = entries.map(({ name }) => name).join(' and ');
  const unsourced = entries.every(({ domains }) =>
    domains.some(({ names: own, confidence }) => confidence === 'unsourced' && own.includes(counterpart.domain ?? '')),
  );
  return `${counterpart.domain ?? ''} is a domain of ${names}${unsourced ? ' (common knowledge, no document)' : ''}.`;
}

function byGateway(question: Question, agent: { value: string; place: Place }): ProviderVerdict {
  const { counterpart, tables } = question;
  const id = xmppIdOf(counterpart.domain, tables);
  const because = [`The message names the XMPP gateway (${agent.value.slice(0, 100)}).`];
  if (counterpart.domain !== null) because.push(`The other side's domain is ${counterpart.domain}.`);
  return { id, confidence: 'certain', because, places: [agent.place] };
}

/**
 * A domain that the organisation lists as an XMPP partner is reached by the gateway, whatever the Edge calls the hop. One
 * that it also allows for SIP is a federated partner where the Edge says so.
 */
function byXmppPartner({ counterpart, tables }: Question, trust: Trust): ProviderVerdict | null {
  const { domain } = counterpart;
  if (domain === null || !tables.xmppPartners.has(domain) || tables.allowed.has(domain)) return null;
  const because = [
    `${domain} is a configured XMPP partner, and no domain allowed for SIP.`,
    `The Edge marks the source as ${trust.sourceType ?? ''}.`,
  ];
  return { id: xmppIdOf(domain, tables), confidence: 'likely', because, places: [trust.place] };
}

/** The same texts or presence were seen as stanzas. */
export function byOtherLeg({ counterpart, tables, evidence }: Question): ProviderVerdict {
  const because = ['The same was seen as XMPP within seconds: it passed an XMPP gateway.'];
  if (evidence.gateway !== null)
    because.unshift(`The message names the XMPP gateway (${evidence.gateway.value.slice(0, 100)}).`);
  if (counterpart.domain !== null) because.push(`The other side's domain is ${counterpart.domain}.`);
  const places = evidence.gateway === null ? [] : [evidence.gateway.place];
  return { id: xmppIdOf(counterpart.domain, tables), confidence: 'certain', because, places };
}

/** Google Talk has an entry of its own, also for its rooms, which are in a subdomain; every other XMPP domain is a partner. */
export function xmppIdOf(domain: string | null, tables: Tables): ProviderId {
  for (let name = domain ?? ''; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const entry = tables.domains.get(name)?.find((one) => one.class === 'xmpp');
    if (entry !== undefined) return entry.id;
  }
  return 'xmpp';
}

function byFederation(id: 'hosted' | 'federated', question: Question, trust: Trust): ProviderVerdict {
  const { counterpart, tables } = question;
  const from = trust.remoteFqdn === null ? '' : ` from ${trust.remoteFqdn}`;
  const meaning =
    id === 'hosted'
      ? 'an authorised server of a hosting provider'
      : trust.sourceType?.toLowerCase() === 'directpartner'
        ? 'a federated partner that is configured'
        : 'a federated partner that was found by DNS';
  const because = [`The Edge marks the source as ${trust.sourceType ?? ''}${from}: ${meaning}.`];
  const named = publicOnes(counterpart.domain === null ? undefined : tables.domains.get(counterpart.domain));
  if (named.length > 0) {
    const names = named.map(({ name }) => name).join(' and ');
    because.push(
      `${counterpart.domain ?? ''} is a domain of ${names}, reached here by direct federation, not by public IM.`,
    );
  }
  const told = trust.network?.toLowerCase() === 'federation';
  if (!told) because.push('The header names no network (ms-source-network).');
  return { id, confidence: told ? 'certain' : 'likely', because, places: [trust.place] };
}
