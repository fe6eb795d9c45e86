/**
 * Holds that name sessions follow the bytes on which these stood: into the session that one has become, and into every part that is
 * made of it, at once or as its file is read again.
 */
import type { LegalHold, Place, Session, SessionId, SourceId } from '../model.ts';
import { placesOf } from './blanking.ts';
import type { Database } from './database.ts';
import { followed } from './holds.ts';
import { Intervals } from './intervals.ts';
import { append } from './ledger.ts';
import type { PackReader } from './pack-reader.ts';
import type { AwaitedParts } from './tables.ts';

/** A hold was placed since it was looked which sessions are held. */
class HoldPlaced extends Error {}

/** What holds name of the sessions that one change puts or removes. */
export class HeldParts {
  readonly #db: Database;
  readonly #lastHold: number;
  /** Where those stood before the change. */
  readonly #stood: ReadonlyMap<SessionId, readonly Place[]>;

  private constructor(db: Database, lastHold: number, stood: ReadonlyMap<SessionId, readonly Place[]>) {
    this.#db = db;
    this.#lastHold = lastHold;
    this.#stood = stood;
  }

  /** @param work gets what is held and makes the change, in a transaction that cannot wait for packs to be opened; done again where a hold was placed meanwhile */
  static async during(
    db: Database,
    packs: PackReader,
    changed: readonly SessionId[],
    work: (held: HeldParts) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      try {
        await work(await HeldParts.#of(db, packs, changed));
        return;
      } catch (error) {
        if (!(error instanceof HoldPlaced)) throw error;
      }
    }
  }

  static async #of(db: Database, packs: PackReader, changed: readonly SessionId[]): Promise<HeldParts> {
    const holds = await db.holds.toArray();
    const named = new Set(holds.flatMap(({ scope }) => scope.sessions ?? []));
    const rows = named.size === 0 ? [] : await db.sessions.bulkGet(changed.filter((id) => named.has(id)));
    const before = await packs.fragments(rows.filter((row) => row !== undefined));
    const stood = before.map(({ id, fragment }): [SessionId, Place[]] => [id, [...placesOf(fragment)]]);
    return new HeldParts(db, lastOf(holds), new Map(stood));
  }

  /**
   * Within the change's transaction, on holds, ledger and meta. What no session of `put` stands on is kept in mind until one does: what
   * a file's new reading takes out comes back in pieces. Until then the session stays named.
   */
  async follow(put: readonly Session[]): Promise<void> {
    const { holds: table, meta } = this.#db;
    const holds = await table.toArray();
    if (lastOf(holds) > this.#lastHold) throw new HoldPlaced();
    if (holds.length === 0) return;
    const awaited = await awaitedParts(this.#db);
    const open = [...awaited, ...this.#taken(holds)];
    if (open.length === 0) return;
    const standing = new Standing(put);
    const still: AwaitedParts[] = [];
    for (const parts of open) {
      const { heirs, rest } = standing.heirsOf(parts.places);
      if (heirs.length > 0) await this.#inherit(parts, heirs);
      if (rest.length > 0) still.push({ ...parts, places: rest });
    }
    if (still.length > 0) await meta.put({ key: 'awaited-parts', value: still });
    else if (awaited.length > 0) await meta.delete('awaited-parts');
  }

  #taken(holds: readonly LegalHold[]): AwaitedParts[] {
    return [...this.#stood].flatMap(([session, places]) => {
      const by = holds.filter(({ scope }) => scope.sessions?.includes(session) === true).map(({ id }) => id);
      const stretches = places.map(({ source, offset, length }): Stretch => [source, offset, offset + length]);
      return by.length === 0 ? [] : { session, holds: by, places: stretches };
    });
  }

  async #inherit({ session, holds: numbers }: AwaitedParts, heirs: SessionId[]): Promise<void> {
    const { holds } = this.#db;
    for (const hold of await holds.bulkGet(numbers)) {
      if (hold === undefined) continue;
      const scope = followed(hold.scope, session, heirs);
      if (scope === hold.scope) continue;
      await holds.put({ ...hold, scope });
      await append(this.#db, 'hold', `hold:${hold.id}`, { hold: hold.id, name: hold.name, gone: session, heirs });
    }
  }
}

/** Sessions of which these holds await a part. @param sources in these files; null = in any */
export async function awaitedBy(
  db: Database,
  holds: ReadonlySet<number>,
  sources: readonly SourceId[] | null,
): Promise<number> {
  const isOf = ([source]: Stretch): boolean => sources === null || sources.includes(source);
  const awaited = await awaitedParts(db);
  return awaited.filter((parts) => parts.holds.some((id) => holds.has(id)) && parts.places.some(isOf)).length;
}

async function awaitedParts(db: Database): Promise<AwaitedParts[]> {
  const stored = await db.meta.get('awaited-parts');
  return stored?.key === 'awaited-parts' ? stored.value : [];
}

const lastOf = (holds: readonly LegalHold[]): number => holds.reduce((last, { id }) => Math.max(last, id), 0);

type Stretch = AwaitedParts['places'][number];

/** Which sessions stand on which bytes. */
class Standing {
  /** By source, in order of their beginning; `reach` is the greatest end up to there. */
  readonly #bySource = new Map<SourceId, { from: number; to: number; reach: number; id: SessionId }[]>();
  readonly #all = new Map<SourceId, Intervals>();

  constructor(put: readonly Session[]) {
    for (const session of put) {
      for (const { source, offset, length } of placesOf(session)) {
        const list = this.#bySource.get(source) ?? [];
        list.push({ from: offset, to: offset + length, reach: 0, id: session.id });
        this.#bySource.set(source, list);
      }
    }
    for (const [source, list] of this.#bySource) {
      list.sort((a, b) => a.from - b.from);
      const all = new Intervals();
      let reach = 0;
      for (const place of list) {
        place.reach = reach = Math.max(reach, place.to);
        all.add(place.from, place.to - place.from);
      }
      this.#all.set(source, all);
    }
  }

  /** @returns the sessions that stand on these bytes, and the bytes that none stands on */
  heirsOf(places: readonly Stretch[]): { heirs: SessionId[]; rest: Stretch[] } {
    const heirs = new Set<SessionId>();
    const rest = new Map<SourceId, Intervals>();
    for (const [source, from, to] of places) {
      this.#addHeirs(heirs, source, from, to);
      const left = rest.get(source) ?? new Intervals();
      left.add(from, to - from);
      rest.set(source, left);
    }
    return { heirs: [...heirs].sort(), rest: [...rest].flatMap(([source, left]) => this.#uncovered(source, left)) };
  }

  #uncovered(source: SourceId, left: Intervals): Stretch[] {
    return left.without(this.#all.get(source) ?? new Intervals()).all.map(([from, to]): Stretch => [source, from, to]);
  }

  #addHeirs(heirs: Set<SessionId>, source: SourceId, from: number, to: number): void {
    const list = this.#bySource.get(source) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.from ?? Infinity) < to) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= 0; at--) {
      const place = list[at];
      if (place === undefined || place.reach <= from) return;
      if (place.to > from) heirs.add(place.id);
    }
  }
}
