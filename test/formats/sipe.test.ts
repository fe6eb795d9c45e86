import { expect, test } from 'vitest';
import { sipe } from '../../src/formats/sipe.ts';
import { OK, describeSipLog, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

describeSipLog(sipe, {
  write(message, direction, second) {
    const name = `${(direction === 'in' ? '<' : '>').repeat(10)} SIP(0x55d0c0) - 2013-02-01T12:35:5${second}.123456Z`;
    return `(12:35:5${second}) sipe: \nMESSAGE START ${name}\n${message}\nMESSAGE END ${name}\n`;
  },
  noise: '(12:35:58) sipe: process_input_message: removing CSeq 6',
  // Heads of the same kind inside a body end the message, as long as its end mark cannot be looked for.
  flat: true,
});

describeSipLog(sipe, {
  write: (message, direction, second) =>
    `(12:19:2${second}) sipe: \n\n${direction === 'in' ? 'received' : 'sending'} - Tue Aug  5 12:19:2${second} 2008\n\n######\n${message}\n######${direction === 'in' ? '#' : ''}\n\n`,
  noise: '(12:19:21) sipe: in process response response: 404',
  flat: true,
});

test('sipe takes an end mark with another name for a part of the body', () => {
  const name = '<<<<<<<<<< SIP - 2016-09-28T14:46:40.153566Z';
  const message = sipMessage('see\r\nMESSAGE END >>>>>>>>>> SIP - 2016-09-28T14:46:39.153566Z\r\nthere');
  const text = `MESSAGE START ${name}\n${message.replaceAll('\r\n', '\n')}\nMESSAGE END ${name}\n`;
  expect(texts(readSipLog(sipe, text))).toEqual([plain(message)]);
});

test('sipe before 2010 gives local time, and a message without a head', () => {
  const message = sipMessage('a\r\nb');
  const text = `received - Tue Aug  5 12:19:21 2008\n\n######\n${plain(message)}\n#######\n\n######\n${OK}\n#######\n`;
  const log = readSipLog(sipe, text, { timeZone: 'Europe/Paris' });
  expect(texts(log)).toEqual([plain(message), plain(OK)]);
  expect(log.records[0]).toMatchObject({ time: Date.UTC(2008, 7, 5, 10, 19, 21), direction: 'in', complete: true });
  expect(log.records[1]).toMatchObject({ time: null, direction: null });
});

test('sipe passes over safe debugging and HTTP', () => {
  const http = '<<<<<<<<<< HTTP(0x5) - 2016-09-28T14:46:40.153566Z';
  const text = `(10:38:48) sipe: MESSAGE <<<<<<<<<< SIP(0x558879d972b0)\n(10:38:48) sipe: MESSAGE >>>>>>>>>> SIP(0x558879d972b0)\nMESSAGE START ${http}\nHTTP/1.1 200 OK\n\nMESSAGE END ${http}\n`;
  const log = readSipLog(sipe, text);
  expect(log.records).toEqual([]);
  expect(log.issues).toEqual({ 'other-record': 3 });
});
