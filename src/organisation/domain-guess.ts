/** Which domains are the organisation's own, where it has not told them. */
import { domainOf, type DomainTally, type Message } from '../model.ts';

/** Addresses remembered before the memory is emptied: a file may hold millions. */
const MAX_ADDRESSES = 50_000;

type Counts = { domain: string; messages: number; inner: number };

/** Counts, message by message, how often a domain is a party's and how often the Edge's word makes it the inner side. */
export class DomainTallies {
  #domains = new Map<string, Counts>();
  #addresses = new Map<string, Counts>();

  push(message: Message): void {
    if (message.protocol === 'trace-diagnostic') return;
    const [sentBy, sentTo] = partiesOf(message);
    const from = sentBy === null ? null : this.#countsOf(sentBy);
    const to = sentTo === null ? null : this.#countsOf(sentTo);
    if (from !== null) from.messages++;
    if (to !== null && to !== from) to.messages++;
    if (from === to) return;
    const sender = senderSide(message);
    if (sender === null) return;
    // From and To name the request's parties: an answer goes the other way.
    const answer = message.protocol === 'sip' && message.status !== null;
    const inner = (sender === 'inner') !== answer ? from : to;
    if (inner !== null) inner.inner++;
  }

  /** By domain. */
  tallies(): DomainTally[] {
    return [...this.#domains.values()].map((counts) => ({ ...counts })).sort(byDomain);
  }

  #countsOf(address: string): Counts {
    const known = this.#addresses.get(address);
    if (known !== undefined) return known;
    const domain = domainOf(address);
    let counts = this.#domains.get(domain);
    if (counts === undefined) this.#domains.set(domain, (counts = { domain, messages: 0, inner: 0 }));
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear();
    this.#addresses.set(address, counts);
    return counts;
  }
}

/** A room is nobody: what is said in it goes to each occupant. */
function partiesOf(message: Message): [from: string | null, to: string | null] {
  if (message.protocol !== 'xmpp' || message.room === undefined) return [message.from, message.to];
  const { room, from, to, heardBy = null } = message;
  const person = (address: string | null): string | null =>
    address === null || address === room || address.startsWith(room + '/') ? null : address;
  return [person(from), person(to) ?? person(heardBy)];
}

/**
 * Where the message was sent from, as far as an Edge says so: its trust header stands on what came in from outside
 * [MS-SIPRE 2.2.15] (a remote user of the organisation's own is an InternetUser), ms-user-data on what goes out, and
 * a record of the outer side that was received comes from outside; an earlier export knows whose side it was. null = nothing says so.
 */
function senderSide(message: Message): 'inner' | 'outer' | null {
  if (message.protocol === 'archive') return message.told?.openedInside === true ? 'inner' : null;
  for (const marker of message.markers) {
    if (marker.kind === 'trust') {
      if (marker.sourceType === 'InternetUser') return 'inner';
      if (marker.sourceType !== 'EdgeProxyGenerated') return 'outer';
    } else if (marker.kind === 'user-data') return 'inner';
  }
  if (message.side === null || message.direction === null) return null;
  return (message.side === 'external') === (message.direction === 'in') ? 'outer' : 'inner';
}

/** Adds up tallies of several files. */
export function addTallies(...lists: readonly (readonly DomainTally[])[]): DomainTally[] {
  const sum = new Map<string, Counts>();
  for (const list of lists) {
    for (const { domain, messages, inner } of list) {
      const known = sum.get(domain);
      if (known === undefined) sum.set(domain, { domain, messages, inner });
      else {
        known.messages += messages;
        known.inner += inner;
      }
    }
  }
  return [...sum.values()].sort(byDomain);
}

/**
 * The domains to take for the organisation's own: those that the Edge's word makes the inner side, else the one that
 * most messages have for a party. The same tallies give the same domains, in alphabetical order.
 *
 * @param publicDomains domains of public providers, which are nobody's own.
 */
export function guessDomains(tallies: readonly DomainTally[], publicDomains: ReadonlySet<string>): string[] {
  const possible = tallies.filter(({ domain, messages }) => messages > 0 && !publicDomains.has(domain));
  const top = possible.reduce<DomainTally | null>((best, tally) => (isMoreInner(tally, best) ? tally : best), null);
  if (top === null) return [];
  if (top.inner === 0) return [top.domain];
  // A partner to whom only remote users talk is inner in up to a quarter of its messages: half the top's share is safe.
  const share = top.inner / top.messages / 2;
  return possible
    .filter(({ inner, messages }) => inner > 0 && inner / messages >= share)
    .map(({ domain }) => domain)
    .sort();
}

function isMoreInner(tally: DomainTally, best: DomainTally | null): boolean {
  if (best === null || tally.inner !== best.inner) return tally.inner > (best?.inner ?? -1);
  if (tally.messages !== best.messages) return tally.messages > best.messages;
  return tally.domain < best.domain;
}

function byDomain(a: Counts, b: Counts): number {
  return a.domain < b.domain ? -1 : a.domain > b.domain ? 1 : 0;
}
