/** The ladders of the session that a page shows, each made when it is first asked for. */
import type { SessionMessage, SourceId } from '../src/model.ts';
import type { ClockSkew, Ladder, LadderArrow } from '../src/model/ladder.ts';
import { correctedSkew, estimateSkew, ladderOf, skewSamples } from '../src/pipeline.ts';
import type { LadderHead, LadderPart, LadderRow } from './api.ts';

export class SessionLadders {
  readonly #messages: readonly SessionMessage[];
  readonly #told: ReadonlyMap<SourceId, number>;
  readonly #made = new Map<LadderPart, Ladder>();
  #clocks: ClockSkew[] | null = null;

  /** @param told how far the person says that clocks of sources are ahead, ms */
  constructor(messages: readonly SessionMessage[], told: ReadonlyMap<SourceId, number>) {
    this.#messages = messages;
    this.#told = told;
  }

  headOf(part: LadderPart): LadderHead {
    const { lanes, forks, arrows } = this.#ladder(part);
    return { lanes, forks, clocks: this.#skews(), arrows: arrows.length };
  }

  rowsOf(part: LadderPart): LadderRow[] {
    return this.#ladder(part).arrows.map(({ sightings, ...arrow }) => {
      const message = this.#messages[arrow.message];
      return { ...arrow, label: message ? labelOf(message, arrow.kind) : '', sighting: sightings[0] ?? 0 };
    });
  }

  #skews(): ClockSkew[] {
    this.#clocks ??= correctedSkew(estimateSkew(skewSamples(this.#messages)), this.#told);
    return this.#clocks;
  }

  #ladder(part: LadderPart): Ladder {
    let ladder = this.#made.get(part);
    if (!ladder) {
      const skew = new Map<SourceId, number>(this.#skews().map(({ source, aheadMs }) => [source, aheadMs]));
      ladder = ladderOf({ messages: this.#messages }, { hops: part === 'ladder' ? 'joined' : 'apart', skew });
      this.#made.set(part, ladder);
    }
    return ladder;
  }
}

/** What stands on the arrow. */
function labelOf({ method, status, type, title }: SessionMessage, kind: LadderArrow['kind']): string {
  if (kind === 'note') return title;
  if (kind === 'response') return `${status ?? ''} ${method}`.trim();
  return type === null ? method : `${method} ${type}`;
}
