/** What the user tells about the deployment, and what follows from it alone: days, sides, domains. */
export { clientUsageIn, clientUsageOf, type ClientUsage } from './certificate.ts';
export { readCertificates } from './certificate-file.ts';
export { dayOf, DEFAULT_ZONE, idleGapOf, isIsoDate, zoneOf } from './days.ts';
export { addTallies, DomainTallies, guessDomains } from './domain-guess.ts';
export { edgeCertificates, standsFor } from './edge-certificates.ts';
export { coverageOf, type LicenceNeeds } from './coverage.ts';
export { covers, licencesOf } from './licence-register.ts';
export { readLicencesCsv, type CsvError, type LicencesReading } from './licences-csv.ts';
export { creditRows, picUslCredit, type PicUslFacts } from './pic-usl-credit.ts';
export { EMPTY_ORGANISATION } from '../model/organisation.ts';
export { readOrganisation, type OrganisationReading } from './read.ts';
export { CMDLETS, readExports } from './exported/index.ts';
export { isZone } from './schema.ts';
export { openSides } from './sides.ts';
