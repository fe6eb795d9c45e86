/** Who may import whom (ARCHITECTURE.md), and the other habits of the tree that a program can hold. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { EXPORTS } from '../src/exports/index.ts';
import { FORMATS } from '../src/formats/index.ts';
import { PROTOCOLS } from '../src/protocols/index.ts';
import { CATALOGUE } from '../src/providers/index.ts';
import { makeRules, RULES } from '../src/rules/index.ts';

const ROOT = resolve(import.meta.dirname, '..');

interface Layer {
  /** Layers whose code and types may be imported. The layer itself is always allowed. */
  may: readonly string[];
  /** Layers of which only types may be imported. */
  types?: readonly string[];
  /** Packages from the registry and modules of Node. */
  packages?: readonly string[];
}

const STAGES = ['bytes', 'packets', 'formats', 'protocols', 'sessions', 'providers', 'organisation', 'rules'] as const;

/**
 * An entry for each folder. A layer is `src/<name>/`, `src/<name>.ts` or both; of `workers/` the files that the page
 * itself loads are layers of their own.
 */
const LAYERS: Readonly<Record<string, Layer>> = {
  model: { may: [] },
  bytes: { may: ['model'], packages: ['pako'] },
  packets: { may: ['model', 'bytes'] },
  formats: { may: ['model', 'bytes', 'packets'], packages: ['valibot'] },
  protocols: { may: ['model', 'bytes'], packages: ['saxes'] },
  sessions: { may: ['model', 'bytes'], packages: ['@noble/hashes'] },
  providers: { may: ['model', 'bytes'], packages: ['valibot'] },
  organisation: { may: ['model', 'bytes'], packages: ['valibot', 'papaparse', '@noble/hashes'] },
  exports: { may: ['model', 'bytes'], packages: ['fflate'] },
  rules: { may: ['model', 'organisation'], types: ['providers'], packages: ['valibot'] },
  review: { may: ['model'] },
  archive: { may: ['model'], packages: ['dexie', '@noble/hashes', 'hash-wasm'] },
  pipeline: { may: ['model', ...STAGES], types: ['archive'], packages: ['hash-wasm', '@noble/hashes'] },
  cli: {
    may: ['pipeline', 'archive', 'exports', 'organisation', 'model', 'bytes'],
    packages: ['node:*', 'hash-wasm', 'valibot'],
  },
  workers: {
    may: ['pipeline', 'archive', 'exports', 'review', 'organisation', 'model', 'bytes'],
    types: ['workers/api'],
    packages: ['comlink', 'hash-wasm', 'client-zip'],
  },
  'workers/api': { may: [], types: ['model', 'exports'] },
  'workers/client': { may: ['workers'], types: ['model', 'workers/api'], packages: ['comlink'] },
  'workers/offline': { may: [] },
  messages: { may: [], types: ['model'] },
  views: {
    may: ['workers/client', 'workers/offline', 'messages', 'model'],
    types: ['workers/api'],
    packages: ['svelte', '@observablehq/plot'],
  },
  main: { may: ['views', 'workers/client', 'workers/offline', 'messages'], packages: ['svelte'] },
};

const OWN_LAYER = /^workers\/(api|client|offline)(\.ts$|\/)/;

function layerOf(path: string): string {
  const own = OWN_LAYER.exec(path);
  if (own) return `workers/${own[1] ?? ''}`;
  if (path.startsWith('workers/')) return 'workers';
  const [, name = ''] = path.split('/');
  return name.replace(/(\.svelte)?\.(ts|svelte|css)$/, '');
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

const SOURCES = [...filesUnder('src'), ...filesUnder('workers')].filter(
  (path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts'),
);

interface Import {
  from: string;
  /** Path within the project, or a package's name. */
  to: string;
  inProject: boolean;
  typesOnly: boolean;
}

/** A Svelte component's scripts are its code; the rest is its picture. */
function codeOf(path: string): string {
  const text = readFileSync(join(ROOT, path), 'utf8');
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code ?? '').join('\n');
}

/** Import and export statements, `import()`, `import('…').Type` and the `new URL('…', import.meta.url)` of a worker. */
function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typesOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: path, ...resolved(path, specifier.text), typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && node.arguments?.[1]?.getText() === 'import.meta.url')
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, codeOf(path), ts.ScriptTarget.Latest, true));
  return found;
}

function isTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function resolved(from: string, specifier: string): { to: string; inProject: boolean } {
  if (specifier.startsWith('.')) {
    const to = join(dirname(from), specifier.replace(/\?.*$/, '')).replaceAll('\\', '/');
    return { to, inProject: true };
  }
  if (specifier.startsWith('node:')) return { to: specifier, inProject: false };
  const parts = specifier.split('/');
  return { to: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), inProject: false };
}

/** The version is told from package.json; the script that checks a ledger goes along with it. */
const OUTSIDE = new Set(['package.json', 'public/verify-ledger.mjs']);

const IMPORTS = SOURCES.flatMap(importsOf).filter(({ to }) => !OUTSIDE.has(to));

