/** The texts of the interface in Traditional Chinese, a file for each page. `{name}` is a placeholder; a text with plural forms counts `n`. */
import type { Catalogue } from './catalogue.ts';
import { archive } from './zh-Hant/archive.ts';
import { basis } from './zh-Hant/basis.ts';
import { custody } from './zh-Hant/custody.ts';
import { everywhere } from './zh-Hant/everywhere.ts';
import { exporting } from './zh-Hant/export.ts';
import { fileReasons } from './zh-Hant/file-reasons.ts';
import { formats } from './zh-Hant/formats.ts';
import { frame } from './zh-Hant/frame.ts';
import { importing } from './zh-Hant/import.ts';
import { judged } from './zh-Hant/judged.ts';
import { judging } from './zh-Hant/judging.ts';
import { keeping } from './zh-Hant/keeping.ts';
import { organisation } from './zh-Hant/organisation.ts';
import { organisationFaults } from './zh-Hant/organisation-faults.ts';
import { organisationForm } from './zh-Hant/organisation-form.ts';
import { overview } from './zh-Hant/overview.ts';
import { providers } from './zh-Hant/providers.ts';
import { readingAgain } from './zh-Hant/reading-again.ts';
import { reasons } from './zh-Hant/reasons.ts';
import { review } from './zh-Hant/review.ts';
import { reviewers } from './zh-Hant/reviewers.ts';
import { session } from './zh-Hant/session.ts';
import { sessions } from './zh-Hant/sessions.ts';
import { verifyReasons } from './zh-Hant/verify-reasons.ts';
import { words } from './zh-Hant/words.ts';

export const zhHant: Catalogue = {
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
