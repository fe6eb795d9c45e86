/** What messages and presence say, stanza by stanza. */
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../src/model.ts';
import { chat, factsOf, only, read, record, text } from './xmpp-records.ts';

const NOON = Date.UTC(2014, 5, 24, 12) as EpochMs;

describe('xmpp messages', () => {
  test('of several languages the one that is not marked is said, else the first', () => {
    expect(factsOf(chat(`<body xml:lang='de'>Hallo</body><body>Hello</body>`))).toEqual([text('Hello')]);
    expect(factsOf(chat(`<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>`))).toEqual([text('Hallo')]);
  });

  test('rich text counts where there is no plain one', () => {
    const html = `<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><p>Hi <em>you</em></p><p>two<br/>three</p></body></html>`;
    expect(factsOf(chat(html))).toEqual([text('Hi you\ntwo\nthree')]);
    expect(factsOf(chat('<body>plain</body>' + html))).toEqual([text('plain')]);
  });

  test('of several marked languages the stanza’s own is said', () => {
    const bodies = `<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>`;
    expect(factsOf(`<message from='a@b/c' to='d@e' xml:lang='fr'>${bodies}</message>`)).toEqual([text('Salut')]);
  });

  test('a topic is not said, a headline is', () => {
    const topic = `<message from='a@b/c' to='room@conf.b' type='groupchat'><subject>Topic</subject></message>`;
    expect(factsOf(topic)).toEqual([{ kind: 'topic', topic: 'Topic' }]);
    expect(factsOf(topic.replace('Topic', ''))).toEqual([{ kind: 'topic', topic: '' }]);
    expect(factsOf(`<message from='a@b/c' to='d@e'><subject>News</subject></message>`)).toEqual([text('News')]);
  });

  test.each([
    [`<composing xmlns='http://jabber.org/protocol/chatstates'/>`, 'typing'],
    [`<x xmlns='jabber:x:event'><composing/><id>1</id></x>`, 'typing'],
  ])('%s is a notice', (inner, notice) => {
    expect(factsOf(chat(inner))).toEqual([{ kind: 'notice', notice }]);
  });

  test.each([
    [`<received xmlns='urn:xmpp:receipts' id='1'/>`, 'delivered'],
    [`<received xmlns='urn:xmpp:chat-markers:0' id='1'/>`, 'delivered'],
    [`<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>`, 'displayed'],
    [`<x xmlns='jabber:x:event'><displayed/><id>1</id></x>`, 'displayed'],
  ])('%s is a notice of a text', (inner, notice) => {
    expect(factsOf(chat(inner))).toEqual([{ kind: 'notice', notice, of: '1' }]);
  });

  test('a text with the wish for a receipt is a text alone', () => {
    const inner = `<body>x</body><active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>`;
    expect(factsOf(chat(inner))).toEqual([text('x')]);
  });

  test.each([
    [`<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/><payload>AA==</payload></encrypted>`, 'OMEMO'],
    [`<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>AA==</payload></encrypted>`, 'OMEMO'],
    [`<x xmlns='jabber:x:encrypted'>hQEM</x>`, 'OpenPGP (XEP-0027)'],
    [`<openpgp xmlns='urn:xmpp:openpgp:0'>BASE64</openpgp>`, 'OpenPGP (XEP-0373)'],
    [`<encryption xmlns='urn:xmpp:eme:0' namespace='urn:new' name='New'/>`, 'New'],
  ])('%s is encrypted, whatever the fallback says', (inner, detail) => {
    const opaque = { kind: 'opaque', reason: 'encrypted', detail };
    expect(factsOf(chat('<body>I sent you an encrypted message</body>' + inner))).toEqual([opaque]);
  });

  test('Off-the-Record is encrypted, a key without a message is nothing said', () => {
    expect(factsOf(chat('<body>?OTR:AAMDJ+MVmSfjFZcAAAAA</body>'))).toMatchObject([
      { reason: 'encrypted', detail: 'OTR' },
    ]);
    expect(factsOf(chat(`<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/></encrypted>`))).toEqual(
      [],
    );
  });

  test('a correction is a text that names the one it stands for', () => {
    expect(factsOf(chat(`<body>better</body><replace xmlns='urn:xmpp:message-correct:0' id='0'/>`))).toEqual([
      { ...text('better'), replaces: '0' },
    ]);
  });

  const fallback = `<fallback xmlns='urn:xmpp:fallback:0'/><body>Your client cannot take back.</body>`;
  const own = { kind: 'retraction', target: '7', moderator: null, reason: null };

  test.each([
    [`<retract id='7' xmlns='urn:xmpp:message-retract:1'/>`],
    [`<apply-to id='7' xmlns='urn:xmpp:fasten:0'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>`],
  ])('%s takes a text back', (inner) => {
    expect(factsOf(chat(inner + fallback))).toEqual([own]);
  });

  const moderated = [
    `<retract id='7' xmlns='urn:xmpp:message-retract:1'><moderated by='r@m/boss' xmlns='urn:xmpp:message-moderate:1'/><reason>spam</reason></retract>`,
    `<apply-to id='7' xmlns='urn:xmpp:fasten:0'><moderated by='r@m/boss' xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/><reason>spam</reason></moderated></apply-to>`,
  ];
  test.each(moderated)('%s takes a text back in the room’s name', (inner) => {
    const stanza = (from: string): string => `<message type='groupchat' from='${from}' to='a@b/c'>${inner}</message>`;
    expect(factsOf(stanza('r@m'))).toEqual([{ ...own, moderator: 'r@m/boss', reason: 'spam' }]);
    expect(factsOf(stanza('r@m/mallory'))).toEqual([]);
  });

  test('a text is known by the names that its client and the room gave, by no other', () => {
    const inner = `<body>x</body><origin-id xmlns='urn:xmpp:sid:0' id='o'/><stanza-id xmlns='urn:xmpp:sid:0' id='s' by='r@m'/><stanza-id xmlns='urn:xmpp:sid:0' id='t' by='evil@m'/>`;
    expect(factsOf(`<message type='groupchat' from='r@m/n' to='a@b/c' id='1'>${inner}</message>`)).toEqual([
      { ...text('x'), names: ['o', 's'] },
    ]);
  });

  test('a subject stands beside its text', () => {
    expect(factsOf(`<message from='a@b/c' to='d@e'><subject>Plan</subject><body>now</body></message>`)).toEqual([
      { ...text('now'), subject: 'Plan' },
    ]);
  });

  const carbon = (name: string, inner: string): string =>
    `<${name} xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></${name}>`;

  test('a carbon is the message inside', () => {
    const outer = `<message from='alice@contoso.com' to='alice@contoso.com/phone' type='chat'>${carbon('sent', chat('<body>x</body>'))}</message>`;
    expect(only(read([record(outer)]))).toMatchObject({
      from: 'alice@contoso.com',
      to: 'bob@fabrikam.com',
      id: 'm1',
      facts: [text('x')],
    });
  });

  test('a carbon from anyone else is forged and says nothing', () => {
    const outer = `<message from='eve@evil.example' to='alice@contoso.com/phone'>${carbon('received', chat('<body>x</body>'))}</message>`;
    expect(only(read([record(outer)]))).toMatchObject({ from: 'eve@evil.example', facts: [] });
  });

  test('what an archive repeats is history', () => {
    const result = `<message to='alice@contoso.com/pc'><result xmlns='urn:xmpp:mam:2' id='9'><forwarded xmlns='urn:xmpp:forward:0'>${chat('<body>old</body>')}</forwarded></result></message>`;
    expect(factsOf(result)).toEqual([]);
  });

  test('a message kept for someone who was away has the time at which it was said', () => {
    const delayed = chat(`<body>x</body><delay xmlns='urn:xmpp:delay' stamp='2014-06-24T08:15:00.5+02:00'/>`);
    const { time, timeSource } = only(read([record(delayed, { time: NOON, timeSource: 'assumed-zone' })]));
    expect([time, timeSource]).toEqual([Date.UTC(2014, 5, 24, 6, 15, 0, 500), 'log']);
    const older = chat(`<body>x</body><x xmlns='jabber:x:delay' stamp='20140624T06:15:00'/>`);
    expect(only(read([record(older, { time: NOON })])).time).toBe(Date.UTC(2014, 5, 24, 6, 15));
    const ahead = chat(`<body>x</body><delay xmlns='urn:xmpp:delay' stamp='2030-01-01T00:00:00Z'/>`);
    expect(only(read([record(ahead, { time: NOON })])).time).toBe(NOON);
  });

  test('an error is a diagnostic, and what it echoes is not said again', () => {
    const error = `<message from='bob@fabrikam.com' to='alice@contoso.com/pc' type='error'><body>x</body><error type='cancel' by='fabrikam.com'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Away</text></error></message>`;
    expect(factsOf(error)).toEqual([
      { kind: 'diagnostic', id: null, reason: 'service-unavailable: Away', source: 'fabrikam.com' },
    ]);
  });
});

