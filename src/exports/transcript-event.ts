/** What a transcript is made of: something said or done, with plain addresses. */
import type { EpochMs, Fact, MediaUse, SaidText } from '../model.ts';

interface At {
  time: EpochMs | null;
}
export type TranscriptEvent =
  | (At & {
      kind: 'text';
      from: string;
      to: string[];
      text: string;
      contentType: string;
      marks: string[];
      /** Its place among the session's texts. */
      index: number;
      said: SaidText;
    })
  | (At & { kind: 'presence'; who: string; state: string; activity: string | null; note: string | null })
  | (At & { kind: 'file'; name: string; size: number | null; accepted: boolean | null })
  | (At & Omit<Extract<Fact, { kind: 'member' }>, 'as'>)
  /** `of` = index of the text that it means; null = it is not in the session. [] = nothing any more. */
  | (At & { kind: 'reaction'; who: string; reactions: string[]; of: number | null })
  | (At & { kind: 'invitation'; who: string; to: string; room: string; reason: string | null })
  | (At & { kind: 'topic'; who: string; topic: string })
  | (At & { kind: 'subscription'; who: string; to: string; step: Extract<Fact, { kind: 'subscription' }>['step'] })
  | (At & { kind: 'media'; use: Omit<MediaUse, 'places'> })
  | (At & { kind: 'diagnostic'; id: number | null; reason: string; source: string | null })
  | (At & { kind: 'opaque'; reason: 'encrypted' | 'truncated' | 'body-missing'; detail: string });

export type TextEvent = Extract<TranscriptEvent, { kind: 'text' }>;
export type HappenedEvent = Exclude<TranscriptEvent, { kind: 'text' }>;
