/** Why something was not done, as the page says it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reason, sentenceOf, verifyFault } from '../../src/model.ts';
import { speak } from '../../src/messages/catalogue.ts';
import { LANGUAGES, type Language } from '../../src/messages/languages.ts';
import { textsOf } from '../../src/messages/load.ts';
import { saidOf, whyOf } from '../../src/views/reasons.ts';

async function speakIn(tag: Language['tag']): Promise<void> {
  speak(
    LANGUAGES.find((language) => language.tag === tag)!,
    await textsOf(tag),
  );
}
beforeAll(() => speakIn('zh-Hant'));
afterAll(() => speakIn('en'));

test('a fault of verification is said in the language of the page, and in English where it is kept', () => {
  const fault = verifyFault('sessions', 'pack:3', reason('pack-missing', { pack: 3, n: 199 }));
  expect(fault.message).toBe('Pack 3 with 199 sessions is missing.');
  expect(whyOf(fault)).toBe('缺少工作階段套件 3，其中有 199 個工作階段。');
});

test('a reason within a reason, and a word of the model, are said in the same language', () => {
  const cell = reason('csv-cell', {
    row: 2,
    column: 'from',
    fault: reason('csv-found', { fault: reason('as-said', { said: { word: 'day', of: 'fault' } }), value: 'soon' }),
  });
  expect(sentenceOf(cell)).toBe('Row 2, from: not a day of the calendar, YYYY-MM-DD, found “soon”');
  expect(saidOf(cell)).toBe('第 2 列 from 欄：不是日曆中的日期，格式 YYYY-MM-DD，實際為「soon」');
  const kept = reason('kept-review', {
    here: { word: 'open', of: 'standing' },
    there: { word: 'violation', of: 'standing' },
    now: { word: 'violation', of: 'standing' },
  });
  expect(sentenceOf(kept)).toMatch('Here it was “open”, in the backup “violation”');
  expect(saidOf(kept)).not.toMatch(/[a-z]/);
});
