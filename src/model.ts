/**
 * Every value that crosses a stage of the way
 * `bytes -> records -> messages -> sessions -> providers -> flags -> archive -> views`.
 * A door: the types stand in `model/`, one file for each border. Imports nothing else.
 */
export type * from './model/records.ts';
export type * from './model/certificates.ts';
export type * from './model/clock-offsets.ts';
export type * from './model/messages.ts';
export type * from './model/sessions.ts';
export type * from './model/verdicts.ts';
export type * from './model/organisation.ts';
export type * from './model/patterns.ts';
export type * from './model/readings.ts';
export type * from './model/reasons.ts';
export type * from './model/report.ts';
export type * from './model/review.ts';
export type * from './model/stages.ts';
export type * from './model/store.ts';
export type * from './model/queries.ts';
export type * from './model/catalogue.ts';
export type * from './model/own-rules.ts';
export type * from './model/bases.ts';
export type * from './model/licensing.ts';
export type * from './model/jobs.ts';
export type * from './model/ledger.ts';
export type * from './model/restoring.ts';
export type * from './model/retention.ts';
export type * from './model/reviewers.ts';
export type * from './model/verification.ts';
export type * from './model/issues.ts';
export type * from './model/organisation-faults.ts';
export { ISSUES } from './model/issues.ts';
export { ORGANISATION_FAULTS } from './model/organisation-faults.ts';
export { reason, Reasoned, sentenceOf } from './model/reasons.ts';
export { verifyFault } from './model/verification.ts';
export { CHAT_ROOM, domainOf, isDecorated, undecorate } from './model/addresses.ts';
export { ENCRYPTED_BACKUP, LEAST_PASSPHRASE } from './model/reviewers.ts';
export { shapeOf } from './model/stamp-shape.ts';
export { placeInTime } from './model/clock-offsets.ts';
export { happeningsIn, type Happening } from './model/happenings.ts';
export { dayOf, isIsoDate } from './model/days.ts';
