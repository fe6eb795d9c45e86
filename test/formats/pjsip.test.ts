import { expect, test } from 'vitest';
import { pjsip } from '../../src/formats/pjsip.ts';
import { OK, describeSipLog, readSipLog } from './sip-log-cases.ts';

function head(message: string, direction: string, second: number): string {
  const size = Buffer.byteLength(message);
  return direction === 'in'
    ? `18:14:3${second}.687           pjsua_core.c  .RX ${size} bytes Request msg MESSAGE/cseq=1 (rdata0xd50060) from TLS 192.0.2.72:5061:`
    : `18:14:3${second}.690           pjsua_core.c  ....TX ${size} bytes Response msg 200/MESSAGE/cseq=1 (tdta0x53f8afc) to TLS 192.0.2.72:5061:`;
}

describeSipLog(pjsip, {
  write: (message, direction, second) => `${head(message, direction, second)}\n${message}\n--end msg--\n`,
  noise: '18:14:38.700         tsx0x53f540c  .State changed from Null to Calling, event=TX_MSG',
});

const SYSLOG = '2022-02-07 19:01:46\tDaemon.Info\t192.0.2.203\tFeb  7 19:01:46 phoneapp[1088]: ';

describeSipLog(pjsip, {
  write: (message, direction, second) =>
    `pjsip: ${head(message, direction, second)}\n${message}\n--end msg--`
      .split('\n')
      .map((line) => `${SYSLOG}${line}`.replace(/ (\r?)$/, '$1') + '\n')
      .join(''),
  noise: '2022-02-07 19:01:46\tDaemon.Info\t192.0.2.203\tFeb  7 19:01:46 ktconfig[856]: Settings: other',
});

test('pjsip gives peer and transport, and takes the day from the file’s last change', () => {
  const text = `${head(OK, 'out', 8)}\n${OK}\n--end msg--\n`;
  expect(readSipLog(pjsip, text, { modified: Date.UTC(2022, 1, 7, 20) }).records[0]).toMatchObject({
    time: Date.UTC(2022, 1, 7, 18, 14, 38, 690),
    direction: 'out',
    remote: { host: '192.0.2.72', port: 5061, transport: 'tls' },
    complete: true,
    place: { offset: 0, length: text.length },
  });
});

test('pjsip takes date and milliseconds from the two clocks of a syslog line', () => {
  const line = `${SYSLOG}pjsip: 19:01:46.743   pjsua_core.c  .RX 66 bytes Response msg 200/MESSAGE/cseq=1 (rdata0x1) from UDP6 [2001:db8::1]:5060:\n`;
  const text =
    line +
    OK.split('\r\n')
      .slice(0, -1)
      .map((each) => `${SYSLOG}${each}\n`)
      .join('') +
    `${SYSLOG}--end msg--\n`;
  expect(readSipLog(pjsip, text).records[0]).toMatchObject({
    time: Date.UTC(2022, 1, 7, 19, 1, 46, 743),
    remote: { host: '2001:db8::1', port: 5060, transport: 'udp' },
  });
});