function isAllowed({ from, to, inProject, typesOnly }: Import): boolean {
  const layer = LAYERS[layerOf(from)];
  if (layer === undefined) return false;
  if (!inProject)
    return (layer.packages ?? []).some((name) => name === to || (name === 'node:*' && to.startsWith('node:')));
  const target = layerOf(to);
  if (target === layerOf(from) || layer.may.includes(target)) return true;
  return typesOnly && (layer.types ?? []).includes(target);
}

describe('layers', () => {
  test('every file belongs to a layer of the table', () => {
    expect(SOURCES.filter((path) => LAYERS[layerOf(path)] === undefined)).toEqual([]);
  });

  test('the table has no line without a file and names no layer that is not there', () => {
    const there = new Set(SOURCES.map(layerOf));
    const named = Object.entries(LAYERS).flatMap(([name, { may, types = [] }]) => [name, ...may, ...types]);
    expect(named.filter((name) => LAYERS[name] === undefined || !there.has(name))).toEqual([]);
  });

  test.each(Object.keys(LAYERS))('%s imports only what the table allows', (name) => {
    const wrong = IMPORTS.filter((item) => layerOf(item.from) === name && !isAllowed(item));
    expect(wrong.map(({ from, to, typesOnly }) => `${from} imports ${to}${typesOnly ? ' (types)' : ''}`)).toEqual([]);
  });

  test('every import inside the project names a file that is there', () => {
    const there = new Set([...SOURCES, ...filesUnder('src'), ...filesUnder('workers'), ...filesUnder('public')]);
    expect(IMPORTS.filter(({ to, inProject }) => inProject && !there.has(to))).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    expect(circles(IMPORTS.filter(({ inProject }) => inProject))).toEqual([]);
  });

  test('the check sees an import that is not allowed, in whichever form it is written', () => {
    const rule = (to: string, typesOnly: boolean): Import => ({
      from: 'src/rules/x.ts',
      to,
      inProject: true,
      typesOnly,
    });
    expect(isAllowed(rule('src/sessions/index.ts', true))).toBe(false);
    expect(isAllowed(rule('src/providers/index.ts', false))).toBe(false);
    expect(isAllowed(rule('src/providers/index.ts', true))).toBe(true);
    expect(isAllowed({ ...rule('node:fs', false), inProject: false })).toBe(false);
    expect(
      circles([rule('src/rules/y.ts', false), { ...rule('src/rules/x.ts', false), from: 'src/rules/y.ts' }]),
    ).toEqual(['src/rules/x.ts > src/rules/y.ts > src/rules/x.ts']);
  });
});

/** Each circle once, as a path. */
function circles(imports: readonly Import[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to));
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
    if (trail.includes(path) || done.has(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}

interface List {
  folder: string;
  /** Ids of the members, in the order of the list, and what stands in the list for each. */
  listed: readonly (readonly [id: string, member: unknown])[];
  /** Whether something that a file exports is a member. */
  isMember: (value: unknown) => boolean;
}

const has = (value: unknown, ...methods: string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');

/** The stages whose members are listed, and how a member is told from the files that help it. */
const LISTS: readonly List[] = [
  {
    folder: 'formats',
    listed: FORMATS.map((format) => [format.id, format]),
    isMember: (value) => has(value, 'sniff', 'open'),
  },
  {
    folder: 'protocols',
    listed: PROTOCOLS.map((protocol) => [protocol.id, protocol]),
    isMember: (value) => has(value, 'sniff', 'open'),
  },
  {
    folder: 'exports',
    listed: EXPORTS.map((form) => [form.id, form]),
    isMember: (value) => has(value, 'open'),
  },
  {
    folder: 'rules',
    listed: makeRules(CATALOGUE).map(({ id }, index) => [id, RULES[index]]),
    isMember: (value) => typeof value === 'function',
  },
];

describe.each(LISTS)('the list of $folder', ({ folder, listed, isMember }) => {
  test('names every member of its folder, each from the file of its name', async () => {
    const found = new Map<unknown, string>();
    for (const name of readdirSync(join(ROOT, 'src', folder))) {
      if (!name.endsWith('.ts') || name === 'index.ts') continue;
      const exported = (await import(/* @vite-ignore */ join(ROOT, 'src', folder, name))) as Record<string, unknown>;
      for (const value of Object.values(exported)) if (isMember(value)) found.set(value, basename(name, '.ts'));
    }
    const ids = listed.map(([id]) => id);
    expect(listed.map(([, member]) => found.get(member))).toEqual(ids);
    expect([...found.values()].sort()).toEqual([...ids].sort());
  });
});

describe('files', () => {
  const OWN = [...filesUnder('src'), ...filesUnder('workers'), ...filesUnder('test')];

  test('no name says nothing', () => {
    expect(OWN.filter((path) => /(^|[/.-])(utils?|helpers?|managers?|common|misc)([/.-]|$)/i.test(path))).toEqual([]);
  });

  // A catalogue of texts is as long as the interface has texts.
  test.each([
    ['src', 350],
    ['workers', 350],
    ['test', 500],
  ])('no file of code in %s is longer than %d lines', (folder, most) => {
    const code = filesUnder(folder).filter(
      (path) => /\.(ts|svelte|css)$/.test(path) && !/^(test\/fixtures|src\/messages)\//.test(path),
    );
    const lines = (path: string): number => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;
    expect(code.filter((path) => lines(path) > most).map((path) => `${path}: ${lines(path)}`)).toEqual([]);
  });
});
