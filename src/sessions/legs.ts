/**
 * The two legs of what passes an XMPP gateway: SIP on one side, XMPP on the other, with the same bare addresses. Nothing in
 * either names the other; that the same is said by the same to the same within seconds ties them.
 */
import { domainOf, type EpochMs, type Fact, type SessionFragment, type SessionMessage } from '../model.ts';
import { isLegKey, legKey, otherLegOf, pairKey } from '../model/join-keys.ts';
import { timeOf } from './merge.ts';

/** A gateway needs so long at most, ms; the clocks of two servers differ by less. */
export const LEG_MS = 10_000;

/** Something said or shown that would pass a gateway: the same on both legs. */
export interface Passing {
  /** `pairKey` of the two, speaker and words. */
  name: string;
  purpose: 'chat' | 'presence';
  /** `pairKey` of the two. */
  pair: string;
}

/** Stanzas have no Call-ID, and names in lower case. */
export function isStanza({ callId, method }: SessionMessage): boolean {
  return callId === null && (method === 'message' || method === 'presence' || method === 'iq');
}

export function spelled(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What of a message would pass a gateway between two domains. */
export function passingIn(message: SessionMessage, found: Passing[] = []): Passing[] {
  const { from, to } = message;
  for (const fact of message.facts) {
    if (fact.kind !== 'text' && fact.kind !== 'presence') continue;
    if (from === null || to === null || !isBetweenDomains(from, to)) return found;
    const who = speakerIn(fact) ?? from;
    if (who !== from && who !== to) continue;
    const purpose = fact.kind === 'text' ? 'chat' : 'presence';
    const pair = pairKey(purpose, from, to);
    const words = fact.kind === 'text' ? spelled(fact.text) : fact.state;
    found.push({ purpose, pair, name: pair + '\n' + who + '\n' + words });
  }
  return found;
}

function speakerIn(fact: Extract<Fact, { kind: 'text' | 'presence' }>): string | null {
  return fact.kind === 'text' ? fact.from : fact.who;
}

function isBetweenDomains(one: string, other: string): boolean {
  return one.includes('@') && other.includes('@') && domainOf(one) !== domainOf(other);
}

/** Keys by which a SIP session is found by the XMPP leg that it may have. Of the same messages the same, whatever the pieces. */
export function addLegKeys(joins: Set<string>, messages: Iterable<SessionMessage>): void {
  let told = { kind: '', from: '', to: '' };
  for (const message of messages) {
    const { facts, from, to } = message;
    if (facts.length === 0 || message.callId === null || from === null || to === null) continue;
    for (const fact of facts) {
      if (fact.kind !== 'text' && fact.kind !== 'presence') continue;
      const who: string = speakerIn(fact) ?? from;
      if (who !== from && who !== to) continue;
      // One says many things to another: what their key is need be told once.
      if (fact.kind === told.kind && from === told.from && to === told.to) continue;
      told = { kind: fact.kind, from, to };
      if (!isBetweenDomains(from, to)) continue;
      joins.add(legKey(pairKey(fact.kind === 'text' ? 'chat' : 'presence', from, to)));
    }
  }
}

interface Said {
  time: EpochMs;
  index: number;
}

/** Calls `join` for each two fragments that are legs of one exchange. */
export function matchLegs(fragments: readonly SessionFragment[], join: (a: number, b: number) => void): void {
  const pairs = pairsWithBothLegs(fragments);
  if (pairs.size === 0) return;
  const sip = new Map<string, Said[]>();
  const xmpp = new Map<string, Said[]>();
  fragments.forEach((fragment, index) => {
    if (!fragment.joins.some((key) => pairs.has(key) || pairs.has(otherLegOf(key) ?? ''))) return;
    for (const message of fragment.messages) {
      const time = message.facts.length === 0 ? null : timeOf(message);
      if (time === null) continue;
      for (const { name, pair } of passingIn(message)) {
        if (pairs.has(pair)) note(isStanza(message) ? xmpp : sip, name, { time, index });
      }
    }
  });
  for (const [name, stanzas] of xmpp) {
    for (const { time, index } of sip.get(name) ?? []) {
      for (const stanza of stanzas) if (Math.abs(stanza.time - time) <= LEG_MS) join(stanza.index, index);
    }
  }
}

/** Of hundreds of fragments few have another leg, and mostly none. */
function pairsWithBothLegs(fragments: readonly SessionFragment[]): Set<string> {
  const stanzas = new Set<string>();
  for (const { gapMs, joins } of fragments) if (gapMs !== null) for (const key of joins) stanzas.add(key);
  const both = new Set<string>();
  if (stanzas.size === 0) return both;
  for (const { joins } of fragments) {
    for (const key of joins) {
      const pair = isLegKey(key) ? otherLegOf(key) : null;
      if (pair !== null && stanzas.has(pair)) both.add(pair);
    }
  }
  return both;
}

function note(map: Map<string, Said[]>, name: string, said: Said): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [said]);
  else known.push(said);
}

/** What passed a gateway was seen on its SIP leg and on its XMPP leg: the one that came first stands. */
export function withoutOtherLeg<T extends { stanza: boolean; time: EpochMs | null }>(
  all: readonly T[],
  isSame: (a: T, b: T) => boolean,
): T[] {
  const stanzas = all.filter(({ stanza }) => stanza).length;
  if (stanzas === 0 || stanzas === all.length) return [...all];
  const kept: T[] = [];
  /** Those that may still have another leg. */
  let open: T[] = [];
  for (const item of all) {
    const { time, stanza } = item;
    open = open.filter((known) => time !== null && known.time !== null && Math.abs(time - known.time) <= LEG_MS);
    const first = open.find((known) => known.stanza !== stanza && isSame(known, item));
    if (first === undefined) {
      kept.push(item);
      open.push(item);
    } else open = open.filter((known) => known !== first);
  }
  return kept;
}
