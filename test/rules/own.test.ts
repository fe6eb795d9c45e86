import { describe, expect, test } from 'vitest';
import { sentenceOf, type Condition, type OwnRule, type ProviderId, type RuleSettings } from '../../src/model.ts';
import { openSides } from '../../src/organisation/index.ts';
import { CATALOGUE, openClassifier } from '../../src/providers/index.ts';
import {
  makeRules,
  openRules,
  readOwnRule,
  ruleFields,
  ruleLines,
  settingsErrors,
  withVersions,
} from '../../src/rules/index.ts';
import { agent, contoso, organisation, peer, session, trust, type Told } from './case.ts';

const TOLD = organisation(contoso());
const rule = (when: Condition, more: Partial<OwnRule> = {}): OwnRule => ({
  v: 1,
  id: 'own-rule',
  version: 1,
  title: 'A rule',
  severity: 'warning',
  because: 'Nobody may',
  on: true,
  when,
  ...more,
});
const settings = (...own: OwnRule[]): RuleSettings => ({ v: 1, builtIn: [], own });

function flagsOf(told: Told, given: RuleSettings, parts = TOLD) {
  const judged = session(told);
  const sides = openSides(parts, [])(judged);
  const verdict = openClassifier(CATALOGUE, parts)(judged, sides);
  return openRules(CATALOGUE, parts, [], given)(judged, sides, verdict);
}
const answer = (told: Told, when: Condition, parts = TOLD): string =>
  flagsOf(told, settings(rule(when)), parts).find((flag) => flag.rule === 'own-rule')?.severity ?? 'silent';
const is = (
  field: string,
  word: Extract<Condition, { field: string }>['is'],
  value: string | number | (string | number)[],
) => ({ field, is: word, value }) as Condition;

