/** The machine at the other end, as a marker: one object for each peer, side and direction, for nearly every message has it. */
import type { Direction, EdgeSide, Endpoint, Marker } from '../model.ts';

const SIDES: readonly (EdgeSide | null)[] = [null, 'internal', 'external'];
const DIRECTIONS: readonly (Direction | null)[] = [null, 'in', 'out'];

export class PeerMarkers {
  /** By side and direction. Formats give one endpoint object for a peer. */
  readonly #made = new WeakMap<Endpoint, (Marker | undefined)[]>();

  of(endpoint: Endpoint, side: EdgeSide | null, direction: Direction | null): Marker {
    let known = this.#made.get(endpoint);
    if (known === undefined) this.#made.set(endpoint, (known = []));
    const index = SIDES.indexOf(side) * DIRECTIONS.length + DIRECTIONS.indexOf(direction);
    return (known[index] ??= { kind: 'peer', endpoint, side, direction });
  }
}
