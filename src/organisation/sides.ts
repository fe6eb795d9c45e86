import { CHAT_ROOM, domainOf, isDecorated, undecorate, type Organisation, type Session, type Sides } from '../model.ts';

/**
 * Finds which side of a session is the organisation's own: the participant in one of its domains. A subdomain counts
 * only where it is listed, as in the server's own configuration; a decorated address is never the organisation's own,
 * whatever domain it decorates, for it comes from behind a public provider.
 *
 * @param guessed the domains to go by where the organisation names none: the sides are then a guess.
 */
export function openSides(organisation: Organisation | null, guessed: readonly string[]): (session: Session) => Sides {
  const told = organisation?.domains ?? null;
  const domains = new Set(told ?? guessed);
  const known = told !== null ? 'organisation' : domains.size > 0 ? 'guess' : 'unknown';
  return (session) => sidesOf(session, domains, known);
}

function sidesOf(session: Session, domains: ReadonlySet<string>, known: Sides['known']): Sides {
  const { initiator, responder, participants, rooms } = session;
  const isOwn = (address: string): boolean =>
    domains.has(domainOf(address)) && !rooms.includes(address) && !isDecorated(address);
  // Those who opened the session first; a third party only where neither is of the side that is looked for.
  const parties = [initiator, responder, ...participants].filter((address) => address !== null);
  const servers = chatServersOf(session);
  const people = parties.filter((address) => !rooms.includes(address));
  people.sort((a, b) => Number(servers.has(a)) - Number(servers.has(b)));
  const local = people.find(isOwn) ?? null;
  const others = people.filter((address) => address !== local);
  const remote = rooms[0] ?? others.find((address) => !isOwn(address)) ?? others[0] ?? null;
  return {
    local: local === null ? null : undecorate(local),
    remote: remote === null ? null : undecorate(remote),
    participants: [...new Set(participants.map(undecorate))].sort(),
    known,
  };
}

/** Servers of Persistent Chat: what others say in a room goes by their address, and they say nothing themselves [MS-XCCOSIP]. */
function chatServersOf({ rooms, messages }: Session): ReadonlySet<string> {
  const servers = new Set<string>();
  if (!rooms.some((room) => room.startsWith(CHAT_ROOM))) return servers;
  for (const { from, to, facts } of messages) {
    for (const fact of facts) {
      if (fact.kind !== 'text' || fact.from === null || fact.to[0]?.startsWith(CHAT_ROOM) !== true) continue;
      const server = fact.from === from ? to : from;
      if (server !== null) servers.add(server);
    }
  }
  return servers;
}
