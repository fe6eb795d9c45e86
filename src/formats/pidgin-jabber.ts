/**
 * Debug output of Pidgin, Finch and others on libpurple with an XMPP account; seen: version 2.14.
 *
 *     (16:55:30) jabber: Sending (ssl) (user@example.com/desk): <message …>…</message>
 *     (16:55:30) jabber: Recv (ssl)(453): <message …
 *
 * There is no date. What is received stands as it came from the network: with its length in bytes, several stanzas or a
 * part of one; a line break inside a text goes on in the next line without a head. `Sending` names the account, `Recv`
 * does not: where a file has several accounts all that is received is taken for one connection. Records of the SIPE
 * plug-in, which may stand in the same file, are read, too.
 */
import { decode } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { EitherGrammar } from './either-grammar.ts';
import { LineRecords } from './line-records.ts';
import { PurpleJabberGrammar, readHead } from './purple-jabber.ts';
import { SipeGrammar } from './sipe.ts';
import { someLine } from './some-line.ts';

const OPEN = 0x28;
const LINE_WITHIN = 600;
/** What libpurple says while it starts, often for longer than a file's beginning that is looked at. */
const OF_PURPLE =
  /^\(\d{1,2}:\d\d:\d\d(?: [AP]M)?\) (?:plugins|prefs|util|account|connection|proxy|dnsquery|blist|jabber): /;

const SAMPLE = `(16:55:29) proxy: Connected to 192.0.2.1:5222.
(16:55:30) jabber: Sending (ssl) (alice@example.com/desk): <message to='bob@example.com'><body>hi</body></message>
(16:55:31) jabber: Recv (ssl)(94): <message from='bob@example.com/x' to='alice@example.com/desk'><body>two
lines</body></message>
(16:55:31) jabber: Recv (85): <message from='bob@example.com/x' to='alice@example.com/desk'><body>in two pieces</bo
(16:55:31) jabber: Recv (13): dy></message>
(12:35:58) msn: C: NS 000: VER 4 MSNP15 CVR0
`;

export const pidginJabber: LogFormat = {
  id: 'pidgin-jabber',
  title: 'Pidgin debug output (XMPP)',
  binary: false,
  samples: [{ title: 'stanzas, one of them over two lines, and other lines', head: SAMPLE, records: 4 }],
  sniff: (head) => someLine(head, isOfPurple),
  open: (context, out) =>
    LineRecords.writer(context, out, new EitherGrammar(new SipeGrammar(context), new PurpleJabberGrammar(context))),
};

function isOfPurple(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== OPEN) return false;
  const text = decode(bytes, start, Math.min(end, start + LINE_WITHIN));
  return readHead(text) !== null || OF_PURPLE.test(text);
}
