import { expect, test } from 'vitest';
import { expressway } from '../../src/formats/expressway.ts';
import { OK, describeSipLog, readSipLog, sipMessage, texts, plain } from './sip-log-cases.ts';

function block(message: string): string {
  const lines = message.replaceAll('\r\n', '\n').split('\n');
  return ` SIPMSG:\n |${lines.join('\n ')}|\n`;
}

describeSipLog(expressway, {
  write(message, direction, second) {
    const other = direction === 'in' ? 'Src' : 'Dst';
    const action = direction === 'in' ? 'Received' : 'Sent';
    return `2017-03-02T08:10:4${second}.240+01:00 vcse tvcs: UTCTime="2017-03-02 07:10:4${second},240" Module="network.sip" Level="DEBUG":  Action="${action}" Local-ip="192.0.2.47" Local-port="25002" ${other}-ip="192.0.2.6" ${other}-port="5061" Msg-Hash="1370791"\n${block(message)}`;
  },
  noise:
    '2017-03-02T08:10:46.241+01:00 vcse tvcs: UTCTime="2017-03-02 07:10:46,241" Module="developer.iwf" Level="DEBUG" Method="x"',
});

test('expressway gives UTC and both ends', () => {
  const text = `2017-09-19T14:16:15.836-04:00 vcsc tvcs: UTCTime="2017-09-19 18:16:15,830" Module="network.sip" Level="DEBUG": Action=" Received " Local-ip=" 192.0.2.5 " Local-port="26847" Src-ip=" 2001:db8::6 " Src-port="7003"\nSIPMSG:\n|${plain(OK)}\n\n|\n`;
  expect(readSipLog(expressway, text, { timeZone: 'Asia/Tokyo' }).records[0]).toMatchObject({
    time: Date.UTC(2017, 8, 19, 18, 16, 15, 830),
    timeSource: 'log',
    direction: 'in',
    local: { host: '192.0.2.5', port: 26847 },
    remote: { host: '2001:db8::6', port: 7003 },
    complete: true,
  });
});

test.each([
  ['Src-ip="192.0.2.75"  Src-port="64981"', 'in'],
  ['Dst-ip="192.0.2.75"  Dst-port="64981" ', 'out'],
])('expressway before X8 says by %s that a message goes %s', (ends, direction) => {
  const text = `2012-12-11T03:06:53+00:00 cisco tvcs: UTCTime="2012-12-11 03:06:53,142" Module="network.sip" Level="DEBUG":  ${ends}\n SIPMSG:\n |${plain(OK).replaceAll('\n', '\n ')}\n |\n`;
  const log = readSipLog(expressway, text);
  expect(texts(log)).toEqual([plain(OK)]);
  expect(log.records[0]).toMatchObject({ direction, remote: { host: '192.0.2.75', port: 64981 }, local: null });
});

test('expressway takes a bar at the end of a body’s line for what it is', () => {
  const message = sipMessage('a |\r\nb|\r\nc');
  const head =
    '2012-12-11T03:06:53+00:00 cisco tvcs: UTCTime="2012-12-11 03:06:53,142" Module="network.sip" Level="DEBUG":  Src-ip="192.0.2.75"  Src-port="64981"\n';
  expect(texts(readSipLog(expressway, head + block(message) + head + block(OK)))).toEqual([plain(message), plain(OK)]);
});

test('expressway passes over a summary of a message', () => {
  const text =
    '2020-11-18T19:55:58 vcs tvcs: UTCTime="2020-11-18 19:55:58,980" Module="network.sip" Level="INFO":  Action="Received" Local-ip="192.0.2.34" Local-port="26999" Src-ip="192.0.2.206" Src-port="5060" Detail="Receive Response Code=100"\n';
  expect(readSipLog(expressway, text).issues).toEqual({ 'other-record': 1 });
});
