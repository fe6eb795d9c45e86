import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Direction, DomainTally, EdgeSide, Marker, SipMessage } from '../../src/model.ts';
import { addTallies, DomainTallies, guessDomains } from '../../src/organisation/index.ts';
import { CATALOGUE, publicDomains } from '../../src/providers/index.ts';
import { place, trust, userData } from '../rules/case.ts';

interface Sent {
  from?: string | null;
  to?: string | null;
  status?: number | null;
  side?: EdgeSide | null;
  direction?: Direction | null;
  markers?: Marker[];
}
function message(sent: Sent): SipMessage {
  return {
    protocol: 'sip',
    places: [place(0)],
    time: null,
    timeSource: 'none',
    direction: sent.direction ?? null,
    local: null,
    remote: null,
    side: sent.side ?? null,
    from: sent.from === undefined ? 'alice@contoso.com' : sent.from,
    to: sent.to === undefined ? 'bob@partner.com' : sent.to,
    title: '',
    facts: [],
    markers: sent.markers ?? [],
    method: 'MESSAGE',
    status: sent.status ?? null,
    callId: '1',
    cseq: 1,
    fromTag: null,
    toTag: null,
    conversation: null,
    event: null,
    links: [],
  };
}
function tallied(...sent: Sent[]): DomainTally[] {
  const tallies = new DomainTallies();
  for (const one of sent) tallies.push(message(one));
  return tallies.tallies();
}
const NOBODY: ReadonlySet<string> = new Set();
const inner = (...sent: Sent[]) => tallied(...sent).flatMap((tally) => (tally.inner > 0 ? [tally.domain] : []));

describe('DomainTallies', () => {
  test.each<[string, Sent, string[]]>([
    ['nothing says so', {}, []],
    [
      'trust header on a request: it came from outside',
      { from: 'bob@partner.com', to: 'alice@contoso.com', markers: [trust({ type: 'DirectPartner' })] },
      ['contoso.com'],
    ],
    [
      'trust header on an answer: the callee is outside',
      { status: 200, markers: [trust({ type: 'DirectPartner' })] },
      ['contoso.com'],
    ],
    ["the organisation's remote user", { markers: [trust({ type: 'InternetUser' })] }, ['contoso.com']],
    ['an answer that the Edge made itself', { status: 504, markers: [trust({ type: 'EdgeProxyGenerated' })] }, []],
    ['user data: it goes out', { markers: [userData(true)] }, ['contoso.com']],
    [
      'received on the outer side',
      { from: 'bob@partner.com', to: 'alice@contoso.com', side: 'external', direction: 'in' },
      ['contoso.com'],
    ],
    ['sent on the outer side', { side: 'external', direction: 'out' }, ['contoso.com']],
    ['received on the inner side', { side: 'internal', direction: 'in' }, ['contoso.com']],
    [
      'sent on the inner side',
      { from: 'bob@partner.com', to: 'alice@contoso.com', side: 'internal', direction: 'out' },
      ['contoso.com'],
    ],
    ['an answer received on the outer side', { side: 'external', direction: 'in', status: 200 }, ['contoso.com']],
    ['both of one domain', { to: 'carol@contoso.com', side: 'external', direction: 'out' }, []],
    ['one party alone', { to: null, side: 'external', direction: 'out' }, ['contoso.com']],
  ])('%s', (_, sent, expected) => {
    expect(inner(sent)).toEqual(expected);
  });
  test('counts a message once for a domain, in the order of the alphabet', () => {
    expect(tallied({}, { to: 'carol@contoso.com' }, { from: null, to: 'x@a.com' })).toEqual([
      { domain: 'a.com', messages: 1, inner: 0 },
      { domain: 'contoso.com', messages: 2, inner: 0 },
      { domain: 'partner.com', messages: 1, inner: 0 },
    ]);
  });
});

describe('guessDomains', () => {
  const tally = (domain: string, messages: number, innerOnes = 0): DomainTally => ({
    domain,
    messages,
    inner: innerOnes,
  });
  test.each<[string, DomainTally[], string[]]>([
    ['nothing seen', [], []],
    ['the only one', [tally('contoso.com', 3)], ['contoso.com']],
    ['the majority', [tally('a.com', 3), tally('contoso.com', 9), tally('partner.com', 6)], ['contoso.com']],
    ['a draw goes by the alphabet', [tally('partner.com', 3), tally('contoso.com', 3)], ['contoso.com']],
    ["the Edge's word before the majority", [tally('partner.com', 50), tally('contoso.com', 9, 8)], ['contoso.com']],
    [
      'several domains',
      [tally('contoso.com', 50, 40), tally('fabrikam.com', 10, 9), tally('partner.com', 60)],
      ['contoso.com', 'fabrikam.com'],
    ],
    [
      'a partner to whom remote users talk',
      [tally('contoso.com', 50, 40), tally('partner.com', 8, 2)],
      ['contoso.com'],
    ],
    [
      'public providers are nobody’s own',
      [tally('aol.com', 9, 9), tally('contoso.com', 9), tally('yahoo.com', 12)],
      ['contoso.com'],
    ],
    ['public providers alone', [tally('aol.com', 9), tally('yahoo.com', 9)], []],
  ])('%s', (_, tallies, expected) => {
    expect(guessDomains(tallies, publicDomains(CATALOGUE))).toEqual(expected);
  });
  test('does not depend on the order', () => {
    const tallies = fc.uniqueArray(
      fc.record({ domain: fc.constantFrom('a', 'b', 'c', 'd', 'e'), messages: fc.nat(9), inner: fc.nat(3) }),
      {
        selector: ({ domain }) => domain,
      },
    );
    fc.assert(
      fc.property(tallies, (list) => {
        expect(guessDomains([...list].reverse(), NOBODY)).toEqual(guessDomains(list, NOBODY));
      }),
    );
  });
});

test('addTallies adds files up', () => {
  const one = [{ domain: 'b', messages: 1, inner: 1 }];
  const two = [
    { domain: 'a', messages: 2, inner: 0 },
    { domain: 'b', messages: 3, inner: 1 },
  ];
  expect(addTallies(one, two)).toEqual([
    { domain: 'a', messages: 2, inner: 0 },
    { domain: 'b', messages: 4, inner: 2 },
  ]);
  expect(one[0]?.messages).toBe(1);
});
