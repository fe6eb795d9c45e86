/** The organisation and its licences out of texts, with faults in sentences that name the place and the value. */
import { readLicencesCsv, readOrganisation } from '../src/organisation/index.ts';
import type { LicencesReading, OrganisationReading } from './api.ts';

/** `licences[0].to: not a day, found “soon”` */
function faultOf(place: string, message: string, value: string): string {
  const found = value === '' ? message : `${message}, found “${value}”`;
  return place === '' ? found : `${place}: ${found}`;
}

export function organisationOf(text: string): OrganisationReading {
  const reading = readOrganisation(text);
  return reading.ok ? { organisation: reading.organisation } : { faults: reading.errors };
}

export function licencesOf(text: string): LicencesReading {
  const reading = readLicencesCsv(text);
  if (reading.ok) return { licences: reading.licences };
  return {
    errors: reading.errors.map(({ row, column, message, value }) =>
      faultOf(column === '' ? `Row ${row}` : `Row ${row}, ${column}`, message, value),
    ),
  };
}
