/** Every page and state of the built app, one after the other: what axe looks at, and what pictures are taken of. */
import type { App } from './app.ts';
import { archiveStates } from './states/archive.ts';
import { frameStates } from './states/frame.ts';
import { importStates } from './states/import.ts';
import { organisationStates } from './states/organisation.ts';
import { reviewStates } from './states/review.ts';
import { reviewerStates } from './states/reviewers.ts';
import { sessionStates } from './states/sessions.ts';

/** Brings the app into one state after the other and gives the name of each. */
export type States = AsyncGenerator<string, void, undefined>;

/** In the order in which they are walked: each begins where the one before has left the app. English is spoken. */
export const STATES: Readonly<Record<string, (app: App) => States>> = {
  import: importStates,
  sessions: sessionStates,
  review: reviewStates,
  organisation: organisationStates,
  archive: archiveStates,
  frame: frameStates,
  reviewers: reviewerStates,
};
