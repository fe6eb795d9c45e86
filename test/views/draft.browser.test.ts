/** The organisation's text while it is edited, with a stand-in for the workers. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Organisation } from '../../src/model.ts';
import { archive } from '../../src/views/archive.svelte.ts';
import { draftOf, isAnyDraftChanged } from '../../src/views/organisation/draft.svelte.ts';

const judged: { name: string; organisation: unknown }[] = [];
let whileJudging: () => void = () => undefined;

vi.mock('../../workers/client.ts', () => {
  const answer = (value: unknown) => Promise.resolve({ ok: true, value });
  const worker = {
    vocabulary: () => answer({ rules: [], providers: [], formats: [], encodings: [] }),
    organisation: () => answer(null),
    readOrganisation: (text: string) => answer({ organisation: JSON.parse(text) as Organisation }),
    readLicences: () => answer({ licences: [{ sku: 'lync-cal' }] }),
  };
  return {
    openArchive: () => answer(worker),
    judge: (name: string, organisation: unknown) => {
      judged.push({ name, organisation });
      whileJudging();
      return answer(2);
    },
  };
});

const own = draftOf('fedlens');
const demonstration = draftOf('fedlens-demonstration');

beforeEach(async () => {
  judged.length = 0;
  whileJudging = () => undefined;
  own.discard();
  demonstration.discard();
  await archive.switchTo('fedlens');
});

describe('a draft', () => {
  test('is saved in the archive that it was begun in, whichever is shown by then', async () => {
    await archive.switchTo('fedlens-demonstration');
    demonstration.edit('{"v":1,"name":"Invented"}');
    await archive.switchTo('fedlens');
    expect(own.text).toBeNull();
    await demonstration.save();
    expect(judged).toEqual([{ name: 'fedlens-demonstration', organisation: { v: 1, name: 'Invented' } }]);
  });

  test('is unsaved work in either archive', () => {
    expect(isAnyDraftChanged()).toBe(false);
    demonstration.edit('{}', '{}');
    expect(isAnyDraftChanged()).toBe(false);
    demonstration.text = '{ }';
    expect(isAnyDraftChanged()).toBe(true);
  });

  test('keeps what was typed while it was being saved', async () => {
    own.edit('{"v":1}');
    whileJudging = () => (own.text = '{"v":1,"name":"later"}');
    await own.save();
    expect(own.text).toBe('{"v":1,"name":"later"}');
    expect(own.isChanged).toBe(true);
  });
});

describe('licences from a file', () => {
  test('take the place of those in the text, and leave the rest', async () => {
    own.edit('{"v":1,"name":"Contoso","licences":[]}');
    await own.open({ kind: 'licences', text: 'sku' });
    expect(JSON.parse(own.text ?? '')).toEqual({ v: 1, name: 'Contoso', licences: [{ sku: 'lync-cal' }] });
  });

  test.each(['{"v":1, "name": "Cont', '[1]', ''])(
    'are refused by a text that is no object, which stays: %j',
    async (text) => {
      own.edit(text);
      await own.open({ kind: 'licences', text: 'sku' });
      expect(own.text).toBe(text);
      expect(own.errors).toHaveLength(1);
    },
  );
});
