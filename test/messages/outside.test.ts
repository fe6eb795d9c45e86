/** No text of the interface stands outside the catalogue: neither between the tags of a component nor in what is read out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

const VIEWS = join(import.meta.dirname, '../../src/views');
/** Attributes that a person sees or hears. */
const SAID = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'label'];
/** What is the same in every language: names, keys, commands and examples of what is to be typed. */
const SAME = [
  /^(?:Fedlens|UTC|SVG|PNG|SHA-256|Call-ID|Ms-Conversation-ID|v|EUR)$/,
  /^-----BEGIN CERTIFICATE-----$/,
  /^[\w.]+@[\w.]+(?:, [\w.]+@[\w.]+)*$/,
];
/** Elements whose content is typed or pressed as it stands. */
const VERBATIM = ['kbd', 'code', 'pre', 'style', 'script'];

interface Node {
  type: string;
  name?: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Words that stand as they are in a template, each with where it was found. */
function wordsIn(node: Node, said: boolean, found: string[]): void {
  const note = (text: string): void => {
    const words = text.trim();
    if (said && /\p{L}/u.test(words) && !SAME.some((same) => same.test(words))) found.push(words);
  };
  switch (node.type) {
    case 'Text':
      note(String(node['data']));
      return;
    case 'Literal':
      if (typeof node['value'] === 'string') note(node['value']);
      return;
    case 'TemplateElement':
      note((node['value'] as { cooked: string }).cooked);
      return;
    // What is asked of a function or compared with is no text that is shown.
    case 'CallExpression':
    case 'BinaryExpression':
    case 'MemberExpression':
    case 'StyleDirective':
    case 'AssignmentPattern':
    case 'TSTypeAnnotation':
      return;
    case 'Attribute':
      for (const part of [node['value']].flat()) if (isNode(part)) wordsIn(part, SAID.includes(node.name ?? ''), found);
      return;
    case 'RegularElement':
      if (VERBATIM.includes(node.name ?? '')) return;
  }
  // A branch's test is not shown; what it chooses is.
  for (const [key, value] of Object.entries(node)) {
    if (key === 'test' || key === 'key' || key === 'loc') continue;
    for (const part of [value].flat()) {
      if (!isNode(part)) continue;
      const shown = node.type === 'IfBlock' || node.type === 'EachBlock' || node.type === 'AwaitBlock';
      wordsIn(part, shown && key === 'expression' ? false : said, found);
    }
  }
}

function textsOutside(source: string): string[] {
  const found: string[] = [];
  const { fragment } = parse(source, { modern: true });
  for (const node of fragment.nodes) wordsIn(node as unknown as Node, true, found);
  return found;
}

test('a text, a name that is read out and a text that an expression chooses are found', () => {
  const source = `<p title="Seen" class="unseen">One {t('two.key')} {three ? 'Four' : t('five')} <kbd>Enter</kbd></p>
    {#if six === 'seven'}<Part label={\`Eight \${nine}\`} kind="ten" />{/if}`;
  expect(textsOutside(source).toSorted()).toEqual(['Eight', 'Four', 'One', 'Seen']);
});

test('no component holds a text that is not in the catalogue', () => {
  const components = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.svelte'),
  );
  expect(components.length).toBeGreaterThan(100);
  const outside = components.flatMap((name) =>
    textsOutside(readFileSync(join(VIEWS, name), 'utf8')).map((text) => `${name}: ${text}`),
  );
  expect(outside).toEqual([]);
});
