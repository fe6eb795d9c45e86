import { expect, test } from 'vitest';
import { uccapi } from '../../src/formats/uccapi.ts';
import { OK, describeSipLog, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

const HEAD = '01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: ';

describeSipLog(uccapi, {
  write(message, direction, second) {
    const head = `01/15/2012|11:30:1${second}.163 1A2C:1B40 INFO  :: `;
    const size = Buffer.byteLength(message);
    const packet =
      direction === 'in'
        ? `Data Received -10.0.0.5:5061 (To Local Address: 10.0.0.10:50123) ${size} bytes`
        : `Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) ${size} bytes`;
    return `${head}${packet}:\n${head}${message}\n${head}End of ${packet}\n`;
  },
  noise: '01/15/2012|11:30:10.164 1A2C:1B40 TRACE :: CUccSession::Do',
});

test('uccapi reads Windows Messenger 5, which writes no date and no packet’s head', () => {
  const head = '10:38:58.520 33C:B00 INFO :: ';
  const text = `${head}${sipMessage('hi')}\r\n${head}other\r\n${head}${OK}`;
  const log = readSipLog(uccapi, text, { modified: Date.UTC(2005, 2, 1, 12) });
  expect(texts(log)).toEqual([plain(sipMessage('hi')), plain(OK)]);
  expect(log.records[0]).toMatchObject({ time: Date.UTC(2005, 2, 1, 10, 38, 58, 520), direction: null });
});

test('uccapi gives a packet without an end mark, and says that it was cut', () => {
  const text = `${HEAD}Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) 900 bytes:\n${HEAD}${sipMessage('cut', 'a', 600)}\n${HEAD}other\n`;
  const log = readSipLog(uccapi, text);
  expect(log.records).toHaveLength(1);
  expect(log.issues['record-truncated']).toBe(1);
});
