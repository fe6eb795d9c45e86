/** The session that a page shows: its head, and what there is thousands of in parts, kept true while the archive changes. */
import type { SessionParts, SessionView } from '../../../workers/api.ts';
import type { Place, SessionId } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Asked } from '../asked.svelte.ts';
import { Paged } from '../paged.svelte.ts';

const NOTHING: SessionView['counts'] = { transcript: 0, messages: 0, places: 0, presence: 0 };

export class OpenedSession {
  readonly #id: () => SessionId;
  readonly #asked = new Asked<{ id: SessionId; view: SessionView | null }>(300);
  /** undefined = on its way (the answer before belongs to another session); null = the archive has no such session. */
  readonly view = $derived.by(() => (this.#asked.value?.id === this.#id() ? this.#asked.value.view : undefined));
  readonly #version = $derived(this.view?.version ?? '');
  readonly #counts = $derived(JSON.stringify(this.view?.counts ?? NOTHING));
  /** They begin anew only when the session itself has changed. */
  readonly parts = $derived.by(() => {
    void this.#version;
    const counts = JSON.parse(this.#counts) as SessionView['counts'];
    return {
      transcript: this.#part('transcript', counts.transcript),
      messages: this.#part('messages', counts.messages),
      places: this.#part('places', counts.places),
    };
  });

  /** To be made while a component is: it asks as long as that is there. */
  constructor(id: () => SessionId) {
    this.#id = id;
    $effect(() => {
      void archive.revision;
      const wanted = this.#id();
      this.#asked.ask(() =>
        archive.ask(async (worker) => {
          const outcome = await worker.session(wanted);
          return outcome.ok ? { ok: true, value: { id: wanted, view: outcome.value } } : outcome;
        }),
      );
    });
  }

  get failure(): string | null {
    return this.#asked.failure;
  }
  /** Name of a source file. */
  nameOf(place: Place): string {
    return this.view?.sources.find((source) => source.id === place.source)?.name ?? '';
  }
  /** The whole of a text of which the transcript has the beginning. */
  async wholeOf(index: number): Promise<string | null> {
    const id = this.#id();
    const outcome = await archive.ask((worker) => worker.sessionPart(id, 'whole', index, 1));
    const [entry] = outcome.ok ? outcome.value : [];
    return entry?.kind === 'text' ? entry.item.text : null;
  }

  #part<P extends keyof SessionParts>(part: P, total: number): Paged<SessionParts[P]> {
    const id = this.#id();
    return new Paged(total, (first, count) => archive.ask((worker) => worker.sessionPart(id, part, first, count)));
  }
}
