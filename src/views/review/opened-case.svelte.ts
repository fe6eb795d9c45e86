/** The session that is looked at, with what its parts ask for. */
import type { SessionParts, SessionView } from '../../../workers/api.ts';
import type { SessionReview } from '../../../workers/api.ts';
import type { SessionId, WordHit } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Paged } from '../paged.svelte.ts';

/** Texts that are looked through for words at once. */
const TEXTS = 400;

export interface FoundWords {
  text: string;
  hit: WordHit;
}

export class OpenedCase {
  readonly id: SessionId;
  view = $state.raw<SessionView | null>(null);
  review = $state.raw<SessionReview | null>(null);
  found = $state.raw<FoundWords[]>([]);
  failure = $state<string | null>(null);
  transcript = $state.raw<Paged<SessionParts['transcript']> | null>(null);

  constructor(id: SessionId) {
    this.id = id;
    void this.#read();
  }

  async #read(): Promise<void> {
    const outcome = await archive.ask((worker) => worker.session(this.id));
    if (!outcome.ok) {
      this.failure = outcome.message;
      return;
    }
    this.view = outcome.value;
    const total = outcome.value?.counts.transcript ?? 0;
    this.transcript = new Paged(total, (first, count) =>
      archive.ask((worker) => worker.sessionPart(this.id, 'transcript', first, count)),
    );
    await Promise.all([this.readSteps(), this.#lookForWords(total)]);
  }

  async readSteps(): Promise<void> {
    const outcome = await archive.ask((worker) => worker.reviewOf(this.id));
    if (outcome.ok) this.review = outcome.value;
    else this.failure = outcome.message;
  }

  async #lookForWords(total: number): Promise<void> {
    const found: FoundWords[] = [];
    for (let first = 0; first < total; first += TEXTS) {
      const part = await archive.ask((worker) => worker.sessionPart(this.id, 'whole', first, TEXTS));
      if (!part.ok) return;
      const texts = part.value.flatMap((entry) => (entry.kind === 'text' ? [entry.item.text] : []));
      const hits = await archive.ask((worker) => worker.wordHits(texts));
      if (!hits.ok) return;
      texts.forEach((text, index) => found.push(...(hits.value[index] ?? []).map((hit) => ({ text, hit }))));
    }
    this.found = found;
  }

  async wholeOf(index: number): Promise<string | null> {
    const outcome = await archive.ask((worker) => worker.sessionPart(this.id, 'whole', index, 1));
    const [entry] = outcome.ok ? outcome.value : [];
    return entry?.kind === 'text' ? entry.item.text : null;
  }
}
