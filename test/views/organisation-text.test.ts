import { expect, test } from 'vitest';
import { formOf, jsonOf, listOf, withParts } from '../../src/views/organisation/form/organisation-text.ts';

test('formOf shows what is not told as null, and values that are wrong as they are', () => {
  const form = formOf('{ "timeZone": "Mars", "licences": [{ "sku": 1 }], "access": { "users": "all" } }');
  expect(form).toMatchObject({ name: null, timeZone: 'Mars', licences: [{ sku: 1 }], access: { exceptions: [] } });
});

test('formOf refuses what the form has no fields for', () => {
  for (const text of [
    '',
    '[]',
    'null',
    '{ "licences": {} }',
    '{ "edges": [1] }',
    '{ "access": [] }',
    '{ "domains": "x" }',
  ])
    expect(formOf(text), text).toBe(null);
});

test('withParts keeps keys that the form does not know, and takes out what is no longer told', () => {
  const text = withParts('{ "v": 1, "odd": 2, "name": "A" }', { name: null, idleMinutes: 45 });
  expect(JSON.parse(text ?? '')).toEqual({ v: 1, odd: 2, idleMinutes: 45 });
  expect(withParts('{', { name: 'A' })).toBe(null);
});

test('jsonOf leaves out what is not told', () => {
  expect(JSON.parse(jsonOf({ v: 1, name: null, domains: [] }))).toEqual({ v: 1, domains: [] });
});

test('listOf takes lines, commas, semicolons and blanks as what parts addresses', () => {
  expect(listOf(' a@b.c,\n sip:d@e.f; g@h.i\r\n')).toEqual(['a@b.c', 'sip:d@e.f', 'g@h.i']);
});
