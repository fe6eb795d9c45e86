import { domainOf, undecorate, type Session, type Sides } from '../model.ts';
import { isOwn, type Tables } from './tables.ts';

/** The other side as far as it tells the provider. */
export interface Counterpart {
  /** As on the wire: a decorated address leads to its carrier. */
  address: string | null;
  domain: string | null;
  /** It is the organisation's own. */
  own: boolean;
  /** A room, or a service (an address without `@`), in a subdomain of the organisation's own: served by itself. */
  service: boolean;
}

/**
 * The remote side, or, where that is a room or a colleague, whoever else takes part from outside: a public provider's
 * user first, for such a user in a conference is what has to be told.
 */
export function counterpartOf(session: Session, sides: Sides, tables: Tables): Counterpart {
  const remote = sides.remote === null ? null : onTheWire(session, sides.remote);
  const described = describe(remote, session, sides, tables);
  if (remote !== null && !described.own && !session.rooms.includes(remote)) {
    // Nobody of the session is the organisation's: any of them can be the provider's user.
    if (sides.local !== null || tables.domains.has(domainOf(remote))) return described;
  }
  const outside = session.participants.filter(
    (address) => !session.rooms.includes(address) && !isOwn(tables, address, sides.local) && address !== remote,
  );
  const other = outside.find((address) => tables.domains.has(domainOf(address)));
  if (other !== undefined) return describe(other, session, sides, tables);
  const foreigner = outside[0];
  const helps = foreigner !== undefined && (described.own || described.service || remote === null);
  return helps ? describe(foreigner, session, sides, tables) : described;
}

function describe(address: string | null, session: Session, sides: Sides, tables: Tables): Counterpart {
  if (address === null) return { address, domain: null, own: false, service: false };
  const own = isOwn(tables, address, sides.local);
  const isService = session.rooms.includes(address) || !address.includes('@');
  const service = isService && (own || isSubdomainOfOwn(domainOf(address), sides.local, tables));
  return { address, domain: domainOf(address), own: own && !session.rooms.includes(address), service };
}

function isSubdomainOfOwn(domain: string, local: string | null, tables: Tables): boolean {
  if (tables.own === null) return local !== null && domain.endsWith('.' + domainOf(local));
  for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
    if (tables.own.has(domain.slice(dot + 1))) return true;
  }
  return false;
}

/** Sides are undecorated: finds the participant as the log writes it. */
function onTheWire(session: Session, address: string): string {
  const { participants } = session;
  const decorated = participants.find((one) => one.includes('(') && undecorate(one) === address);
  return decorated ?? address;
}
