/** What can be done with the messages of a session beside looking at them: cite a place, hold two against each other. */
import type { Citation, MessageRef } from './citation.ts';

export interface MessageDesk {
  /** What the address cites; null = nothing. */
  cited: Citation | null;
  /** Messages of the session. */
  total: number;
  hrefOfCitation: (citation: Citation) => string;
  /** null = back to the list alone. */
  hrefOfComparison: (refs: readonly [MessageRef, MessageRef] | null) => string;
}
