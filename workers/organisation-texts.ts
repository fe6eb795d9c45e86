/** The organisation and its licences out of texts, with faults that name the place and the value. */
import { readLicencesCsv, readOrganisation, type CsvError } from '../src/organisation/index.ts';
import { reason, type Reason } from '../src/model.ts';
import type { LicencesReading, OrganisationReading } from './api.ts';

export function organisationOf(text: string): OrganisationReading {
  const reading = readOrganisation(text);
  return reading.ok ? { organisation: reading.organisation } : { faults: reading.errors };
}

export function licencesOf(text: string): LicencesReading {
  const reading = readLicencesCsv(text);
  if (reading.ok) return { licences: reading.licences };
  return { errors: reading.errors.map(placed) };
}

/** `Row 2, to: not a day, found “soon”` */
function placed({ row, column, fault, value }: CsvError): Reason {
  const found = value === '' ? fault : reason('csv-found', { fault, value });
  return column === '' ? reason('csv-row', { row, fault: found }) : reason('csv-cell', { row, column, fault: found });
}
