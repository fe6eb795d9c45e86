/** The organisation as text and as the form's values: the text is what is kept, and the form shows and changes it. */
import { EMPTY_ORGANISATION, type Organisation } from '../../../model/organisation.ts';

/** Parts that a form can show when they are lists. */
const LISTS = ['domains', 'licences', 'providers', 'xmppPartners', 'allowedDomains', 'edges'] as const;

/** Without the parts that were not told: they read better absent. */
export function jsonOf(organisation: Partial<Organisation>): string {
  const told = Object.entries(organisation).filter(([, part]) => part !== null);
  return `${JSON.stringify(Object.fromEntries(told), null, 2)}\n`;
}

/** The same organisation with other parts; null = the text is no JSON object, so there is nothing to put them in. */
export function withParts(text: string, others: Partial<Organisation>): string | null {
  const parts = objectOf(text);
  return parts === null ? null : jsonOf({ ...parts, ...others });
}

/**
 * What a form shows of a text, whose values may be wrong; null = the text has another shape, and must be put right as
 * text. Parts that are not told are null.
 */
export function formOf(text: string): Organisation | null {
  const parts = objectOf(text);
  if (parts === null) return null;
  const form = { ...EMPTY_ORGANISATION, ...parts };
  if (isObject(form.access)) form.access = { ...form.access, exceptions: form.access.exceptions ?? [] };
  const sound =
    LISTS.every((part) => form[part] === null || Array.isArray(form[part])) &&
    [form.licences, form.providers, form.xmppPartners, form.edges].every((rows) => rows?.every(isObject) ?? true) &&
    [form.access, form.archiving].every((part) => part === null || isObject(part)) &&
    (form.access?.exceptions ?? []).every(isObject);
  return sound ? form : null;
}

function objectOf(text: string): Partial<Organisation> | null {
  try {
    const parts: unknown = JSON.parse(text);
    return isObject(parts) ? parts : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Addresses or domains as they are typed or pasted: apart by line breaks, commas, semicolons or blanks. */
export function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== '');
}
