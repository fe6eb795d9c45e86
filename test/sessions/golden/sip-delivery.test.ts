/** What a conference server and clients report of texts that were sent: failures by receiver, receipts. */
import { expect, test } from 'vitest';
import { message, sessionsIn, sip, type Line } from './traffic.ts';

interface Told extends Line {
  texts: (Line['texts'][number] & { undelivered?: string[]; receipt?: string })[];
}
async function only(...files: readonly string[]): Promise<Told> {
  const sessions = await sessionsIn(...files);
  expect(sessions).toHaveLength(1);
  return sessions[0] as Told;
}

const CONFERENCE = '<sip:org@contoso.com;gruu;opaque=app:conf:chat:id:4F2A>;tag=mcu';
const toAll = { to: CONFERENCE };
const taken = (cseq: number, id: string): string =>
  sip({
    start: 'SIP/2.0 200 OK',
    cseq: `${cseq} MESSAGE`,
    ...toAll,
    headers: [`Message-Id: ${id}`],
    direction: 'incoming',
    at: 100,
  });
const refusal = (id: string, ...receivers: readonly (readonly [uri: string, status: number | null])[]): string =>
  sip({
    start: 'MESSAGE sip:alice@contoso.com SIP/2.0',
    cseq: '1 MESSAGE',
    from: CONFERENCE,
    to: '<sip:alice@contoso.com>;tag=a1',
    direction: 'incoming',
    at: 900,
    type: 'application/ms-imdn+xml',
    body: `<imdn xmlns="http://schemas.microsoft.com/2006/09/sip/imdn"><message-id>${id}</message-id>${receivers
      .map(
        ([uri, status]) => `<recipient uri="${uri}">${status === null ? '' : `<status>${status}</status>`}</recipient>`,
      )
      .join('')}</imdn>`,
  });

test('receivers whom a text in a conference did not reach are marked on that text (Message-Id)', async () => {
  const session = await only(
    message('to all', { ...toAll, cseq: '5 MESSAGE' }) +
      taken(5, '<m-1>') +
      message('again', { ...toAll, cseq: '6 MESSAGE', at: 200 }) +
      taken(6, '<m-2>') +
      refusal(
        '&lt;m-1&gt;',
        ['sip:carol@contoso.com', 408],
        ['sip:bob@fabrikam.com', null],
        ['sip:dave@contoso.com', 200],
      ),
  );
  expect(session.texts.map(({ text, undelivered, failed }) => [text, undelivered, failed])).toEqual([
    ['to all', ['bob@fabrikam.com', 'carol@contoso.com'], undefined],
    ['again', undefined, undefined],
  ]);
});

test('the notice may stand before the answer that gives the id, or in another file', async () => {
  const first = refusal('m-1', ['sip:carol@contoso.com', 480]);
  const rest = message('to all', { ...toAll, cseq: '5 MESSAGE' }) + taken(5, 'm-1');
  for (const files of [[first + rest], [first, rest], [rest, first]]) {
    expect((await only(...files)).texts).toMatchObject([{ text: 'to all', undelivered: ['carol@contoso.com'] }]);
  }
});

test('who alone was meant did not get it: the text failed', async () => {
  const session = await only(
    message('hello', { cseq: '5 MESSAGE', headers: ['Message-Id: m-7'] }) +
      message(
        '<imdn><message-id>m-7</message-id><recipient uri="sip:bob@fabrikam.com"><status>504</status></recipient></imdn>',
        {
          cseq: '1 MESSAGE',
          from: '<sip:bob@fabrikam.com>;tag=b1',
          to: '<sip:alice@contoso.com>;tag=a1',
          type: 'application/ms-imdn+xml',
          at: 500,
        },
      ),
  );
  expect(session.texts).toMatchObject([{ text: 'hello', failed: true, undelivered: ['bob@fabrikam.com'] }]);
});

test.each([
  ['<delivery-notification><status><delivered/></status></delivery-notification>', { receipt: 'delivered' }],
  ['<display-notification><status><displayed/></status></display-notification>', { receipt: 'displayed' }],
  ['<delivery-notification><status><failed/></status></delivery-notification>', { failed: true }],
])('IMDN in CPIM names the text that it answers (RFC 5438): %s', async (notice, told) => {
  const cpim = (head: string, type: string, body: string): Parameters<typeof sip>[0] => ({
    start: 'MESSAGE sip:bob@fabrikam.com SIP/2.0',
    type: 'message/cpim',
    body: `${head}NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: 34jk324j\r\n\r\nContent-Type: ${type}\r\n\r\n${body}`,
  });
  const imdn = `<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>34jk324j</message-id>${notice}</imdn>`;
  const session = await only(
    sip(cpim('From: <sip:alice@contoso.com>\r\n', 'text/plain', 'hello')) +
      sip({
        ...cpim('From: <sip:bob@fabrikam.com>\r\n', 'message/imdn+xml', imdn),
        start: 'MESSAGE sip:alice@contoso.com SIP/2.0',
        callId: 'call-2',
        from: '<sip:bob@fabrikam.com>;tag=b9',
        to: '<sip:alice@contoso.com>',
        headers: ['Ms-Conversation-ID: c1'],
        at: 500,
      }) +
      sip({ start: 'SIP/2.0 200 OK', cseq: '1 MESSAGE', headers: ['Ms-Conversation-ID: c1'] }),
  );
  expect(session.texts).toMatchObject([{ text: 'hello', ...told }]);
});

test('CPIM names who says it and to whom, whoever passes it on', async () => {
  const relayed = sip({
    start: 'MESSAGE sip:alice@contoso.com SIP/2.0',
    from: '<sip:relay@fabrikam.com>;tag=r1',
    type: 'message/cpim',
    body: 'From: Bob <im:bob@fabrikam.com>\r\nTo: <im:carol@contoso.com>\r\n\r\nContent-Type: text/plain\r\n\r\nhello',
  });
  expect((await only(relayed)).texts).toMatchObject([
    { from: 'bob@fabrikam.com', to: ['carol@contoso.com'], text: 'hello' },
  ]);
});