describe('xmpp presence', () => {
  test.each([
    ['', 'Available', null],
    ['<show>chat</show>', 'Available', null],
    ['<show>away</show><status>Lunch</status>', 'Away', 'Lunch'],
    ['<show>xa</show>', 'Away', null],
    [`<status xml:lang='fr'>Occupé</status><show>dnd</show><status>Busy</status>`, 'Busy', 'Busy'],
  ])('%s is a state', (inner, state, note) => {
    const presence = `<presence from='a@b/c'>${inner}</presence>`;
    expect(factsOf(presence)).toMatchObject([{ kind: 'presence', who: null, state, activity: null, note }]);
  });

  test('show, priority and the client are kept as written', () => {
    const inner = `<show>xa</show><priority>-5</priority><c xmlns='http://jabber.org/protocol/caps' node='http://gajim.org' ver='x' hash='sha-1'/>`;
    expect(factsOf(`<presence from='a@b/c'>${inner}</presence>`)).toMatchObject([
      { show: 'xa', priority: -5, client: 'http://gajim.org' },
    ]);
    expect(factsOf(`<presence from='a@b/c'><priority>high</priority></presence>`)).toEqual([
      { kind: 'presence', who: null, state: 'Available', activity: null, note: null },
    ]);
  });

  test('unavailable is Offline; a subscription is a step, a probe nothing', () => {
    expect(factsOf(`<presence from='a@b/c' type='unavailable'/>`)).toMatchObject([{ state: 'Offline' }]);
    for (const step of ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed']) {
      expect(factsOf(`<presence from='a@b' to='c@d' type='${step}'/>`)).toEqual([{ kind: 'subscription', step }]);
    }
    expect(factsOf(`<presence from='a@b' to='c@d' type='probe'/>`)).toEqual([]);
  });
});
