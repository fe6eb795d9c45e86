import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asterisk } from '../../src/formats/asterisk.ts';
import { pjsip } from '../../src/formats/pjsip.ts';
import { prefixedSip } from '../../src/formats/prefixed-sip.ts';
import { accountedBytes, readLog } from './read-log.ts';
import { OK, plain, sipMessage, texts } from './sip-log-cases.ts';

const HEAD = '<--- SIP read from UDP:192.0.2.1:5064 --->\n';
const MARK = '\n<------------->\n';

describe('HeadedMessages', () => {
  test('takes time by the length of the log where every length in it is wrong', () => {
    const logs = [
      [asterisk, `${HEAD}${sipMessage('x', 'a', 9_999_999)}${MARK}`],
      [prefixedSip, '> MESSAGE sip:a@b SIP/2.0\n> Call-ID: a\n> Content-Length: 9999999\n> \n> x\n'],
    ] as const;
    for (const [format, one] of logs) {
      const count = Math.ceil(1e6 / one.length);
      const start = performance.now();
      expect(readLog(format, one.repeat(count)).records).toHaveLength(count);
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });

  test('cuts a message that is longer than 16 MiB and goes on behind it', () => {
    const body = `${'y'.repeat(1022)}\n`.repeat(17 * 1024);
    const text = `${HEAD}${sipMessage(body)}${MARK}${HEAD}${OK}${MARK}`;
    const log = readLog(asterisk, text);
    expect(texts(log).at(-1)).toBe(plain(OK));
    expect(log.issues['record-too-long']).toBeGreaterThan(0);
    expect(accountedBytes(log)).toBe(Buffer.byteLength(text));
  });

  test('gives a body the CRs back that the log left out, and leaves it where it has its length without', () => {
    const message = sipMessage('two\r\nlines');
    const written = (text: string): string => `${HEAD}${text}${MARK}`.replaceAll('\r\n', '\n');
    expect(readLog(asterisk, written(message)).records[0]?.payload).toBe(message);
    const bare = sipMessage('two\nlines').replaceAll('\r\n', '\n');
    expect(readLog(asterisk, written(bare)).records[0]?.payload).toBe(bare);
  });

  test('gives any messages with any bodies as they were written', () => {
    const line = fc.oneof(
      fc.constantFrom('', '--end msg--', 'SIP/2.0 200 OK', 'a: b', '18:14:38.687  tsx0x1  .x', '  folded'),
      fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    );
    const body = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\r\n'));
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 4 }), (bodies) => {
        const messages = bodies.map((each, index) => sipMessage(each, `c${index}`));
        const log = messages
          .map(
            (each) =>
              `18:14:38.687 pjsua_core.c .RX ${Buffer.byteLength(each)} bytes Request msg X/cseq=1 (r) from UDP 192.0.2.1:5060:\n${each}\n--end msg--\n`,
          )
          .join('18:14:38.700 endpoint  .x\n');
        const read = readLog(pjsip, log);
        expect(read.records.map(({ payload }) => Buffer.from(payload, 'latin1').toString())).toEqual(messages);
        expect(accountedBytes(read)).toBe(Buffer.byteLength(log));
      }),
      { numRuns: 300 },
    );
  });
});
