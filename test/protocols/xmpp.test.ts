import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Direction, Place, SourceId } from '../../src/model.ts';
import { xmpp } from '../../src/protocols/xmpp.ts';
import { chat, cut, factsOf, only, read, record, text, textsOf } from './xmpp-records.ts';

const encoder = new TextEncoder();

describe('xmpp', () => {
  test('reads addresses, ids, thread and text of a message', () => {
    const stanza = only(read([record(chat('<thread>t1</thread><body>Hi &amp; bye</body>'))]));
    expect(stanza).toMatchObject({
      name: 'message',
      type: 'chat',
      id: 'm1',
      from: 'alice@contoso.com',
      to: 'bob@fabrikam.com',
      fromJid: 'alice@contoso.com/pc',
      toJid: 'Bob@Fabrikam.com/x',
      thread: 't1',
      title: 'message chat m1',
      facts: [text('Hi & bye')],
    });
  });

  test('leaves a stanza at its first fault, however many follow', () => {
    const stanza = chat('<body>hi</body>', ' -1'.repeat(100_000));
    const began = process.cpuUsage();
    const { issues } = read([record(stanza), record(chat('<body>next</body>'))]);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(1.5);
    expect(issues).toEqual(['xml-damaged']);
  });

  test('gives the place of each stanza where the record is nothing but its payload', () => {
    const one = chat('<body>one</body>');
    const two = chat('<body>zwei – 二</body>');
    const whole = 'stray text\n' + one + '\n' + two;
    const [, second] = read([record(whole)]).stanzas;
    const start = encoder.encode('stray text\n' + one + '\n').length;
    expect(second?.places).toEqual([{ source: 0, offset: start, length: encoder.encode(two).length }]);
  });

  test('gives the places of all records that a stanza spans', () => {
    const stanza = only(read(cut(chat('<body>one</body>'), 40)));
    expect(stanza.places.length).toBe(Math.ceil(chat('<body>one</body>').length / 40));
  });

  test('gives every place of a record that lies in several', () => {
    const at = (offset: number): Place => ({ source: 0 as SourceId, offset, length: 60 });
    const one = record(chat('<body>one</body>'), { flow: 'a in', place: at(0), further: [at(200), at(400)] });
    expect(only(read([one])).places.map(({ offset }) => offset)).toEqual([0, 200, 400]);
  });

  const flow = [
    `<?xml version='1.0'?><stream:stream to='contoso.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    chat('<body>één 世界 🙂</body>'),
    chat(
      `<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='a@b' to='c@d'><body>x</body></message></forwarded></received>`,
    ),
    `<presence from='a@b/c'><show>dnd</show></presence>`,
    `<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>`,
  ].join('\n');

  test.each([1, 2, 7, 65_536])('reads the same in chunks of %i bytes', (size) => {
    const said = (pieces: number): unknown => read(cut(flow, pieces)).stanzas.map(({ places: _, ...stanza }) => stanza);
    expect(said(size)).toEqual(said(1_000_000));
  });

  test('reads the same wherever it is cut', () => {
    const bytes = encoder.encode(flow);
    const whole = read([record(flow, { flow: 'a in' })]).stanzas.map(({ facts }) => facts);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length), (a, b) => {
        const parts = [
          bytes.slice(0, Math.min(a, b)),
          bytes.slice(Math.min(a, b), Math.max(a, b)),
          bytes.slice(Math.max(a, b)),
        ];
        const records = parts.map((part) => record(part, { flow: 'a in' }));
        expect(read(records).stanzas.map(({ facts }) => facts)).toEqual(whole);
      }),
    );
  });

  test('loses nothing but the last stanza wherever the flow is truncated', () => {
    const bytes = encoder.encode(flow);
    const whole = textsOf(read([record(bytes)]));
    for (let length = 0; length < bytes.length; length += 1) {
      const result = read([record(bytes.slice(0, length), { flow: 'a in' })]);
      expect(whole.slice(0, textsOf(result).length)).toEqual(textsOf(result));
      expect(result.stanzas.length).toBeLessThanOrEqual(4);
    }
  });

  test('says of a text that was cut that it was there', () => {
    const { stanzas, issues } = read([record(chat('<body>Hello, this is the beg').slice(0, -10), { flow: 'a in' })]);
    expect(issues).toEqual(['record-truncated']);
    expect(stanzas[0]?.facts).toEqual([{ kind: 'opaque', reason: 'truncated', detail: 'element not closed' }]);
  });

  test('keeps a text that was whole before the damage', () => {
    const { stanzas, issues } = read([
      record(chat('<body>whole</body><html><p>a<br></p></html>') + chat('<body>next</body>')),
    ]);
    expect(issues).toEqual(['xml-damaged']);
    expect(textsOf({ stanzas, issues })).toEqual(['whole', 'next']);
  });

  test('goes on after bytes that were lost', () => {
    const first = record(chat('<body>cut off he').slice(0, -10), { flow: 'a in' });
    const next = record('ere</body></message>' + chat('<body>next</body>'), { flow: 'a in', lost: 100 });
    const result = read([first, next]);
    expect(textsOf(result)).toEqual(['next']);
    expect(result.issues).toEqual(['record-truncated']);
  });

  test('refuses a DOCTYPE and entities of its own, and reads on', () => {
    const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>`;
    const result = read([record(bomb + chat('<body>&lol2;</body>') + chat('<body>good</body>'))]);
    expect(result.issues).toEqual(['xml-refused', 'xml-refused']);
    expect(textsOf(result)).toEqual(['good']);
  });

  test('reads 100,000 nested tags in under a second', () => {
    const began = performance.now();
    const result = read([record(chat('<a>'.repeat(100_000) + '</a>'.repeat(100_000)) + chat('<body>good</body>'))]);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(result.issues).toEqual(['xml-too-deep']);
    expect(textsOf(result)).toEqual(['good']);
  });

  test('never throws on any text between tags', () => {
    const piece = fc.constantFrom(
      ...['<message>', '</message>', '<body>', '</body>', '<a:b xmlns:a="c">', '</a:b>', '&amp;', '&#0;', '&x;', 'é'],
      ...[
        ' from="a@b"',
        '<message a="1" a="2">',
        '<iq type="set">',
        '</iq>',
        '<presence/>',
        '\u0001',
        ']]>',
        '<x xmlns=""/>',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        read([record(pieces.join(''))]);
        read(cut(pieces.join(''), 3));
      }),
    );
  });
});

