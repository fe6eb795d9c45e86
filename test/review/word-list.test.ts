import { describe, expect, test } from 'vitest';
import { sentenceOf } from '../../src/model.ts';
import { readWordList, type CompiledWordList } from '../../src/review/index.ts';

function compiled(...lines: string[]): CompiledWordList {
  const reading = readWordList({ text: lines.join('\n') });
  if ('errors' in reading) throw new Error(reading.errors.map(sentenceOf).join('\n'));
  return reading.list;
}

/** What was found, as it stands in the text. */
function found(lines: string[], text: string): string[] {
  return compiled(...lines)
    .hitsIn(text)
    .map(({ start, end }) => text.slice(start, end));
}

describe('hitsIn', () => {
  const cases: [title: string, lines: string[], text: string, hits: string[]][] = [
    ['a word', ['insider'], 'An insider, no insiders.', ['insider']],
    ['any case, width and accent', ['resume'], 'RÉSUMÉ ｒｅｓｕｍｅ', ['RÉSUMÉ', 'ｒｅｓｕｍｅ']],
    ['the beginning of a word', ['guarant*'], 'We guarantee it: guaranteed. Guarani', ['guarantee', 'guaranteed']],
    [
      'a phrase, whatever stands between its words',
      ['"front running"'],
      'front-running, Front  Running',
      ['front-running', 'Front  Running'],
    ],
    ['a phrase without quotation marks', ['off the record'], 'This is off the record.', ['off the record']],
    ['a phrase with an open end', ['"front run*"'], 'front runner', ['front runner']],
    ['no part of a word', ['art'], 'party start art', ['art']],
    ['near, forwards', ['price NEAR/2 agree*'], 'the price we all agreed', ['price we all agreed']],
    ['near, backwards', ['price NEAR/2 agree*'], 'agreed on a price', ['agreed on a price']],
    ['too far', ['price NEAR/2 agree*'], 'price that we have not agreed', []],
    ['side by side', ['price NEAR/0 list'], 'price list, list price, price of list', ['price list', 'list price']],
    ['near phrases', ['"no risk" NEAR/5 return*'], 'There is no risk, and returns are high', ['no risk, and returns']],
    [
      'inside an excluded phrase',
      ['insider', '- "insider threat training"'],
      'Insider threat training for an insider',
      ['insider'],
    ],
    ['Chinese, inside a sentence', ['内幕'], '这是内幕消息。', ['内幕']],
    ['Japanese', ['秘密'], 'これは秘密です', ['秘密']],
    ['Thai, with its marks', ['ลับ'], 'นี่คือความลับ', ['ลับ']],
    ['Cyrillic', ['тайна'], 'Это ТАЙНА.', ['ТАЙНА']],
    ['beside an emoji', ['deal'], '🤝deal🤝', ['deal']],
    ['digits', ['401k'], 'your 401K plan', ['401K']],
    ['several entries at one place', ['front', '"front running"'], 'front running', ['front running', 'front']],
    ['nothing', ['insider'], '', []],
  ];
  test.each(cases)('finds %s', (_, lines, text, hits) => {
    expect(found(lines, text)).toEqual(hits);
  });

  test('names the entry and its line', () => {
    const list = compiled('# words', '', 'insider # of any kind');
    expect(list.hitsIn('insider')).toEqual([{ start: 0, end: 7, entry: 'insider', line: 3 }]);
  });

  test('a list of 500 entries looks through a million characters in under a second', () => {
    const lines = Array.from({ length: 500 }, (_, index) => `word${index} NEAR/5 other${index}`);
    const list = compiled(...lines, 'lorem*');
    const text = 'word12 dolor sit amet other12 consectetur '.repeat(25_000);
    const start = performance.now();
    expect(list.hitsIn(text)).toHaveLength(25_000);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('readWordList', () => {
  test.each([
    ['nothing', '# only a remark', 'The list has no entry.'],
    ['a quotation mark too few', 'fine\n"broken', 'Line 2: “"broken” has a quotation mark too few.'],
    ['no word', '!!!', 'Line 1: “!!!” holds no word.'],
    ['near without a number', 'a NEAR b', 'Line 1: “a NEAR b” needs a phrase, NEAR/ with a number, and a phrase.'],
    ['too far', 'a NEAR/500 b', 'Line 1: NEAR/500 reaches too far: at most 100 words.'],
    ['a star in front', '*word', 'Line 1: “*word”: a star stands behind the beginning of a word.'],
  ])('refuses %s', (_, text, error) => {
    const reading = readWordList({ text });
    expect('errors' in reading ? reading.errors.map(sentenceOf) : []).toEqual([error]);
  });
});