describe('a rule of one’s own', () => {
  const LATE: Told = { start: '2014-03-03T21:30:00Z', texts: ['Meet at NOON', 'bring the Plan'], files: ['plan.docx'] };
  const yes: [Condition, Told?][] = [
    [is('provider', 'equals', 'yahoo')],
    [is('provider', 'one-of', ['aol', 'yahoo'])],
    [is('provider-class', 'equals', 'public')],
    [is('protocol', 'equals', 'sip')],
    [is('kind', 'equals', 'im')],
    [is('modality', 'equals', 'im')],
    [is('outcome', 'equals', 'established')],
    [is('local', 'equals', 'ALICE@contoso.com')],
    [is('local-domain', 'equals', 'contoso.com')],
    [is('remote', 'begins', 'bob@')],
    [is('remote-domain', 'ends', 'hoo.com')],
    [is('participant', 'equals', 'bob@yahoo.com')],
    [is('day', 'equals', '2014-03-03')],
    [is('day', 'at-least', '2014-03-03')],
    [is('day', 'at-most', '2014-03-03')],
    [is('day', 'more', '2014-03-02')],
    [is('day', 'less', '2014-03-04')],
    [is('clock', 'at-least', '22:00')],
    [is('clock', 'equals', '22:30')],
    [is('weekday', 'one-of', ['monday'])],
    [is('minutes', 'less', 1)],
    [is('status', 'equals', 200)],
    [is('people', 'equals', 2)],
    [is('texts', 'more', 1)],
    [is('messages', 'at-least', 1)],
    [is('text', 'contains', 'noon')],
    [is('text', 'contains', 'plan')],
    [is('file', 'ends', '.DOCX')],
    [is('agent', 'contains', 'pidgin'), { ...LATE, markers: [agent('Pidgin/2.7')] }],
    [is('peer', 'equals', 'lcsap.msg.yahoo.com'), { ...LATE, markers: [peer('lcsap.msg.yahoo.com')] }],
    [{ all: [is('provider', 'equals', 'yahoo'), is('clock', 'at-least', '18:00')] }],
    [{ any: [is('provider', 'equals', 'aol'), is('clock', 'at-least', '18:00')] }],
    [{ not: is('provider', 'equals', 'aol') }],
    [{ not: { any: [is('room', 'contains', '@'), is('diagnostic', 'equals', 1034)] } }],
  ];
  test.each(yes)('holds: %j', (when, told = LATE) => {
    expect(answer(told, when)).toBe('warning');
    expect(answer(told, { not: when })).toBe('silent');
  });
  test.each<[Condition]>([
    [is('provider', 'equals', 'aol')],
    [is('day', 'less', '2014-03-03')],
    [is('day', 'more', '2014-03-03')],
    [is('clock', 'less', '22:30')],
    [is('text', 'equals', 'noon')],
    [is('file-size', 'more', 0)],
    [{ all: [is('provider', 'equals', 'yahoo'), is('provider', 'equals', 'aol')] }],
  ])('does not hold: %j', (when) => {
    expect(answer(LATE, when)).toBe('silent');
  });
  test('counts days and the clock in the organisation’s zone', () => {
    const midnight: Told = { start: '2014-03-03T23:30:00Z' };
    expect(answer(midnight, is('day', 'equals', '2014-03-04'))).toBe('warning');
    expect(answer(midnight, is('clock', 'equals', '00:30'))).toBe('warning');
    const auckland = organisation(contoso({ timeZone: 'Pacific/Auckland' }));
    expect(answer(midnight, is('clock', 'equals', '12:30'), auckland)).toBe('warning');
  });
  test('is undetermined where it hangs on a time that the log does not have', () => {
    const timeless: Told = { start: null };
    expect(answer(timeless, is('day', 'less', '2014-07-01'))).toBe('undetermined');
    expect(answer(timeless, { not: is('clock', 'less', '08:00') })).toBe('undetermined');
    expect(answer(timeless, { all: [is('provider', 'equals', 'aol'), is('day', 'less', '2014-07-01')] })).toBe(
      'silent',
    );
    expect(answer(timeless, { any: [is('provider', 'equals', 'yahoo'), is('day', 'less', '2014-07-01')] })).toBe(
      'warning',
    );
  });
  test('says in the person’s words what was seen, and points at it', () => {
    const when = {
      any: [{ all: [is('text', 'contains', 'noon'), is('provider', 'equals', 'aol')] }, is('file', 'ends', '.docx')],
    };
    const [flag] = flagsOf(LATE, settings(rule(when, { version: 3 }))).filter((one) => one.rule === 'own-rule');
    expect(flag).toMatchObject({
      ruleVersion: 3,
      because: 'Nobody may. Seen: Name of a file “plan.docx”.',
      sources: ['own'],
      places: [{ offset: 400 }],
    });
  });
  test('that is off raises nothing', () => {
    const off = settings(rule(is('protocol', 'equals', 'sip'), { on: false }));
    expect(flagsOf(LATE, off).filter((one) => one.rule === 'own-rule')).toEqual([]);
  });
});

describe('settings of the built-in rules', () => {
  const unlicensed = organisation(contoso({ licences: [] }));
  const set = (severity: 'info' | null, on = true): RuleSettings => {
    return { v: 1, builtIn: [{ rule: 'licence-cal-missing', on, severity }], own: [] };
  };
  const of = (given: RuleSettings, parts = unlicensed) =>
    flagsOf({}, given, parts)
      .filter((flag) => flag.rule === 'licence-cal-missing')
      .map(({ severity }) => severity);
  test('a rule is as it comes, off, or of another severity; what is undetermined stays so', () => {
    expect(of(set(null))).toEqual(['violation']);
    expect(of(set('info'))).toEqual(['info']);
    expect(of(set(null, false))).toEqual([]);
    expect(of(set('info'), organisation(contoso({ licences: null })))).toEqual(['undetermined']);
  });
  test('are listed, and what is wrong with them is said', () => {
    const lines = ruleLines(makeRules(CATALOGUE), CATALOGUE, {
      ...set('info'),
      own: [rule(is('protocol', 'equals', 'sip'))],
    });
    expect(lines.find(({ id }) => id === 'licence-cal-missing')).toMatchObject({
      severity: 'violation',
      chosen: 'info',
      on: true,
    });
    expect(lines.at(-1)).toMatchObject({ id: 'own-rule', own: { version: 1 } });
    const wrong: RuleSettings = {
      v: 1,
      builtIn: [{ rule: 'gone', on: false, severity: null }],
      own: [rule(is('gone', 'equals', 1))],
    };
    const errors = settingsErrors(makeRules(CATALOGUE), CATALOGUE, wrong);
    expect(errors[0]).toBe('There is no rule gone');
    expect(errors[1]).toContain('Rule own-rule: when.field: there is no field "gone"');
  });
});

