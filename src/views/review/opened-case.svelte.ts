/** What a reviewer looks at beside the session itself: the steps taken, and what the word lists find. */
import type { SessionReview } from '../../../workers/api.ts';
import type { SessionId, WordHit } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { whyOf } from '../reasons.ts';

/** Texts that are looked through for words at once. */
const TEXTS = 400;

export interface FoundWords {
  text: string;
  hit: WordHit;
}

export class OpenedCase {
  readonly #id: SessionId;
  review = $state.raw<SessionReview | null>(null);
  found = $state.raw<FoundWords[]>([]);
  failure = $state<string | null>(null);

  constructor(id: SessionId) {
    this.#id = id;
    void this.readSteps();
  }

  async readSteps(): Promise<void> {
    const outcome = await archive.ask((worker) => worker.reviewOf(this.#id));
    if (outcome.ok) this.review = outcome.value;
    else this.failure = whyOf(outcome);
  }

  /** @param total entries of the transcript */
  async lookForWords(total: number): Promise<void> {
    const found: FoundWords[] = [];
    for (let first = 0; first < total; first += TEXTS) {
      const part = await archive.ask((worker) => worker.sessionPart(this.#id, 'whole', first, TEXTS));
      if (!part.ok) return;
      const texts = part.value.flatMap((entry) => (entry.kind === 'text' ? [entry.item.text] : []));
      const hits = await archive.ask((worker) => worker.wordHits(texts));
      if (!hits.ok) return;
      texts.forEach((text, index) => found.push(...(hits.value[index] ?? []).map((hit) => ({ text, hit }))));
    }
    this.found = found;
  }
}
