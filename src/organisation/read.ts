import * as v from 'valibot';
import { ORGANISATION_FAULTS as F, type FieldFault, type Organisation, type OrganisationFault } from '../model.ts';
import { organisationShape } from './schema.ts';

export type OrganisationReading = { ok: true; organisation: Organisation } | { ok: false; errors: FieldFault[] };

/** By the sentence, which is all that the schema hands on. */
const CODES: ReadonlyMap<string, OrganisationFault> = new Map(
  (Object.keys(F) as OrganisationFault[]).map((code) => [F[code], code]),
);

/** Of a sentence of the schema; null = it is the library's own. */
export const faultCodeOf = (message: string): OrganisationFault | null => CODES.get(message) ?? null;

/**
 * Reads the organisation from JSON, as text or parsed. Domains and addresses come out lower case, parts that are
 * absent as null. Faults are reported all together, each with its path: a key that is not known is one (the first of an
 * object), for it is most likely misspelt and would go unheard.
 */
export function readOrganisation(json: unknown): OrganisationReading {
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json.replace(/^\uFEFF/, '')) as unknown;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, errors: [{ path: '', value: shortened(json), message: `not JSON: ${message}`, code: null }] };
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      ok: false,
      errors: [{ path: '', value: shortened(value), message: 'expected a JSON object', code: null }],
    };
  }
  const parsed = v.safeParse(organisationShape, value);
  return parsed.success
    ? { ok: true, organisation: parsed.output }
    : { ok: false, errors: parsed.issues.flatMap(errorsOf) };
}

function errorsOf(issue: v.BaseIssue<unknown>): FieldFault[] {
  // A union's own message says less than that of the part which failed: a bad address in a list of users.
  const deeper = (issue.issues ?? []).filter(({ path }) => (path?.length ?? 0) > (issue.path?.length ?? 0));
  if (issue.type === 'union' && deeper.length > 0) return deeper.flatMap(errorsOf);
  // Of a key that is not known the library gives the key for input, and the value in the path.
  const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
  // What two parts together make wrong is told of one of them: its value stands in the path.
  const forwarded = issue.kind === 'validation' && issue.type === 'check';
  const value: unknown = unknownKey || forwarded ? issue.path?.at(-1)?.value : issue.input;
  const message = messageOf(issue);
  return [{ path: pathOf(issue), value: shortened(value), message, code: faultCodeOf(message) }];
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const { key, type } of issue.path ?? []) {
    path += type === 'array' ? `[${String(key)}]` : (path === '' ? '' : '.') + String(key);
  }
  return path;
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'schema' && issue.type === 'strict_object') {
    if (issue.expected === 'never') return F.key;
    return issue.input === undefined ? F.missing : F.object;
  }
  if (issue.kind === 'schema' && issue.type === 'array') return F.list;
  return issue.message;
}

/** At most 80 characters of JSON. */
export function shortened(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? text.slice(0, 79) + '…' : text;
}