describe('withVersions', () => {
  const first = rule(is('protocol', 'equals', 'sip'));
  const versionOf = (next: OwnRule, ...before: OwnRule[]) =>
    withVersions(
      settings(next),
      before.map((one) => settings(one)),
    ).own[0]?.version;
  const second = { ...first, version: 2, because: 'Other words' };
  test('a rule that is new, or as it was, bears its number', () => {
    expect(versionOf(first)).toBe(1);
    expect(versionOf(first, first)).toBe(1);
    expect(versionOf({ ...first, on: false }, first)).toBe(1);
  });
  test.each<[string, Partial<OwnRule>]>([
    ['title', { title: 'Another' }],
    ['severity', { severity: 'info' }],
    ['words', { because: 'Other words' }],
    ['condition', { when: is('protocol', 'equals', 'xmpp') }],
  ])('a changed %s raises it', (_, part) => {
    expect(versionOf({ ...first, ...part }, first)).toBe(2);
  });
  test('what was said under a number once has it again, and what comes then has a new one', () => {
    expect(versionOf(first, first, second)).toBe(1);
    expect(versionOf({ ...first, severity: 'info' }, first, second, first)).toBe(3);
    expect(versionOf({ ...second, version: 1 }, first, second, first)).toBe(2);
  });
  test('a rule that was deleted and comes back with another condition is not taken for the old one', () => {
    const all = withVersions(settings({ ...first, severity: 'info' }), [settings(first), settings()]);
    expect(all.own[0]?.version).toBe(2);
  });
});

describe('readOwnRule', () => {
  const sound = rule(is('protocol', 'equals', 'sip'));
  const read = (value: unknown) => readOwnRule(CATALOGUE, JSON.stringify(value));
  const errors = (value: unknown): string[] => {
    const reading = read(value);
    return 'errors' in reading ? reading.errors.map(sentenceOf) : [];
  };
  test('gives the rule, with what need not be said', () => {
    expect(read(sound)).toEqual({ rule: sound });
    const { v: _v, version: _version, on: _on, ...short } = sound;
    expect(read(short)).toEqual({ rule: sound });
  });
  test.each<[string, unknown, string]>([
    ['no JSON', undefined, 'Not JSON'],
    ['no object', [], 'Expected a JSON object'],
    ['an id of another shape', { ...sound, id: 'mine' }, 'id: expected an id like own-after-hours'],
    ['no words', { ...sound, because: ' ' }, 'because: is empty'],
    [
      'a severity that is none',
      { ...sound, severity: 'undetermined' },
      'severity: expected violation, warning or info',
    ],
    ['a key that is none', { ...sound, colour: 'red' }, 'colour: not a key of a rule'],
    ['no condition', { ...sound, when: undefined }, 'when: missing'],
    [
      'a field that there is not',
      { ...sound, when: is('x', 'equals', 1) },
      'when.field: there is no field "x"; there are provider',
    ],
    [
      'a word that the field does not know',
      { ...sound, when: is('day', 'contains', '2014') },
      'when.is: day can be asked equals',
    ],
    [
      'a day that is none',
      { ...sound, when: is('day', 'less', '2014-02-30') },
      'when.value: expected a day of the calendar',
    ],
    [
      'a clock that is none',
      { ...sound, when: is('clock', 'less', '24:00') },
      'when.value: expected a time of day, HH:MM',
    ],
    [
      'a number that is none',
      { ...sound, when: is('people', 'more', '2') },
      'when.value: expected a number, found "2"',
    ],
    ['a choice that is none', { ...sound, when: is('provider', 'equals', 'icq') }, 'when.value: expected one of skype'],
    ['no list for one-of', { ...sound, when: is('provider', 'one-of', 'aol') }, 'when.value: expected a list'],
    ['an empty list', { ...sound, when: { all: [] } }, 'when.all: expected a list of conditions'],
    [
      'two ways to join',
      { ...sound, when: { all: [sound.when], any: [] } },
      'when: beside “all” nothing else can stand',
    ],
    [
      'a fault deep inside',
      { ...sound, when: { all: [{ not: is('x', 'equals', 1) }] } },
      'when.all[0].not.field: there is no field',
    ],
  ])('refuses %s', (_, value, error) => {
    expect(value === undefined ? ['Not JSON'] : errors(value)).toEqual([expect.stringContaining(error)]);
  });
  test('refuses what lies too deep or is too long', () => {
    let deep: Condition = is('protocol', 'equals', 'sip');
    for (let depth = 0; depth < 9; depth++) deep = { not: deep };
    expect(errors({ ...sound, when: deep })[0]).toContain('more than 8 deep');
    const long = { any: Array.from({ length: 101 }, () => sound.when) };
    expect(errors({ ...sound, when: long })[0]).toContain('more than 100 comparisons');
  });
  test('every field is named once, with words to ask it', () => {
    const fields = ruleFields(CATALOGUE);
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    for (const { words, choices, kind } of fields) {
      expect(words.length).toBeGreaterThan(1);
      expect(choices.length > 0).toBe(kind === 'choice');
    }
  });
});

