/** The texts of the interface in Simplified Chinese, a file for each page. `{name}` is a placeholder; a text with plural forms counts `n`. */
import type { Catalogue } from './catalogue.ts';
import { archive } from './zh-Hans/archive.ts';
import { basis } from './zh-Hans/basis.ts';
import { custody } from './zh-Hans/custody.ts';
import { everywhere } from './zh-Hans/everywhere.ts';
import { exporting } from './zh-Hans/export.ts';
import { fileReasons } from './zh-Hans/file-reasons.ts';
import { formats } from './zh-Hans/formats.ts';
import { frame } from './zh-Hans/frame.ts';
import { importing } from './zh-Hans/import.ts';
import { judged } from './zh-Hans/judged.ts';
import { judging } from './zh-Hans/judging.ts';
import { keeping } from './zh-Hans/keeping.ts';
import { organisation } from './zh-Hans/organisation.ts';
import { organisationFaults } from './zh-Hans/organisation-faults.ts';
import { organisationForm } from './zh-Hans/organisation-form.ts';
import { overview } from './zh-Hans/overview.ts';
import { providers } from './zh-Hans/providers.ts';
import { readingAgain } from './zh-Hans/reading-again.ts';
import { reasons } from './zh-Hans/reasons.ts';
import { review } from './zh-Hans/review.ts';
import { reviewers } from './zh-Hans/reviewers.ts';
import { session } from './zh-Hans/session.ts';
import { sessions } from './zh-Hans/sessions.ts';
import { verifyReasons } from './zh-Hans/verify-reasons.ts';
import { words } from './zh-Hans/words.ts';

export const zhHans: Catalogue = {
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
