/** The texts of the interface in English, a file for each page. `{name}` is a placeholder; a text with plural forms counts `n`. */
import { archive } from './en/archive.ts';
import { basis } from './en/basis.ts';
import { custody } from './en/custody.ts';
import { everywhere } from './en/everywhere.ts';
import { exporting } from './en/export.ts';
import { fileReasons } from './en/file-reasons.ts';
import { formats } from './en/formats.ts';
import { frame } from './en/frame.ts';
import { importing } from './en/import.ts';
import { judged } from './en/judged.ts';
import { judging } from './en/judging.ts';
import { keeping } from './en/keeping.ts';
import { organisation } from './en/organisation.ts';
import { organisationFaults } from './en/organisation-faults.ts';
import { organisationForm } from './en/organisation-form.ts';
import { overview } from './en/overview.ts';
import { providers } from './en/providers.ts';
import { readingAgain } from './en/reading-again.ts';
import { reasons } from './en/reasons.ts';
import { review } from './en/review.ts';
import { reviewers } from './en/reviewers.ts';
import { session } from './en/session.ts';
import { sessions } from './en/sessions.ts';
import { verifyReasons } from './en/verify-reasons.ts';
import { words } from './en/words.ts';

export const en = {
  ...everywhere,
  ...frame,
  ...archive,
  ...custody,
  ...keeping,
  ...exporting,
  ...importing,
  ...providers,
  ...readingAgain,
  ...reasons,
  ...verifyReasons,
  ...fileReasons,
  ...formats,
  ...words,
  ...overview,
  ...sessions,
  ...session,
  ...review,
  ...reviewers,
  ...organisation,
  ...organisationForm,
  ...organisationFaults,
  ...basis,
  ...judging,
  ...judged,
} as const;
