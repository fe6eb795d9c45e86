/** What the documents say about the code, where a program can compare the two. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { FORMATS } from '../src/formats/index.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readme = read('README.md');

test('the headers for a server of your own are those of public/_headers', () => {
  const sent = [...read('public/_headers').matchAll(/^ {2}([A-Za-z-]+): (.+)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const shown = [...readme.matchAll(/^ +add_header ([A-Za-z-]+) (.+) always;$/gm)].map(([, name, value = '']) => [
    name,
    value.replace(/^"|"$/g, ''),
  ]);
  expect(shown).toEqual(sent);
});

test('every format has its line in the table of what is read', () => {
  const [, section = ''] = /^## What it reads$(.*?)^## /ms.exec(readme) ?? [];
  const listed = [...section.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, id]) => id);
  expect(listed.sort()).toEqual(FORMATS.map(({ id }) => id).sort());
});

test('every file that a document links to is there', () => {
  for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readFileSync(join(ROOT, target)), `${document} links to ${target}`).not.toThrow();
    }
  }
});

test('the changelog has an entry for the version of package.json', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')} `, 'm'));
});