describe('xmpp who speaks to whom', () => {
  const bound = `<iq type='result' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@contoso.com/pc</jid></bind></iq>`;
  const way = (flowName: string, payload: string, direction: Direction): ReturnType<typeof record> =>
    record(payload, { flow: flowName, direction });

  test('completes the sender from the bound resource of the same connection', () => {
    const { stanzas } = read([
      way('<0.5.0> out', bound, 'out'),
      way('<0.5.0> in', `<message to='bob@fabrikam.com' type='chat'><body>Hi</body></message>`, 'in'),
      way('<0.6.0> in', `<message to='bob@fabrikam.com' type='chat'><body>Who?</body></message>`, 'in'),
      way('<0.5.0> out', `<message from='bob@fabrikam.com/z' type='chat'><body>Hello</body></message>`, 'out'),
      way('<0.5.0> in', `<presence/>`, 'in'),
    ]);
    expect(stanzas.slice(1).map(({ from, to }) => [from, to])).toEqual([
      ['alice@contoso.com', 'bob@fabrikam.com'],
      ['bob@fabrikam.com', 'alice@contoso.com'],
      ['alice@contoso.com', null],
      // Waited to the end for someone to say whose connection it is.
      [null, 'bob@fabrikam.com'],
    ]);
    expect(stanzas[1]?.fromJid).toBe('alice@contoso.com/pc');
  });

  test('takes both directions of a captured connection for one', () => {
    const { stanzas } = read([
      way('10.0.0.1:5222>10.0.0.9:40000#1', bound, 'out'),
      way('10.0.0.9:40000>10.0.0.1:5222#1', `<message to='b@c'><body>Hi</body></message>`, 'in'),
      way('10.0.0.9:40000>10.0.0.1:5222#2', `<message to='b@c'><body>Hi</body></message>`, 'in'),
    ]);
    expect(stanzas.slice(1).map(({ from }) => from)).toEqual(['alice@contoso.com', null]);
  });

  test('learns the client from whom the other direction is addressed to, where no binding was seen', () => {
    const { stanzas } = read([
      way('s out', `<message from='bob@fabrikam.com/z' to='alice@contoso.com/pc'><body>Hi</body></message>`, 'out'),
      way('s in', `<message to='bob@fabrikam.com'><body>Hello</body></message>`, 'in'),
    ]);
    expect(stanzas[1]?.from).toBe('alice@contoso.com');
  });

  test('what came before the connection tells whose it is waits for that', () => {
    const { stanzas } = read([
      way(
        's in',
        `<presence to='room@conf.contoso.com/Al'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
        'in',
      ),
      way('s in', `<message to='bob@fabrikam.com'><body>Hello</body></message>`, 'in'),
      way('s out', `<message from='bob@fabrikam.com/z' to='alice@contoso.com/pc'><body>Hi</body></message>`, 'out'),
    ]);
    expect(stanzas.map(({ from }) => from)).toEqual(['alice@contoso.com', 'alice@contoso.com', 'bob@fabrikam.com']);
    expect(stanzas[0]?.facts).toMatchObject([{ kind: 'member', who: 'alice@contoso.com', change: 'join' }]);
    const many = Array.from({ length: 100 }, () => way('s in', `<message to='b@c'><body>Hi</body></message>`, 'in'));
    expect(read(many).stanzas.length).toBe(100);
  });

  test('completes a text of both directions after one another, and nobody when two clients were bound', () => {
    const other = bound.replace('alice', 'carol');
    const said = `<message to='bob@fabrikam.com'><body>Hi</body></message>`;
    expect(read([record(bound + said)]).stanzas[1]?.from).toBe('alice@contoso.com');
    expect(read([record(bound + other + said)]).stanzas[2]?.from).toBe(null);
  });

  test('reads a login from before resource binding', () => {
    const login = `<iq type='set' to='contoso.com'><query xmlns='jabber:iq:auth'><username>dan</username><resource>r</resource></query></iq>`;
    const said = `<message to='bob@fabrikam.com'><body>Hi</body></message>`;
    expect(read([way('s in', login + said, 'in')]).stanzas[1]?.fromJid).toBe('dan@contoso.com/r');
  });
});

describe('xmpp rooms', () => {
  const user = (jid: string): string =>
    `<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='participant'${jid}/></x>`;

  test('who comes and goes is a member of the room', () => {
    const { stanzas } = read([
      record(
        `<presence from='alice@contoso.com/pc' to='Team@conf.contoso.com/Al'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      ),
      record(
        `<presence from='team@conf.contoso.com/Al' to='bob@fabrikam.com/x'>${user(" jid='alice@contoso.com/pc'")}</presence>`,
      ),
      record(
        `<presence from='team@conf.contoso.com/Zed' to='bob@fabrikam.com/x' type='unavailable'>${user('')}</presence>`,
      ),
    ]);
    const room = 'team@conf.contoso.com';
    expect(stanzas.map(({ facts }) => facts)).toEqual([
      [{ kind: 'member', who: 'alice@contoso.com', change: 'join', room, as: room + '/Al' }],
      [{ kind: 'member', who: 'alice@contoso.com', change: 'join', room, as: room + '/Al' }],
      [{ kind: 'member', who: room + '/Zed', change: 'leave', room }],
    ]);
  });

  test('the copies for the occupants are the speaker’s message to the room', () => {
    const copy = (to: string): string =>
      `<message from='team@conf.contoso.com/Al' to='${to}/x' type='groupchat' id='g1'><body>Hi all</body></message>`;
    const { stanzas } = read([
      record(
        `<message from='alice@contoso.com/pc' to='team@conf.contoso.com' type='groupchat' id='g1'><body>Hi all</body></message>`,
      ),
      record(copy('alice@contoso.com')),
      record(copy('bob@fabrikam.com')),
    ]);
    for (const stanza of stanzas) {
      expect(stanza).toMatchObject({ from: 'alice@contoso.com', to: 'team@conf.contoso.com', id: 'g1' });
    }
    expect(stanzas.map(({ heardBy }) => heardBy)).toEqual([undefined, 'alice@contoso.com', 'bob@fabrikam.com']);
  });

  test('copies without an id are said once', () => {
    const copy = (to: string): string =>
      `<message from='team@conf.contoso.com/Al' to='${to}/x' type='groupchat'><body>Hi all</body></message>`;
    const result = read([record(copy('bob@fabrikam.com')), record(copy('carol@contoso.com'))]);
    expect(textsOf(result)).toEqual(['Hi all']);
    expect(textsOf(read([record(copy('b@c')), record(copy('b@c'))]))).toHaveLength(2);
  });

  test('what a room tells someone who joins is history', () => {
    const old = `<message from='team@conf.contoso.com/Al' to='bob@fabrikam.com/x' type='groupchat'><body>Yesterday</body><delay xmlns='urn:xmpp:delay' stamp='2014-06-23T12:00:00Z'/></message>`;
    expect(factsOf(old)).toEqual([]);
  });
});

