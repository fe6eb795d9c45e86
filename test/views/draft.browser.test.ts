/** The organisation's text while it is edited, with the real workers and archives. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveName } from '../../workers/api.ts';
import type { Organisation } from '../../src/model.ts';
import { archive } from '../../src/views/archive.svelte.ts';
import { basisOf } from '../../src/views/organisation/basis.svelte.ts';
import { draftOf, isAnyDraftChanged } from '../../src/views/organisation/draft.svelte.ts';
import PEM from '../fixtures/certificates/server.pem?raw';

const own = draftOf('fedlens');
const demonstration = draftOf('fedlens-demonstration');

/** The organisation that an archive keeps. */
async function keptIn(name: ArchiveName): Promise<Organisation | null> {
  await archive.switchTo(name);
  const outcome = await archive.ask((worker) => worker.organisation());
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

beforeEach(async () => {
  own.discard();
  demonstration.discard();
  for (const name of ['fedlens-demonstration', 'fedlens'] as const) {
    await archive.switchTo(name);
    await archive.ask((worker) => worker.clear());
  }
});

describe('a draft', () => {
  test('is proposed and applied in the archive that it was begun in, whichever is shown by then', async () => {
    await archive.switchTo('fedlens-demonstration');
    demonstration.edit('{"v":1,"name":"Invented"}');
    await archive.switchTo('fedlens');
    expect(own.text).toBeNull();
    await demonstration.propose();
    const basis = basisOf('fedlens-demonstration');
    expect(basis.found).toMatchObject({ judged: 0, changed: 0 });
    expect(await keptIn('fedlens-demonstration')).toBeNull();
    await archive.switchTo('fedlens');
    await basis.apply('');
    expect(demonstration.text).toBeNull();
    expect(await keptIn('fedlens')).toBeNull();
    expect(await keptIn('fedlens-demonstration')).toMatchObject({ name: 'Invented' });
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
    await own.propose();
    const applied = basisOf('fedlens').apply('');
    own.text = '{"v":1,"name":"later"}';
    await applied;
    expect(basisOf('fedlens').applied).toMatchObject({ judged: 0 });
    expect(own.text).toBe('{"v":1,"name":"later"}');
    expect(own.isChanged).toBe(true);
  });
});

test('a certificate goes to the Edge whose name it bears', async () => {
  own.edit('{"v":1,"edges":[{"fqdn":"SIP.contoso.com","certificate":null}]}');
  await own.takeCertificates(new File([PEM], 'edge.pem'));
  expect(own.errors).toEqual([]);
  const { edges } = JSON.parse(own.text ?? '') as Organisation;
  expect(edges).toHaveLength(1);
  expect(edges?.[0]?.certificate).toContain('BEGIN CERTIFICATE');
});

describe('licences from a file', () => {
  test('take the place of those in the text, and leave the rest', async () => {
    own.edit('{"v":1,"name":"Contoso","licences":[]}');
    await own.open({ kind: 'licences', text: 'sku,user,from\nlync-cal,ann@contoso.com,2012-01-01\n' });
    expect(own.errors).toEqual([]);
    expect(JSON.parse(own.text ?? '')).toMatchObject({
      v: 1,
      name: 'Contoso',
      licences: [{ sku: 'lync-cal', users: ['ann@contoso.com'] }],
    });
  });

  test.each(['{"v":1, "name": "Cont', '[1]', ''])(
    'are refused by a text that is no object, which stays: %j',
    async (text) => {
      own.edit(text);
      await own.open({ kind: 'licences', text: 'sku,user,from\nlync-cal,ann@contoso.com,2012-01-01\n' });
      expect(own.text).toBe(text);
      expect(own.errors).toHaveLength(1);
    },
  );
});
