/** The texts of the interface in French, a file for each page. `{name}` is a placeholder; a text with plural forms counts `n`. */
import type { Catalogue } from './catalogue.ts';
import { archive } from './fr/archive.ts';
import { basis } from './fr/basis.ts';
import { custody } from './fr/custody.ts';
import { everywhere } from './fr/everywhere.ts';
import { exporting } from './fr/export.ts';
import { fileReasons } from './fr/file-reasons.ts';
import { formats } from './fr/formats.ts';
import { frame } from './fr/frame.ts';
import { importing } from './fr/import.ts';
import { judged } from './fr/judged.ts';
import { judging } from './fr/judging.ts';
import { keeping } from './fr/keeping.ts';
import { organisation } from './fr/organisation.ts';
import { organisationFaults } from './fr/organisation-faults.ts';
import { organisationForm } from './fr/organisation-form.ts';
import { overview } from './fr/overview.ts';
import { providers } from './fr/providers.ts';
import { readingAgain } from './fr/reading-again.ts';
import { reasons } from './fr/reasons.ts';
import { review } from './fr/review.ts';
import { reviewers } from './fr/reviewers.ts';
import { session } from './fr/session.ts';
import { sessions } from './fr/sessions.ts';
import { verifyReasons } from './fr/verify-reasons.ts';
import { words } from './fr/words.ts';

export const fr: Catalogue = {
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
};