test('an entry of one’s own stands over the built-in ones that share its domain', async () => {
  const { catalogueWith, catalogueView, readProviderEntry } = await import('../../src/providers/index.ts');
  const json = JSON.stringify({
    id: 'own-icq',
    name: 'ICQ',
    class: 'public',
    domains: [{ names: ['icq.com', 'aol.com'] }],
  });
  const reading = readProviderEntry(CATALOGUE, json);
  if ('errors' in reading) throw new Error(reading.errors.join());
  expect(reading.entry.domains[0]).toMatchObject({ sources: ['own'], confidence: 'unsourced' });
  const edits = { v: 1 as const, basedOn: CATALOGUE.version, entries: [reading.entry] };
  const edited = catalogueWith(CATALOGUE, edits);
  const verdict = (responder: string): ProviderId => {
    const judged = session({ responder, markers: [trust({ network: 'publiccloud', type: 'AuthorizedServer' })] });
    return openClassifier(edited, TOLD)(judged, openSides(TOLD, [])(judged)).id;
  };
  expect(verdict('bob@icq.com')).toBe('own-icq');
  expect(verdict('bob@aol.com')).toBe('own-icq');
  expect(verdict('bob@yahoo.com')).toBe('yahoo');
  const view = catalogueView(CATALOGUE, edits);
  expect(view.lines[0]).toMatchObject({ standing: 'own', builtIn: null, entry: { id: 'own-icq' } });
  const yahoo = CATALOGUE.providers.find(({ id }) => id === 'yahoo')!;
  const changed = catalogueView(CATALOGUE, { ...edits, basedOn: 0, entries: [{ ...yahoo, end: null }] });
  expect(changed.outdated).toBe(true);
  expect(changed.lines.find(({ entry }) => entry.id === 'yahoo')).toMatchObject({
    standing: 'changed',
    changed: ['end'],
    builtIn: yahoo,
  });
  const errors = (value: object): string[] => {
    const found = readProviderEntry(CATALOGUE, JSON.stringify(value));
    return 'errors' in found ? found.errors : [];
  };
  expect(errors({ id: 'icq', name: 'ICQ', class: 'public' })[0]).toContain('There is no provider icq to change');
  expect(errors({ id: 'own-icq', name: '', class: 'public' })[0]).toContain('name:');
  expect(errors({ id: 'own-icq', name: 'ICQ', class: 'public', end: { day: '2014-02-30' } })[0]).toContain(
    'end.day: Expected a day',
  );
});
