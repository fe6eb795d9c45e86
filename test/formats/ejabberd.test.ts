import { describe, expect, test } from 'vitest';
import { ejabberd } from '../../src/formats/ejabberd.ts';
import { CUTS, accountedBytes, readLog, type ReadLog, type Reading } from './read-log.ts';
import { formatOf, saidIn } from './xmpp-log.ts';

const HEAD = '2014-09-21 04:49:25.713 [debug] <0.2365.0>@ejabberd_receiver:process_data:343 Received XML on stream = ';

function read(text: string, reading: Reading = {}): ReadLog {
  const bytes = Buffer.from(text);
  const [first, ...others] = CUTS.map((cut) => readLog(ejabberd, bytes, { ...reading, cut }));
  for (const other of others) expect(other.records).toEqual(first!.records);
  expect(accountedBytes(first!)).toBe(bytes.length);
  return first!;
}

describe('ejabberd', () => {
  test('gives flow, direction and time in the zone that was named', () => {
    const text = `${HEAD}<<"<iq type='get'/>">>\n`;
    expect(read(text, { timeZone: 'America/New_York' }).records[0]).toMatchObject({
      place: { offset: 0, length: text.length },
      time: Date.UTC(2014, 8, 21, 8, 49, 25, 713),
      timeSource: 'assumed-zone',
      direction: 'in',
      flow: '<0.2365.0> in',
      kind: 'xmpp',
      payload: "<iq type='get'/>",
    });
  });

  test('names the connection of newer heads and takes their zone', () => {
    const head =
      '2021-05-10 10:20:30.123456+02:00 [info] <0.562.0>@x (tls|<0.561.0>) Send XML on stream = <<"<a/>">>\n';
    expect(read(head).records[0]).toMatchObject({
      time: Date.UTC(2021, 4, 10, 8, 20, 30, 123) + 0.456,
      timeSource: 'log',
      direction: 'out',
      flow: '<0.561.0> out',
    });
  });

  test('undoes the escapes of Erlang', () => {
    const terms: [string, string][] = [
      [String.raw`<<"<a b=\"c\">\n\\\t</a>">>`, '<a b="c">\n\\\t</a>'],
      [String.raw`<<"\xe9\x{e9}\351">>`, '\xe9\xe9\xe9'],
      [String.raw`<<"\x{20AC}"/utf8>>`, '\xe2\x82\xac'],
      ['<<60,109,101,62>>', '<me>'],
      ['<<"<a>",195,169,"</a>">>', '<a>\xc3\xa9</a>'],
      ['"<presence/>"', '<presence/>'],
      ['<<>>', ''],
      ['<<"a > b >> c">>', 'a > b >> c'],
    ];
    for (const [term, content] of terms) expect(read(`${HEAD}${term}\n`).records[0]?.payload).toBe(content);
  });

  test('joins terms over several lines, and ends one that was cut at the next head', () => {
    const text = `${HEAD}<<"<a>"\n  "</a>">>\n${HEAD}<<60,97,\n  47,62>>\n${HEAD}<<"<b\nc/>">>\n${HEAD}<<"<cut\n${HEAD}<<"<d/>">>\n`;
    const { records, issues } = read(text);
    expect(records.map(({ payload }) => payload)).toEqual(['<a></a>', '<a/>', '<b\nc/>', '<cut', '<d/>']);
    expect(issues).toEqual({ 'record-truncated': 1, 'time-assumed': 5 });
  });

  test('passes over other lines', () => {
    const text = `2014-09-21 04:49:25.713 [info] <0.1.0>@x:y:1 hello\n${HEAD}<<"<d/>">>\n\n`;
    expect(read(text).issues).toEqual({ 'text-between-records': 1, 'time-assumed': 1 });
  });

  test('takes the time of the line before, as reports of version 2 have it', () => {
    const text =
      '=INFO REPORT==== 21-Sep-2014::04:49:25 ===\nD(<0.365.0>:ejabberd_receiver:320) : Received XML on stream = "<iq/>"\n';
    expect(read(text).records[0]).toMatchObject({ time: Date.UTC(2014, 8, 21, 4, 49, 25), flow: '<0.365.0> in' });
  });

  test('gives received stanzas their sender: versions from 17 on', () => {
    const line = (text: string): string =>
      `2021-05-10 10:20:30.123456+00:00 [info] <0.562.0>@x:y/3:1 (tls|<0.562.0>) ${text}\n`;
    const received = line(
      String.raw`Received XML on stream = <<"<message to=\"b@b.test\"><body>hi</body></message>">>`,
    );
    const authenticated = line(
      'Accepted c2s SCRAM-SHA-512 authentication for alice@a.test by mnesia backend from 127.0.0.1',
    );
    expect(saidIn(read(authenticated + received))).toEqual(['alice@a.test -> b@b.test: hi']);
    const opened = line('Opened c2s session for alice@a.test/desk');
    expect(saidIn(read(opened + authenticated + received))).toEqual(['alice@a.test/desk -> b@b.test: hi']);
    expect(saidIn(read(line('Failed c2s PLAIN authentication for alice@a.test: no') + received))).toEqual([
      'null -> b@b.test: hi',
    ]);
  });

  test('takes the two processes of a connection together: versions before 17', () => {
    const opened =
      '2014-09-21 04:49:25.713 [info] <0.2401.0>@ejabberd_c2s:x:1106 ({socket_state,p1_tls,{tlssock,#Port<0.1>,#Port<0.2>},<0.2365.0>}) Opened session for alice@a.test/desk\n';
    const received = `${HEAD}<<"<message to='b@b.test'><body>hi</body></message>">>\n`;
    const sent = (process: string): string =>
      `2014-09-21 04:49:26.713 [debug] <${process}>@ejabberd_c2s:send_text:1834 Send XML on stream = <<"<presence/>">>\n`;
    const log = read(opened + received + sent('0.2401.0'));
    expect(log.records.map(({ flow }) => flow)).toEqual(['<0.2365.0> in', '<0.2365.0> out']);
    expect(saidIn(log)).toEqual(['alice@a.test/desk -> b@b.test: hi']);
    expect(read(received + sent('0.2366.0')).records[1]?.flow).toBe('<0.2365.0> out');
    expect(read(received + sent('0.2367.0')).records[1]?.flow).toBe('<0.2367.0> out');
  });

  test('joins a stanza over several records of a connection', () => {
    const text =
      `${HEAD}<<"<message to='b@b.test'><bo">>\n` +
      `2014-09-21 04:49:25.714 [debug] <0.9.0>@ejabberd_receiver:process_data:343 Received XML on stream = <<"<presence/>">>\n` +
      `${HEAD}<<"dy>hi</body></message>">>\n`;
    expect(saidIn(read(text))).toEqual(['null -> b@b.test: hi']);
  });

  test('is known by its modules before any stanza', () => {
    expect(
      formatOf('2023-01-02 03:04:05.678901+00:00 [info] <0.117.0>@ejabberd_app:start/2:60 ejabberd 23.01 is started\n'),
    ).toBe('ejabberd');
  });
});
