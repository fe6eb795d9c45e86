/** Which provider a session belongs to and what is wrong with it. */
import type { Place } from './records.ts';
import type { Session } from './sessions.ts';

export type BuiltInProviderId =
  | 'yahoo'
  | 'aol'
  | 'wlm'
  | 'skype'
  | 'msn-or-skype'
  | 'gtalk'
  | 'xmpp'
  | 'federated'
  | 'hosted'
  | 'internal'
  | 'unknown';
/** One that the person has added to the catalogue; the command line, which has no such, never gives it. */
export type OwnProviderId = `own-${string}`;
export type ProviderId = BuiltInProviderId | OwnProviderId;
export type Confidence = 'certain' | 'likely' | 'guess';

/** Which side is the organisation's own. Addresses are undecorated. */
export interface Sides {
  local: string | null;
  remote: string | null;
  participants: string[];
  /** How the local side was found: named by the organisation, or guessed from the trace. */
  known: 'organisation' | 'guess' | 'unknown';
}

export interface ProviderVerdict {
  id: ProviderId;
  confidence: Confidence;
  /** In words, strongest first. */
  because: string[];
  /** Bytes that prove it; may be empty where only a domain speaks. */
  places: Place[];
}

export type Severity = 'violation' | 'warning' | 'info' | 'undetermined';

export interface Flag {
  rule: string;
  ruleVersion: number;
  severity: Severity;
  /** One or two sentences: what was expected, what was seen. */
  because: string;
  /** Keys of `Citation`. */
  sources: string[];
  places: Place[];
}

/** A document that a rule or a fact rests on. */
export interface Citation {
  key: string;
  title: string;
  /** What it says, in our words. */
  says: string;
  confidence: 'documented' | 'seen-on-wire' | 'unsourced';
}

/** All that is derived of a session with the organisation and the catalogue of one moment. */
export interface Judgement {
  sides: Sides;
  verdict: ProviderVerdict;
  flags: Flag[];
  /**
   * Number of the basis (`BasisVersion`) by which it first came out like this; what later versions found the same keeps it.
   * Absent = nothing was told yet, or it is from before versions were kept.
   */
  basis?: number;
}

export interface JudgedSession {
  session: Session;
  judgement: Judgement;
}
