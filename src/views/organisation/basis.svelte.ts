/** What sessions are judged by, and the way to change it: propose, see what would change, apply, take back. */
import type { ArchiveName } from '../../../workers/api.ts';
import {
  applyBasis,
  previewBasis,
  resumeJudging,
  type OpenPreview,
  type RunningJudging,
} from '../../../workers/client.ts';
import type {
  BasisPart,
  BasisState,
  BasisVersion,
  JudgingBasis,
  JudgingPreview,
  JudgingProgress,
  JudgingResult,
  Outcome,
} from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { whyOf } from '../reasons.ts';

const NOTHING: JudgingBasis = { organisation: null, catalogue: null, rules: null };
export const PARTS: readonly BasisPart[] = ['organisation', 'catalogue', 'rules'];

/** `previewing` looks, `previewed` shows what it found, `applying` changes the archive. */
type Phase = 'idle' | 'previewing' | 'previewed' | 'applying';

/** What the last change was, so that it can be taken back. */
interface Applied extends JudgingResult {
  before: JudgingBasis;
  /** Number of the version before; null = there was none. */
  beforeNumber: number | null;
}

class Basis {
  readonly #archive: ArchiveName;
  state = $state.raw<BasisState | null>(null);
  /** Parts that are to change; an absent one stays. */
  pending = $state.raw<Partial<JudgingBasis>>({});
  phase = $state<Phase>('idle');
  found = $state.raw<JudgingPreview | null>(null);
  progress = $state.raw<JudgingProgress | null>(null);
  failure = $state<string | null>(null);
  /** A judging was ended by the person; what was done of it stays. */
  wasCancelled = $state(false);
  applied = $state.raw<Applied | null>(null);
  /** Called once when what was proposed is in force. */
  onApplied: (() => void) | null = null;
  #restores: number | null = null;
  #preview: OpenPreview | null = null;
  #running: RunningJudging | null = null;

  constructor(name: ArchiveName) {
    this.#archive = name;
  }

  get preview(): OpenPreview | null {
    return this.#preview;
  }
  /** What is in force. */
  get content(): JudgingBasis {
    const current = this.state?.current;
    return current ? contentOf(current) : { ...NOTHING, organisation: archive.organisation };
  }
  get proposed(): JudgingBasis {
    return { ...this.content, ...this.pending };
  }
  get isPending(): boolean {
    return PARTS.some((part) => part in this.pending);
  }

  async refresh(): Promise<void> {
    const outcome = await archive.ask((worker) => worker.basis());
    if (archive.name !== this.#archive) return;
    if (outcome.ok) this.state = outcome.value;
    else this.failure = whyOf(outcome);
  }

  /** Puts parts beside those in force. Nothing is kept until it is applied. */
  propose(parts: Partial<JudgingBasis>): void {
    this.#close();
    this.pending = { ...this.pending, ...parts };
    this.#restores = null;
    this.phase = 'idle';
    this.found = null;
    this.applied = null;
    this.failure = null;
  }

  /** An earlier version as it was, whole. */
  async proposeVersion(number: number): Promise<void> {
    const outcome = await archive.ask((worker) => worker.basisVersion(number));
    if (!outcome.ok) this.failure = whyOf(outcome);
    else if (outcome.value) {
      this.propose(contentOf(outcome.value));
      this.#restores = number;
      await this.look();
    }
  }

  withdraw(): void {
    this.#close();
    this.pending = {};
    this.phase = 'idle';
    this.found = null;
    this.failure = null;
    this.onApplied = null;
  }

  /** Judges every session by what is proposed and keeps nothing of it. */
  async look(): Promise<void> {
    this.#close();
    this.phase = 'previewing';
    this.failure = null;
    this.progress = null;
    const preview = previewBasis(this.#archive, this.proposed, (progress) => (this.progress = progress));
    this.#preview = preview;
    const outcome = await preview.found;
    if (this.#preview !== preview) return;
    if (outcome.ok) {
      this.found = outcome.value;
      this.phase = 'previewed';
    } else {
      this.phase = 'idle';
      if (outcome.code !== 'aborted') this.failure = whyOf(outcome);
    }
  }

  async apply(note: string): Promise<void> {
    const [before, beforeNumber] = [this.content, this.state?.current?.number ?? null];
    const basis = this.proposed;
    const restores = this.#restores;
    this.#close();
    const done = await this.#run((report) => applyBasis(this.#archive, basis, note, restores, report));
    if (done === null) return;
    this.applied = { ...done, before, beforeNumber };
    this.#forget();
  }

  /** Takes the last change back: what was in force before becomes a new version. */
  async undo(): Promise<void> {
    const { before, beforeNumber } = this.applied ?? {};
    if (before === undefined || beforeNumber === undefined) return;
    const done = await this.#run((report) => applyBasis(this.#archive, before, '', beforeNumber, report));
    if (done !== null) this.applied = null;
  }

  async resume(): Promise<void> {
    await this.#run((report) => resumeJudging(this.#archive, report));
  }

  cancel(): void {
    this.#preview?.cancel();
    this.#running?.cancel();
  }

  async #run(start: (report: (progress: JudgingProgress) => void) => RunningJudging): Promise<JudgingResult | null> {
    this.phase = 'applying';
    this.failure = null;
    this.wasCancelled = false;
    this.progress = null;
    this.#running = start((progress) => (this.progress = progress));
    const outcome: Outcome<JudgingResult> = await this.#running.done;
    this.#running = null;
    this.phase = 'idle';
    this.found = null;
    await this.refresh();
    if (archive.name === this.#archive) await archive.refresh();
    if (outcome.ok) return outcome.value;
    // The version is in force all the same: what is proposed is no longer pending.
    if (outcome.code === 'aborted') {
      this.wasCancelled = true;
      this.#forget();
    } else this.failure = whyOf(outcome);
    return null;
  }

  #forget(): void {
    this.pending = {};
    this.#restores = null;
    this.onApplied?.();
    this.onApplied = null;
  }

  #close(): void {
    this.#preview?.close();
    this.#preview = null;
  }
}

export function contentOf({ organisation, catalogue, rules }: BasisVersion): JudgingBasis {
  return { organisation, catalogue, rules };
}

const BASES: Record<ArchiveName, Basis> = {
  fedlens: new Basis('fedlens'),
  'fedlens-demonstration': new Basis('fedlens-demonstration'),
};

export const basisOf = (name: ArchiveName): Basis => BASES[name];
export type { Basis };
