/** Whose stanzas those without a sender are: what the log says of the client, and logs that several clients share. */
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../src/model.ts';
import { read, record, type Read } from './xmpp-records.ts';

const SERVER = { flow: 's1 in', direction: 'in', clientEnd: 'remote' } as const;
const CLIENT = { clientEnd: 'local' } as const;
const out = (payload: string): LogRecord => record(payload, { ...CLIENT, direction: 'out' });
const into = (payload: string): LogRecord => record(payload, { ...CLIENT, direction: 'in' });
const bind = (jid: string): LogRecord =>
  into(`<iq type='result' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}</jid></bind></iq>`);
const ends = ({ stanzas }: Read): (string | null)[][] =>
  stanzas.filter(({ name }) => name !== 'iq').map(({ from, to }) => [from, to]);

describe('the client that a log names', () => {
  test('sends what a server received without a sender', () => {
    const stanza = "<message to='bob@b.test'><body>hi</body></message>";
    expect(ends(read([record(stanza, { ...SERVER, clientJid: 'alice@a.test' })]))).toEqual([
      ['alice@a.test', 'bob@b.test'],
    ]);
  });

  test('is another one when the connection’s name is used again', () => {
    const stanza = "<presence to='c@c.test'/>";
    const result = read([
      record(stanza, { ...SERVER, clientJid: 'alice@a.test' }),
      record(stanza, { ...SERVER, clientJid: 'bob@b.test/x' }),
    ]);
    expect(result.stanzas.map(({ fromJid }) => fromJid)).toEqual(['alice@a.test', 'bob@b.test/x']);
  });

  test('keeps its resource when the log names the account only', () => {
    const result = read([
      record('<presence/>', { ...SERVER, clientJid: 'a@a.test/desk' }),
      record('<presence/>', { ...SERVER, clientJid: 'a@a.test' }),
    ]);
    expect(result.stanzas.map(({ fromJid }) => fromJid)).toEqual(['a@a.test/desk', 'a@a.test/desk']);
  });
});

describe('the client that a stream header names', () => {
  const header = (more: string): string =>
    `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' ${more}>`;
  const message = "<message to='bob@b.test'><body>hi</body></message>";

  test.each([
    ['its own', [record(header("from='Alice@a.test' to='a.test'") + message, { flow: 'x>y#1' })]],
    [
      'the server’s',
      [
        record(header("id='1' from='a.test' to='alice@a.test/x'"), { flow: 'y>x#1' }),
        record(message, { flow: 'x>y#1' }),
      ],
    ],
  ])('sends what has no sender: %s', (_, records) => {
    expect(ends(read(records))).toEqual([['alice@a.test', 'bob@b.test']]);
  });

  test('is known better once its resource is bound', () => {
    const bound = `<iq type='result' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@a.test/desk</jid></bind></iq>`;
    const result = read([
      record(header("from='alice@a.test' to='a.test'"), { flow: 'x>y#1' }),
      record(header("id='1'") + bound, { flow: 'y>x#1' }),
      record(message, { flow: 'x>y#1' }),
    ]);
    expect(result.stanzas.at(-1)?.fromJid).toBe('alice@a.test/desk');
  });

  test('is none where the header names a server', () => {
    expect(ends(read([record(header("from='a.test' to='b.test'") + message, { flow: 'x>y#1' })]))).toEqual([
      [null, 'bob@b.test'],
    ]);
  });
});

describe('a log that several clients share', () => {
  test('takes the sender from the stanza as its receiver got it, and counts both alike', () => {
    const result = read([
      bind('alice@a.test/x'),
      bind('bob@a.test/y'),
      out("<message id='m1' to='bob@a.test/y'><body>hi</body></message>"),
      out("<message id='m2' to='alice@a.test/x'><body>hello</body></message>"),
      into("<message id='m1' from='alice@a.test/x' to='bob@a.test/y'><body>hi</body></message>"),
      into("<message id='m2' from='bob@a.test/y' to='alice@a.test/x'><body>hello</body></message>"),
    ]);
    expect(ends(result)).toEqual([
      ['alice@a.test', 'bob@a.test'],
      ['alice@a.test', 'bob@a.test'],
      ['bob@a.test', 'alice@a.test'],
      ['bob@a.test', 'alice@a.test'],
    ]);
  });

  test('takes the sender of a request from its answer, and of an answer from its request', () => {
    const result = read([
      bind('alice@a.test/x'),
      bind('bob@a.test/y'),
      out("<iq type='get' id='q1' to='a.test'><q/></iq>"),
      into("<iq type='result' id='q1' from='a.test' to='alice@a.test/x'/>"),
      into("<iq type='get' id='q2' from='c@c.test/z' to='bob@a.test/y'><q/></iq>"),
      out("<iq type='result' id='q2' to='c@c.test/z'/>"),
    ]);
    const found = result.stanzas.filter(({ id }) => id === 'q1' || id === 'q2');
    expect(found.map(({ type, from }) => [type, from])).toEqual([
      ['get', 'alice@a.test'],
      ['result', 'a.test'],
      ['get', 'c@c.test'],
      ['result', 'bob@a.test'],
    ]);
  });

  test('names nobody where nothing tells', () => {
    const result = read([
      bind('alice@a.test/x'),
      bind('bob@a.test/y'),
      out("<message id='m' to='c@c.test'><body>hi</body></message>"),
    ]);
    expect(ends(result)).toEqual([[null, 'c@c.test']]);
  });

  test('knows clients that come one after the other', () => {
    const message = (id: string): LogRecord => out(`<message id='${id}' to='c@c.test'><body>hi</body></message>`);
    const result = read([
      bind('alice@a.test/x'),
      message('1'),
      out('</stream:stream>'),
      bind('bob@a.test/y'),
      message('2'),
    ]);
    expect(ends(result)).toEqual([
      ['alice@a.test', 'c@c.test'],
      ['bob@a.test', 'c@c.test'],
    ]);
  });

  test('that only one client is seen on is that client’s', () => {
    const result = read([
      out("<message id='1' to='c@c.test'><body>hi</body></message>"),
      into("<message id='2' from='c@c.test/z' to='alice@a.test/x'><body>ho</body></message>"),
    ]);
    expect(ends(result)).toEqual([
      ['c@c.test', 'alice@a.test'],
      ['alice@a.test', 'c@c.test'],
    ]);
  });
});
