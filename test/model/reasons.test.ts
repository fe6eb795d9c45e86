/** Why something is not done, in English; and that a worker tells it so that the page can say it in its own language. */
import { describe, expect, test } from 'vitest';
import { speak } from '../../src/messages/catalogue.ts';
import { languageOf } from '../../src/messages/languages.ts';
import { textsOf } from '../../src/messages/load.ts';
import { Refusal } from '../../src/archive/index.ts';
import { reason, sentenceOf } from '../../src/model.ts';
import { whyOf } from '../../src/views/reasons.ts';
import { Busy, failureOf } from '../../workers/outcomes.ts';

describe('sentenceOf', () => {
  test('puts the values in their places, bytes in megabytes', () => {
    const full = reason('storage-full', { used: { bytes: 9_510_000 }, allowed: { bytes: 10_000_000 } });
    expect(sentenceOf(full)).toContain('9.5 MB of 10.0 MB are used');
  });
  test('counts one and many', () => {
    expect(sentenceOf(reason('sessions-held', { n: 1 }))).toBe('1 session is held: release the hold first.');
    expect(sentenceOf(reason('sessions-held', { n: 2 }))).toBe('2 sessions are held: release the hold first.');
  });
  test('takes a name as it is, whatever it holds', () => {
    expect(sentenceOf(reason('reviewer-unknown', { name: '{name} $&' }))).toContain('“{name} $&”');
  });
});

describe('what a worker refuses', () => {
  test('is a sentence in English and a reason', () => {
    const refused = failureOf(new Refusal(reason('reviewer-name-taken', { name: 'Kim' })));
    expect(refused).toEqual({
      ok: false,
      code: 'refused',
      message: 'There is a reviewer “Kim” already.',
      reason: { id: 'reviewer-name-taken', values: { name: 'Kim' } },
    });
    expect(failureOf(new Busy(reason('import-runs')))).toMatchObject({ code: 'busy', reason: { id: 'import-runs' } });
  });
  test('of which only the browser knows has no reason, and stays as it is', () => {
    const broken = failureOf(new TypeError('Failed to fetch'));
    expect(broken).toEqual({ ok: false, code: 'bug', message: 'Failed to fetch' });
    expect(broken.ok ? '' : whyOf(broken)).toBe('Failed to fetch');
  });
  test.each([
    ['fr', '1 session est conservée', '1,2 Mo'],
    ['zh-Hans', '1 个会话处于法律保留之下', '1.2 MB'],
    ['zh-Hant', '1 個工作階段處於法律保留之下', '1.2 MB'],
  ])('is said in the language of the page: %s', async (tag, held, size) => {
    const language = languageOf(tag);
    if (language === undefined) throw new Error(`There is no language ${tag}`);
    speak(language, await textsOf(language.tag));
    const said = (error: Refusal | Busy): string => whyOf({ message: error.message, reason: error.reason });
    expect(said(new Busy(reason('sessions-held', { n: 1 })))).toContain(held);
    expect(said(new Refusal(reason('file-too-large', { name: 'edge.csv', most: { bytes: 1_200_000 } })))).toContain(
      size,
    );
  });
});
