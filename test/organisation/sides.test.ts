import { describe, expect, test } from 'vitest';
import { openSides } from '../../src/organisation/index.ts';
import { ALICE, FINE, organisation, session, type Told } from '../rules/case.ts';

const contoso = openSides(organisation(FINE), []);
const sides = (told: Told) => {
  const { local, remote } = contoso(session(told));
  return [local, remote];
};

describe('openSides', () => {
  test.each<[string, Told, [string | null, string | null]]>([
    ['outgoing', {}, [ALICE, 'bob@yahoo.com']],
    ['incoming', { initiator: 'bob@yahoo.com', responder: ALICE }, [ALICE, 'bob@yahoo.com']],
    ['both local: who opened it is local', { responder: 'carol@contoso.com' }, [ALICE, 'carol@contoso.com']],
    ['neither local', { initiator: 'x@a.com', responder: 'y@b.com' }, [null, 'x@a.com']],
    ['a subdomain is not the domain', { responder: 'carol@eu.contoso.com' }, [ALICE, 'carol@eu.contoso.com']],
    ['only a subdomain', { initiator: 'a@eu.contoso.com' }, [null, 'a@eu.contoso.com']],
    ['decorated', { responder: 'bob(fabrikam.com)@msn.com' }, [ALICE, 'bob@fabrikam.com']],
    [
      "decorated with the organisation's own domain: still outside",
      { responder: 'bob(contoso.com)@msn.com' },
      [ALICE, 'bob@contoso.com'],
    ],
    ['a room is remote', { responder: null, rooms: ['r@conference.contoso.com'] }, [ALICE, 'r@conference.contoso.com']],
    [
      'a room opened it',
      { initiator: 'r@contoso.com', responder: ALICE, rooms: ['r@contoso.com'] },
      [ALICE, 'r@contoso.com'],
    ],
    [
      'a third party is outside',
      { responder: 'carol@contoso.com', others: ['bob@yahoo.com'] },
      [ALICE, 'bob@yahoo.com'],
    ],
    ['nobody answered', { responder: null }, [ALICE, null]],
    ['nobody is named', { initiator: null, responder: null }, [null, null]],
  ])('%s', (_, told, expected) => {
    expect(sides(told)).toEqual(expected);
  });
  test('undecorates, sorts and joins participants', () => {
    const told = session({ responder: 'bob(fabrikam.com)@msn.com', others: ['bob@fabrikam.com', 'ada@contoso.com'] });
    expect(contoso(told).participants).toEqual(['ada@contoso.com', ALICE, 'bob@fabrikam.com']);
  });
  test('says whether the organisation told its domains, or they are a guess, or nothing is known', () => {
    const told = session();
    expect(contoso(told).known).toBe('organisation');
    expect(openSides(null, ['contoso.com'])(told)).toMatchObject({ known: 'guess', local: ALICE });
    expect(openSides(null, [])(told)).toMatchObject({ known: 'unknown', local: null });
    expect(openSides(organisation({ domains: ['a.com', 'b.com'] }), ['contoso.com'])(told).local).toBeNull();
  });
});
