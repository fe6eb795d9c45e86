/** The machines of a ladder: what different logs call by different names is brought together. */
import type { Ladder, LadderArrow, Lane } from '../model/ladder.ts';
import type { SessionMessage, Sighting, SourceId } from '../model.ts';

const HOST = 'host ';
const LOG = 'log ';
const PERSON = 'person ';

export class LadderLanes {
  /** Of a name the name of the same lane that it was joined to. */
  readonly #parent = new Map<string, string>();
  readonly #sources = new Map<string, Set<SourceId>>();
  readonly #numbers = new Map<string, number>();

  constructor(messages: readonly SessionMessage[], skew: ReadonlyMap<SourceId, number>) {
    for (const message of messages) this.#joinEnds(message, skew);
    this.#joinRotated(messages);
  }

  /** Numbers of the lanes between which a sighting shows the message; `laidOut` puts them in order. */
  endsOf(message: SessionMessage, sighting: Sighting): [from: number, to: number] {
    const [from, to] = this.#namesOf(message, sighting);
    return [this.#number(from), this.#number(to)];
  }

  /** The ladder with its lanes in the order in which the arrows pass them. */
  laidOut(arrows: readonly LadderArrow[], forks: Ladder['forks']): Ladder {
    const order: number[] = [];
    for (const { from, to, kind } of arrows) {
      const [left, right] = kind === 'response' ? [to, from] : [from, to];
      this.#place(order, left, right);
    }
    const at = new Map(order.map((number, index) => [number, index]));
    const lanes = order.map((number) => this.#laneOf(number));
    const moved = arrows.map((arrow) => ({ ...arrow, from: at.get(arrow.from) ?? 0, to: at.get(arrow.to) ?? 0 }));
    return { lanes, arrows: moved, forks };
  }

  /** A new lane stands beside the one that it is first seen with. */
  #place(order: number[], left: number, right: number): void {
    const [l, r] = [order.indexOf(left), order.indexOf(right)];
    if (l === -1 && r === -1) order.push(...(left === right ? [left] : [left, right]));
    else if (l === -1) order.splice(r, 0, left);
    else if (r === -1) order.splice(l + 1, 0, right);
  }

  #laneOf(number: number): Lane {
    const root = [...this.#numbers].find(([, own]) => own === number)?.[0] ?? '';
    const all = [...this.#parent.keys()].filter((name) => this.#rootOf(name) === root);
    const names = all.filter((name) => !name.startsWith(LOG)).map((name) => name.slice(name.indexOf(' ') + 1));
    const sources = all.flatMap((name) => [...(this.#sources.get(name) ?? [])]);
    return {
      names: [...new Set(names)].sort(),
      sources: [...new Set(sources)].sort((a, b) => a - b),
      kind: root.startsWith(PERSON) ? 'person' : 'machine',
    };
  }

  /** The log's own machine and the one at the other end of the wire, as far as it names them; else the people. */
  #namesOf(message: SessionMessage, sighting: Sighting): [from: string, to: string] {
    const { direction, local, remote } = sighting;
    const source = sighting.places[0]?.source;
    if (message.method === 'diagnostic' || remote === null) {
      if (local === null && remote === null && message.method !== 'diagnostic') return this.#people(message);
      const own = local === null ? this.#log(source) : this.#host(local.host, null);
      return [own, own];
    }
    const own = local === null ? this.#log(source) : this.#host(local.host, direction === null ? null : source);
    const other = this.#host(remote.host, null);
    return direction === 'in' ? [other, own] : [own, other];
  }

  #people({ from, to, status }: SessionMessage): [from: string, to: string] {
    const [one, other] = [this.#named(PERSON + (from ?? '?')), this.#named(PERSON + (to ?? '?'))];
    return status === null ? [one, other] : [other, one];
  }

  #host(host: string, source: SourceId | null | undefined): string {
    const name = this.#named(HOST + host);
    if (source != null) this.#sources.set(name, (this.#sources.get(name) ?? new Set()).add(source));
    return name;
  }

  #log(source: SourceId | undefined): string {
    const name = this.#named(LOG + (source ?? 0));
    if (source !== undefined) this.#sources.set(name, new Set([source]));
    return name;
  }

  #named(name: string): string {
    if (!this.#parent.has(name)) this.#parent.set(name, name);
    return name;
  }

  #rootOf(name: string): string {
    for (let root = name; ;) {
      const parent = this.#parent.get(root) ?? root;
      if (parent === root) return root;
      root = parent;
    }
  }

  #number(name: string): number {
    const root = this.#rootOf(name);
    let number = this.#numbers.get(root);
    if (number === undefined) this.#numbers.set(root, (number = this.#numbers.size));
    return number;
  }

  /** A name that says something stands for the lane. */
  #join(a: string, b: string): void {
    const [p, q] = [this.#rootOf(a), this.#rootOf(b)];
    if (p === q) return;
    const [root, joined] = p.startsWith(LOG) || (!q.startsWith(LOG) && q < p) ? [q, p] : [p, q];
    this.#parent.set(joined, root);
  }

  /**
   * What left one log's machine and next came in at another's went from the one to the other: what each calls the other is that
   * machine. Not where both name the same third: then it lies between them.
   */
  #joinEnds(message: SessionMessage, skew: ReadonlyMap<SourceId, number>): void {
    if (message.method === 'diagnostic' || message.sightings.length < 2) return;
    const timeOf = ({ time, places }: Sighting): number =>
      (time ?? 0) - (skew.get(places[0]?.source ?? (-1 as SourceId)) ?? 0);
    const chain = [...message.sightings].sort((a, b) => timeOf(a) - timeOf(b));
    for (const [index, next] of chain.entries()) {
      const before = chain[index - 1];
      if (before?.direction !== 'out' || next.direction !== 'in') continue;
      if (before.places[0]?.source === next.places[0]?.source) continue;
      if (before.remote === null || next.remote === null || before.remote.host === next.remote.host) continue;
      const [from, to] = this.#namesOf(message, before);
      const [backFrom, backTo] = this.#namesOf(message, next);
      this.#join(from, backFrom);
      this.#join(to, backTo);
    }
  }

  /** Two logs of one machine, one after the other: they have a peer in common and no message, or they have the same record twice. */
  #joinRotated(messages: readonly SessionMessage[]): void {
    const peers = new Map<SourceId, Set<string>>();
    const apart = new Set<string>();
    for (const { sightings } of messages) {
      for (const { places, local, remote, direction, time } of sightings) {
        const source = places[0]?.source;
        if (source === undefined || local !== null || remote === null) continue;
        peers.set(source, (peers.get(source) ?? new Set()).add(this.#rootOf(this.#host(remote.host, null))));
        for (const other of sightings) {
          const otherSource = other.places[0]?.source;
          if (otherSource === undefined || otherSource === source) continue;
          const same = other.direction === direction && other.time === time && other.remote?.host === remote.host;
          if (!same) apart.add(source + ' ' + otherSource);
        }
      }
    }
    const sources = [...peers.keys()].sort((a, b) => a - b);
    for (const [index, one] of sources.entries()) {
      for (const other of sources.slice(index + 1)) {
        const shares = [...(peers.get(one) ?? [])].some((host) => peers.get(other)?.has(host));
        if (shares && !apart.has(one + ' ' + other)) this.#join(this.#log(one), this.#log(other));
      }
    }
  }
}
