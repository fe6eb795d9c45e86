/**
 * SIP messages made to break parsers (RFC 4475 and its drafts), each read as one record. What an archive must do with them
 * differs from what a server must: a message that can be placed in a session is kept, however wrong it is.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IssueCode, SipMessage } from '../../src/model.ts';
import { flowOf, readRecords, recordOf } from '../protocols/sip-records.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
const FOLDER = join(CORPUS, 'torture');
const absent = existsSync(FOLDER) ? '' : ` (skipped: no corpus at ${CORPUS})`;

type Verdict = 'read' | 'refused';
type Expected = Partial<
  Pick<SipMessage, 'method' | 'status' | 'cseq' | 'callId' | 'from' | 'to' | 'fromTag' | 'toTag'>
>;

const MEDIA = ['audio', 'video'];

/** File, verdict, why; what of it must be so; media of its SDP; issues. */
// prettier-ignore
const ROWS: readonly [file: string, verdict: Verdict, reason: string, expected?: Expected, media?: string[], issues?: IssueCode[]][] = [
  ['RSP-2_data1.msg', 'refused', 'no Call-ID and no CSeq: it belongs to no session', {}, [], ['sip-malformed']],
  ['RSP-2_data2.msg', 'refused', 'no Call-ID', {}, [], ['sip-malformed']],
  ['RSP-3_data1.msg', 'refused', 'no start line', {}, [], ['sip-malformed']],
  ['RSP-3_data2.msg', 'read', 'LF for CR LF explains the wrong Content-Length', { method: 'MESSAGE', from: 'bob@example.com' }, [], ['sip-length-wrong']],
  ['RSP-3_data3.msg', 'refused', 'no start line', {}, [], ['sip-malformed']],
  ['badaspec.dat', 'read', 'blanks inside <> do not hide the address', { to: 't.watson@example.org', from: 'a.g.bell@example.com' }],
  ['badbranch.dat', 'read', 'a branch is not needed to place it', { method: 'OPTIONS', cseq: 8 }],
  ['baddate.dat', 'read', 'the Date header is not read: times are the log’s', { method: 'INVITE' }, MEDIA],
  ['baddn.dat', 'read', 'an unquoted comma in a display name before <>; no empty line at the end', { from: 'a.g.bell@example.com', fromTag: '43' }],
  ['badinv01.dat', 'read', 'empty parameters in Via and Contact', { to: 'j.user@example.com' }, MEDIA],
  ['badvers.dat', 'read', 'SIP/7.0 is SIP: what was sent is kept', { from: 'a.g.bell@example.com' }],
  ['bcast.dat', 'read', 'a stray answer is still an answer', { method: 'INVITE', status: 200, toTag: '2229' }, MEDIA],
  ['bext01.dat', 'read', 'extensions are the parties’ affair', { method: 'OPTIONS' }],
  ['bigcode.dat', 'refused', 'a status code of ten digits says nothing', {}, [], ['sip-malformed']],
  ['clerr.dat', 'read', 'the datagram ends before Content-Length: the offer that is there is read', { method: 'INVITE' }, MEDIA, ['sip-body-short']],
  ['cparam01.dat', 'read', 'unknown parameter of a bare Contact', { method: 'REGISTER' }],
  ['cparam02.dat', 'read', 'unknown parameter of a URI', { method: 'REGISTER' }],
  ['dblreq.dat', 'read', 'two requests in one datagram: a log glues them too, so both are read', { method: 'REGISTER' }, [], ['sip-length-wrong']],
  ['esc01.dat', 'read', 'escapes of plain letters are undone, an escaped @ stays', { to: 'user@example.com', from: 'i%20have%20spaces@example.net' }, MEDIA],
  ['esc02.dat', 'read', 'a percent sign in a method escapes nothing', { method: 'RE%47IST%45R', from: 'resource@example.com' }],
  ['escnull.dat', 'read', 'an escaped NUL stays escaped', { to: 'null-%00-null@example.com' }],
  ['escruri.dat', 'read', 'headers in the Request-URI', { method: 'INVITE' }, MEDIA],
  ['insuf.dat', 'refused', 'no Call-ID, From or To', {}, [], ['sip-malformed']],
  ['intmeth.dat', 'read', 'every token character in the method, NUL and DEL in a quoted name, ; ? , in a user part', { cseq: 139122385, from: 'mundane@example.com', to: "1_unusual.uri~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com" }],
  ['inv2543.dat', 'read', 'RFC 2543: no branch, no tag, no Content-Length', { fromTag: null, from: '+13035551111@ift.client.example.net' }, ['audio']],
  ['invut.dat', 'read', 'an unknown body type in an INVITE is no text', { method: 'INVITE' }],
  ['longreq.dat', 'read', 'long values and 34 Via fields in every spelling', { cseq: 3882340, to: 'user@example.com' }, MEDIA],
  ['ltgtruri.dat', 'read', 'Request-URI in angle brackets', { method: 'INVITE' }, MEDIA],
  ['lwsdisp.dat', 'read', 'no blank between name and <', { from: 'caller@example.com', fromTag: '323' }],
  ['lwsruri.dat', 'read', 'a blank inside the Request-URI', { method: 'INVITE', cseq: 2130706432 }, MEDIA],
  ['lwsstart.dat', 'read', 'several blanks in the start line', { method: 'INVITE' }, MEDIA],
  ['mcl01.dat', 'read', 'two Content-Lengths, both wrong: the record ends the body', { method: 'OPTIONS' }, [], ['sip-length-wrong']],
  ['mismatch01.dat', 'read', 'CSeq names another method: the start line counts', { method: 'OPTIONS' }],
  ['mismatch02.dat', 'read', 'CSeq names another, unknown method', { method: 'NEWMETHOD' }],
  ['mpart01.dat', 'read', 'text beside a binary part', { method: 'MESSAGE', from: 'fluffy@example.com' }],
  ['multi01.dat', 'read', 'repeated single fields: the first of each counts', { cseq: 5, callId: 'multi01.98asdh@192.0.2.1', to: 'user@example.com' }, MEDIA],
  ['ncl.dat', 'read', 'a negative Content-Length is none: the record ends the body', { cseq: 0 }, MEDIA],
  ['noreason.dat', 'read', 'an empty reason phrase', { status: 100 }],
  ['novelsc.dat', 'read', 'a Request-URI of another scheme', { method: 'OPTIONS' }],
  ['quotbal.dat', 'read', 'a quote that never closes is no quote', { to: 'j.user@example.com', from: 'caller@example.net' }, MEDIA],
  ['regaut01.dat', 'read', 'an unknown authorisation scheme', { method: 'REGISTER' }],
  ['regbadct.dat', 'read', 'a Contact that should be in brackets', { method: 'REGISTER' }],
  ['regescrt.dat', 'read', 'an escaped header in a Contact', { method: 'REGISTER' }],
  ['scalar02.dat', 'read', 'a CSeq above 2^53 has no exact number', { cseq: null, method: 'REGISTER' }],
  ['scalarlg.dat', 'read', 'the same in an answer', { cseq: null, method: 'OPTIONS', status: 503 }],
  ['sdp01.dat', 'read', 'what is accepted in return is the parties’ affair', { method: 'INVITE' }, MEDIA],
  ['semiuri.dat', 'read', 'a semicolon in the user part', { from: 'caller@example.org' }],
  ['test.dat', 'refused', 'no SIP version in the start line and no CSeq', {}, [], ['sip-malformed']],
  ['transports.dat', 'read', 'unknown transports', { method: 'OPTIONS' }],
  ['trws.dat', 'read', 'blanks at the end of the start line', { method: 'OPTIONS' }],
  ['unkscm.dat', 'read', 'an unknown URI scheme', { method: 'OPTIONS' }],
  ['unksm2.dat', 'read', 'other schemes in To and From stay whole', { to: 'isbn:2983792873', from: 'http://www.example.com' }],
  ['unreason.dat', 'read', 'UTF-8 in the reason phrase', { status: 200 }, MEDIA],
  ['wsinv.dat', 'read', 'folding and blanks wherever they may be', { method: 'INVITE', cseq: 9, from: 'jdrosen@example.com', fromTag: '98asjd8', toTag: '1918181833n' }, MEDIA],
  ['zeromf.dat', 'read', 'Max-Forwards 0', { method: 'OPTIONS' }],
];

describe.skipIf(absent !== '')('torture' + absent, () => {
  test('every file has a row', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(ROWS.map(([file]) => file).sort());
  });

  test.each(ROWS)('%s is %s: %s', (file, verdict, _reason, expected = {}, media = [], issues = []) => {
    const outcome = readRecords([recordOf(new Uint8Array(readFileSync(join(FOLDER, file))))]);
    expect(outcome.issues).toEqual(issues);
    expect(outcome.sip).toHaveLength(verdict === 'refused' ? 0 : file === 'dblreq.dat' ? 2 : 1);
    if (verdict === 'refused') return;
    expect(outcome.sip[0]).toMatchObject(expected);
    expect(outcome.sip[0]?.facts.flatMap((fact) => (fact.kind === 'media' ? [fact.media] : []))).toEqual(media);
  });

  test.each(ROWS.map(([file]) => file))('%s cut anywhere, or on a connection, does not throw', (file) => {
    const bytes = new Uint8Array(readFileSync(join(FOLDER, file)));
    for (let end = 0; end < bytes.length; end += 1) readRecords([recordOf(bytes.subarray(0, end))]);
    for (const size of [1, 7, 500]) readRecords(flowOf(bytes, [size], { kind: null }));
  });
});
