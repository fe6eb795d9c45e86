import { expect, test } from 'vitest';
import { ALICE, contoso, FINE, judge, organisation, session, type Case } from './case.ts';
import { table } from './table.ts';

const three = { others: ['carol@contoso.com'], modalities: ['im' as const, 'multiparty' as const] };
const room = { responder: null, rooms: ['chat1@contoso.com'], others: ['bob@yahoo.com'] };

const multiparty: Case[] = [
  ['two parties', {}, FINE, 'yahoo', 'silent'],
  ['three parties, Yahoo!', three, FINE, 'yahoo', 'violation'],
  ['three parties, AOL', three, FINE, 'aol', 'violation'],
  ['three parties, Messenger', three, FINE, 'wlm', 'violation'],
  ['three parties, Skype', three, FINE, 'skype', 'violation'],
  ['three parties, Messenger or Skype', three, FINE, 'msn-or-skype', 'violation'],
  ['a conference or room', room, FINE, 'yahoo', 'violation'],
  ['three parties without a time', { ...three, start: null }, FINE, 'yahoo', 'violation'],
  ['three parties, nothing told', three, null, 'yahoo', 'violation'],
  [
    'presence of several is no conversation',
    { others: ['carol@contoso.com'], modalities: ['presence'] },
    FINE,
    'yahoo',
    'silent',
  ],
  ['three parties, a federated partner', three, FINE, 'federated', 'silent'],
  ['three parties, an XMPP partner', three, FINE, 'xmpp', 'silent'],
  ['three parties, internal', three, FINE, 'internal', 'silent'],
];
table('multiparty-public-im', multiparty);

const offer = { files: ['plan.doc'], modalities: ['file' as const, 'im' as const] };

const files: Case[] = [
  ['no file', {}, FINE, 'yahoo', 'silent'],
  ['a file to Yahoo!', offer, FINE, 'yahoo', 'violation'],
  ['a file from Yahoo!', { ...offer, initiator: 'bob@yahoo.com', responder: ALICE }, FINE, 'yahoo', 'violation'],
  ['a file to AOL', offer, FINE, 'aol', 'violation'],
  ['a file to Messenger', offer, FINE, 'wlm', 'violation'],
  ['a file to Skype', offer, FINE, 'skype', 'violation'],
  ['a media line for files, no name', { modalities: ['file'] }, FINE, 'skype', 'violation'],
  ['nothing told', offer, null, 'yahoo', 'violation'],
  ['no time', { ...offer, start: null }, FINE, 'msn-or-skype', 'violation'],
  ['a file to a federated partner', offer, FINE, 'federated', 'silent'],
  ['a file to a hosted one', offer, FINE, 'hosted', 'silent'],
  ['a file inside', offer, FINE, 'internal', 'silent'],
];
table('file-transfer-public-im', files);

test('file-transfer-public-im names the file and the provider', () => {
  const flag = judge(session(offer), organisation(FINE)).flags.find(({ rule }) => rule === 'file-transfer-public-im');
  expect(flag?.because).toBe('Public IM with Yahoo! has no file transfer; “plan.doc” was offered.');
});

const partners = (...xmppPartners: object[]) => contoso({ xmppPartners });
const gmail = { domain: 'gmail.com', additionalDomains: ['googlemail.com'], partnerType: 'PublicUnverified' };
const to = (responder: string) => ({ protocol: 'xmpp' as const, responder });

const xmpp: Case[] = [
  ['a configured partner', to('g@gmail.com'), partners(gmail), 'gtalk', 'silent'],
  ['an additional domain', to('g@googlemail.com'), partners(gmail), 'gtalk', 'silent'],
  ['another domain', to('j@jabber.org'), partners(gmail), 'xmpp', 'violation'],
  ['a subdomain of a partner', to('j@eu.gmail.com'), partners(gmail), 'xmpp', 'violation'],
  ['an empty list', to('g@gmail.com'), partners(), 'gtalk', 'violation'],
  ['the list in upper case', to('j@jabber.org'), partners({ ...gmail, domain: 'JABBER.ORG' }), 'xmpp', 'silent'],
  ['the list not given', to('g@gmail.com'), contoso({ xmppPartners: null }), 'gtalk', 'undetermined'],
  ['nothing told', to('g@gmail.com'), null, 'gtalk', 'undetermined'],
  ['no other side', { protocol: 'xmpp', responder: null }, partners(gmail), 'xmpp', 'undetermined'],
  [
    'a room of the own server, its guest a partner',
    { protocol: 'xmpp', responder: null, rooms: ['r@rooms.contoso.com'], others: ['g@gmail.com'] },
    partners(gmail),
    'xmpp',
    'silent',
  ],
  [
    'a room of the own server, one guest is no partner',
    { protocol: 'xmpp', responder: null, rooms: ['r@rooms.contoso.com'], others: ['g@gmail.com', 'j@jabber.org'] },
    partners(gmail),
    'xmpp',
    'violation',
  ],
  [
    'a room elsewhere, its other guests are its own affair',
    { protocol: 'xmpp', responder: null, rooms: ['r@gmail.com'], others: ['j@jabber.org'] },
    partners(gmail),
    'xmpp',
    'silent',
  ],
  ['by the gateway, in SIP', { responder: 'j@jabber.org' }, partners(gmail), 'xmpp', 'violation'],
  ['no time is needed', { ...to('j@jabber.org'), start: null }, partners(gmail), 'xmpp', 'violation'],
  ['public IM is no XMPP', {}, partners(), 'yahoo', 'silent'],
  ['nor is a federated partner', {}, partners(), 'federated', 'silent'],
  ['internal sessions are not judged', to('carol@contoso.com'), partners(), 'internal', 'silent'],
];
table('xmpp-partner-not-configured', xmpp);
