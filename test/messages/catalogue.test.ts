/** The texts of the interface: each key that a view asks for is there, and each that is there is asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMessageKey, t } from '../../src/messages/catalogue.ts';
import { en } from '../../src/messages/en.ts';
import { judged } from '../../src/messages/en/judged.ts';
import { providers } from '../../src/messages/en/providers.ts';
import { fileReasons } from '../../src/messages/en/file-reasons.ts';
import { reasons } from '../../src/messages/en/reasons.ts';
import { verifyReasons } from '../../src/messages/en/verify-reasons.ts';
import { ISSUES } from '../../src/model.ts';
import { REASONS } from '../../src/model/reasons.ts';
import { CATALOGUE, providerName } from '../../src/providers/index.ts';
import { makeRules } from '../../src/rules/index.ts';
import { FIELDS } from '../../src/rules/own/fields.ts';

const VIEWS = join(import.meta.dirname, '../../src/views');
const sources = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map((name) => readFileSync(join(VIEWS, name), 'utf8'));

/** The first argument of every `t(…)`, and keys that are put together beside it (`const key = `…``). */
const asked = sources.flatMap((text) =>
  [...text.matchAll(/\bt\(\s*(?:[^'`]*\? )?(['`])(.+?)\1/gs)].map(([, , key]) => key ?? ''),
);
const quoted = sources.flatMap((text) => [...text.matchAll(/(['`])([\w.${}-]+)\1/g)].map(([, , key]) => key ?? ''));
/** `wordFor('rule', …)` asks for every key of that beginning. */
const named = sources.flatMap((text) =>
  [...text.matchAll(/\bwordFor\('([\w.-]+)'/g)].map(([, name]) => `${name ?? ''}.\${…}`),
);
/** `severity.${…}` asks for every key that begins so. */
const patternOf = (key: string): RegExp =>
  new RegExp(
    `^${key
      .split(/\$\{.*?\}/)
      .map((part) => part.replace(/[.*+?^()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
  );

describe('the catalogue', () => {
  test('has every key that a view asks for', () => {
    const missing = asked.filter((key) => !key.includes('${') && !isMessageKey(key));
    expect(missing).toEqual([]);
    expect(asked.length).toBeGreaterThan(150);
  });

  test('has no key that nothing asks for', () => {
    const patterns = [...new Set([...asked, ...quoted, ...named])]
      .filter((key) => !/^\$\{.*\}$/.test(key))
      .map(patternOf);
    const unused = Object.keys(en).filter((key) => !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  test('has each key once, whichever file it stands in', () => {
    const folder = join(import.meta.dirname, '../../src/messages/en');
    const keys = readdirSync(folder).flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}(?:'([^']+)'|([\w-]+)):/gm)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    );
    expect(keys.length).toBe(new Set(keys).size);
    expect(keys.toSorted()).toEqual(Object.keys(en).toSorted());
  });

  test('says of issues, rules and fields what the model says, which stands in exports and on the command line', () => {
    const said = {
      ...Object.fromEntries(Object.entries(ISSUES).map(([code, { means }]) => [`issue.${code}`, means])),
      ...Object.fromEntries(makeRules(CATALOGUE).map(({ id, title }) => [`rule.${id}`, title])),
      ...Object.fromEntries(FIELDS.map(({ name, title }) => [`field.${name}`, title])),
    };
    expect(judged).toEqual(said);
  });

  test('says why something was not done as the model says it, which stands in the ledger and on the command line', () => {
    const said = { ...reasons, ...verifyReasons, ...fileReasons };
    expect(said).toEqual(Object.fromEntries(Object.entries(REASONS).map(([id, entry]) => [`reason.${id}`, entry])));
  });

  test('names providers and days as the catalogue does', () => {
    const days = CATALOGUE.events.flatMap(({ day, provider, label }) =>
      provider === null ? [] : [[`end.${day}-${provider}`, label] as const],
    );
    const generic = ['msn-or-skype', 'xmpp', 'federated', 'hosted', 'internal', 'unknown'] as const;
    const names = generic.map((id) => [`provider.${id}`, providerName(CATALOGUE, id)] as const);
    expect(providers).toEqual(Object.fromEntries([...names, ...days]));
  });

  test('has no empty text', () => {
    for (const [key, entry] of Object.entries(en)) {
      const texts = typeof entry === 'string' ? [entry] : Object.values(entry);
      for (const text of texts) expect(text.trim(), key).not.toBe('');
    }
  });
});

describe('t', () => {
  test('writes numbers as the locale does and chooses the plural', () => {
    expect(t('import.messages', { n: 1 })).toBe('1 message');
    expect(t('import.messages', { n: 12345 })).toBe('12,345 messages');
  });
  test('puts a text in as it is, whatever it holds', () => {
    expect(t('archive.failed', { why: '{why} $& <b>' })).toBe('The archive could not be opened: {why} $& <b>');
  });
});
