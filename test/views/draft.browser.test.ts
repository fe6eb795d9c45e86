/** The organisation's text while it is edited, with a stand-in for the workers. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Organisation } from '../../src/model.ts';
import { archive } from '../../src/views/archive.svelte.ts';
import { basisOf } from '../../src/views/organisation/basis.svelte.ts';
import { draftOf, isAnyDraftChanged } from '../../src/views/organisation/draft.svelte.ts';

const applied: { name: string; organisation: unknown }[] = [];
let whileJudging: () => void = () => undefined;

vi.mock('../../workers/client.ts', () => {
  const answer = (value: unknown) => Promise.resolve({ ok: true, value });
  const worker = {
    vocabulary: () => answer({ rules: [], providers: [], formats: [], encodings: [] }),
    organisation: () => answer(null),
    readOrganisation: (text: string) => answer({ organisation: JSON.parse(text) as Organisation }),
    readLicences: () => answer({ licences: [{ sku: 'lync-cal' }] }),
    basis: () => answer({ current: null, unfinished: null, running: false }),
    readCertificates: () => answer({ certificates: [{ pem: 'PEM', names: ['sip.contoso.com'], subject: 'sip' }] }),
  };
  return {
    openArchive: () => answer(worker),
    previewBasis: () => ({
      found: answer({ judged: 5, changed: 2, gain: 1, lose: 1, moved: 0, rules: [], providers: [] }),
      changes: () => answer({ matching: 0, first: 0, rows: [] }),
      cancel: () => undefined,
      close: () => undefined,
    }),
    resumeJudging: () => ({ done: answer({ version: 1, judged: 5, changed: 0 }), cancel: () => undefined }),
    applyBasis: (name: string, { organisation }: { organisation: unknown }) => {
      applied.push({ name, organisation });
      whileJudging();
      return { done: answer({ version: 1, judged: 5, changed: 2 }), cancel: () => undefined };
    },
  };
});

const own = draftOf('fedlens');
const demonstration = draftOf('fedlens-demonstration');

beforeEach(async () => {
  applied.length = 0;
  whileJudging = () => undefined;
  own.discard();
  demonstration.discard();
  await archive.switchTo('fedlens');
});

describe('a draft', () => {
  test('is proposed and applied in the archive that it was begun in, whichever is shown by then', async () => {
    await archive.switchTo('fedlens-demonstration');
    demonstration.edit('{"v":1,"name":"Invented"}');
    await archive.switchTo('fedlens');
    expect(own.text).toBeNull();
    await demonstration.propose();
    const basis = basisOf('fedlens-demonstration');
    expect(applied).toEqual([]);
    expect(basis.found).toMatchObject({ gain: 1, lose: 1 });
    await basis.apply('');
    expect(demonstration.text).toBeNull();
    expect(applied).toEqual([{ name: 'fedlens-demonstration', organisation: { v: 1, name: 'Invented' } }]);
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
    await own.propose();
    await basisOf('fedlens').apply('');
    expect(own.text).toBe('{"v":1,"name":"later"}');
    expect(own.isChanged).toBe(true);
  });
});

test('a certificate goes to the Edge whose name it bears', async () => {
  own.edit('{"v":1,"edges":[{"fqdn":"sip.contoso.com","certificate":null}]}');
  await own.takeCertificates(new File(['x'], 'edge.pem'));
  expect(JSON.parse(own.text ?? '')).toMatchObject({ edges: [{ fqdn: 'sip.contoso.com', certificate: 'PEM' }] });
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