describe('xmpp files and calls', () => {
  const iq = (type: string, id: string, inner: string, back = false): string =>
    back
      ? `<iq from='bob@fabrikam.com/x' to='alice@contoso.com/pc' type='${type}' id='${id}'>${inner}</iq>`
      : `<iq from='alice@contoso.com/pc' to='bob@fabrikam.com/x' type='${type}' id='${id}'>${inner}</iq>`;
  const si = `<si xmlns='http://jabber.org/protocol/si' id='s1' profile='http://jabber.org/protocol/si/profile/file-transfer'><file xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='plan.pdf' size='1024'/></si>`;

  test('a stream initiation offers a file and its answer settles it', () => {
    const accepted = read([record(iq('set', '1', si)), record(iq('result', '1', '', true))]).stanzas;
    expect(accepted.map(({ facts }) => facts)).toEqual([
      [{ kind: 'file', transfer: 'si s1', name: 'plan.pdf', size: 1024, accepted: null }],
      [{ kind: 'file', transfer: 'si s1', name: '', size: null, accepted: true }],
    ]);
    const forbidden = `<error type='cancel'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    const refused = read([record(iq('set', '1', si)), record(iq('error', '1', forbidden, true))]).stanzas;
    expect(refused[1]?.facts).toMatchObject([{ accepted: false }, { kind: 'diagnostic', reason: 'forbidden' }]);
  });

  const jingle = (action: string, inner: string): string =>
    `<jingle xmlns='urn:xmpp:jingle:1' action='${action}' sid='j1'>${inner}</jingle>`;

  const step = (what: string): unknown => ({ kind: 'call', step: what });

  test('Jingle offers files, which are taken or declined', () => {
    const file = `<content creator='initiator' name='f'><description xmlns='urn:xmpp:jingle:apps:file-transfer:5'><file><name>a.txt</name><size>7</size></file></description></content>`;
    const decline = `<reason><decline/></reason>`;
    const { stanzas } = read([
      record(iq('set', '1', jingle('session-initiate', file))),
      record(iq('result', '1', '', true)),
      record(iq('set', '2', jingle('session-terminate', decline), true)),
    ]);
    expect(stanzas.map(({ facts }) => facts)).toEqual([
      [{ kind: 'file', transfer: 'jingle j1', name: 'a.txt', size: 7, accepted: null }, step('offered')],
      [],
      [{ kind: 'file', transfer: 'jingle j1', name: '', size: null, accepted: false }, step('ended')],
    ]);
  });

  test('a file on a server has the name and size under which it was put there', () => {
    const slot = `<slot xmlns='urn:xmpp:http:upload:0'><put url='https://up.example/a'/><get url='https://dl.example/a.bin'/></slot>`;
    const request = `<request xmlns='urn:xmpp:http:upload:0' filename='plan b.pdf' size='2345'/>`;
    const { stanzas } = read([
      record(iq('get', 'u1', request)),
      record(iq('result', 'u1', slot, true)),
      record(chat('<body>https://dl.example/a.bin</body>')),
    ]);
    expect(stanzas.at(-1)!.facts).toMatchObject([{ kind: 'text' }, { kind: 'file', name: 'plan b.pdf', size: 2345 }]);
  });

  test('Jingle and Google Talk calls are media', () => {
    const rtp = (media: string): string =>
      `<content name='${media}'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='${media}'/></content>`;
    expect(factsOf(iq('set', '1', jingle('session-initiate', rtp('audio') + rtp('video'))))).toEqual([
      { kind: 'media', media: 'audio', port: null },
      { kind: 'media', media: 'video', port: null },
      step('offered'),
    ]);
    const google = `<session xmlns='http://www.google.com/session' type='initiate' id='1'><pho:description xmlns:pho='http://www.google.com/session/phone'/></session>`;
    expect(factsOf(iq('set', '1', google))).toEqual([{ kind: 'media', media: 'audio', port: null }, step('offered')]);
  });

  test('a link shared beside a message is a file', () => {
    const link = `<body>https://up.example/a/b%20c.png</body><x xmlns='jabber:x:oob'><url>https://up.example/a/b%20c.png</url></x>`;
    expect(factsOf(chat(link))).toEqual([
      text('https://up.example/a/b%20c.png'),
      {
        kind: 'file',
        transfer: null,
        name: 'b c.png',
        size: null,
        accepted: null,
        link: 'https://up.example/a/b%20c.png',
      },
    ]);
  });

  test('any other iq is only counted', () => {
    const stanza = only(read([record(iq('get', '1', `<query xmlns='jabber:iq:roster'/>`))]));
    expect(stanza).toMatchObject({ name: 'iq', payload: 'jabber:iq:roster', facts: [] });
  });
});

describe('xmpp.sniff', () => {
  test.each([
    [`<?xml version='1.0' ?>`, true],
    [`<?xml version='1.0'?><stream:stream to='a'>`, true],
    [`\uFEFF <message to='a'/>`, true],
    [`garbage\n  <presence/>`, true],
    [`</iq><iq type='get'/>`, true],
    [`<?xml version='1.0'?><soap:Envelope>`, false],
    [`<messages/>`, false],
    [`INVITE sip:a@b SIP/2.0`, false],
    [`I wrote <message> here`, false],
    ['', false],
  ])('of %j is %s', (payload, expected) => {
    expect(xmpp.sniff(encoder.encode(payload))).toBe(expected);
  });
});
