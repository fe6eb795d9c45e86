/** The table of issue codes: what each means is said, and none stands there unused. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ISSUES } from '../src/model.ts';

const SRC = resolve(import.meta.dirname, '../src');
const TABLE = join(SRC, 'model/issues.ts');

const code = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => path !== TABLE && !path.startsWith(join(SRC, 'messages')) && !path.startsWith(join(SRC, 'views')))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

test.each(Object.entries(ISSUES))('%s says what happened, in a sentence', (id, { means }) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(means).toMatch(/^[A-Z].{10,}[^.]\.$/);
});

test.each(Object.keys(ISSUES))('%s is reported by some stage', (id) => {
  expect(code.includes(`'${id}'`)).toBe(true);
});
