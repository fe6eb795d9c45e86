/** How long audio and video ran, who held them, and on which ports (RFC 3264). */
import { describe, expect, test } from 'vitest';
import type { Fact, MediaUse, Message, Modality } from '../../src/model.ts';
import { readSdp } from '../../src/protocols/sdp.ts';
import { at, sessionsOf, sip } from './messages.ts';

const S = 1_000;
type Flow = 'sendonly' | 'recvonly' | 'inactive';
const line = (media: Modality, port: number, flow?: Flow): Fact => ({
  kind: 'media',
  media,
  port,
  ...(flow !== undefined && { flow }),
});
const request = (method: string, cseq: number, seconds: number, ...facts: Fact[]): Message =>
  sip({ method, cseq, time: at(seconds * S), toTag: cseq === 1 ? null : 'b', facts });
const answer = (method: string, status: number, cseq: number, seconds: number, ...facts: Fact[]): Message =>
  sip({ method, status, cseq, time: at(seconds * S), toTag: 'b', facts });

function uses(...messages: Message[]): MediaUse[] {
  const [session, ...none] = sessionsOf(messages);
  expect(none).toEqual([]);
  return session?.media ?? [];
}
/** `audio 2-60` in seconds. */
const spelled = ({ media, start, end }: Pick<MediaUse, 'media' | 'start' | 'end'>): string =>
  `${media} ${seconds(start)}-${seconds(end)}`;
const seconds = (time: number | null): string => (time === null ? '?' : String((time - at(0)) / S));
const holds = ({ holds: all }: MediaUse): string[] =>
  all.map(({ by, start, end }) => `${by.split('@')[0]} ${seconds(start)}-${seconds(end)}`);

describe('mediaOf', () => {
  test('runs from the answer to the BYE, with both ports', () => {
    const [audio, ...none] = uses(
      request('INVITE', 1, 0, line('audio', 50_000)),
      answer('INVITE', 180, 1, 1),
      answer('INVITE', 200, 1, 5, line('audio', 49_170)),
      request('BYE', 2, 65),
    );
    expect(none).toEqual([]);
    expect(audio).toMatchObject({ media: 'audio', by: 'alice@contoso.com', taken: true, ports: [50_000, 49_170] });
    expect(spelled(audio!)).toBe('audio 5-65');
  });

  test('does not run where the answer refuses the medium or the call', () => {
    const offer = [line('audio', 50_000), line('video', 50_002)];
    const partly = uses(request('INVITE', 1, 0, ...offer), answer('INVITE', 200, 1, 5, line('audio', 49_170)));
    expect(partly.map(({ media, taken }) => [media, taken])).toEqual([
      ['audio', true],
      ['video', false],
    ]);
    const refused = uses(request('INVITE', 1, 0, ...offer), answer('INVITE', 486, 1, 5));
    expect(refused.map(({ media, taken, start }) => [media, taken, start])).toEqual([
      ['audio', false, null],
      ['video', false, null],
    ]);
  });

  test('is one use after an authentication round', () => {
    const found = uses(
      request('INVITE', 1, 0, line('audio', 50_000)),
      answer('INVITE', 407, 1, 1),
      sip({ method: 'INVITE', cseq: 2, time: at(2 * S), facts: [line('audio', 50_000)] }),
      answer('INVITE', 200, 2, 5, line('audio', 49_170)),
    );
    expect(found.map(spelled)).toEqual(['audio 5-?']);
  });

  test('takes the description of a provisional answer where the final one has none', () => {
    const found = uses(
      request('INVITE', 1, 0, line('audio', 50_000)),
      answer('INVITE', 183, 1, 1, line('audio', 49_170)),
      answer('INVITE', 200, 1, 5),
    );
    expect(found.map(({ ports }) => ports)).toEqual([[50_000, 49_170]]);
    expect(found.map(spelled)).toEqual(['audio 5-?']);
  });

  test('adds and removes a medium by re-INVITE and UPDATE', () => {
    const found = uses(
      request('INVITE', 1, 0, line('audio', 1)),
      answer('INVITE', 200, 1, 5, line('audio', 2)),
      request('INVITE', 2, 20, line('audio', 1), line('video', 3)),
      answer('INVITE', 200, 2, 21, line('audio', 2), line('video', 4)),
      request('UPDATE', 3, 40, line('audio', 1)),
      answer('UPDATE', 200, 3, 41, line('audio', 2)),
      request('BYE', 4, 60),
    );
    expect(found.map(spelled)).toEqual(['audio 5-60', 'video 21-41']);
  });

  test('tells who held it and how long', () => {
    const [audio] = uses(
      request('INVITE', 1, 0, line('audio', 1)),
      answer('INVITE', 200, 1, 5, line('audio', 2)),
      request('INVITE', 2, 10, line('audio', 1, 'sendonly')),
      answer('INVITE', 200, 2, 11, line('audio', 2, 'recvonly')),
      request('INVITE', 3, 20, line('audio', 1)),
      answer('INVITE', 200, 3, 21, line('audio', 2)),
      request('INVITE', 4, 30, line('audio', 1)),
      answer('INVITE', 200, 4, 31, line('audio', 2, 'inactive')),
      request('BYE', 5, 40),
    );
    expect(holds(audio!)).toEqual(['alice 11-21', 'bob 31-40']);
  });

  test('leaves the call as it is where a re-INVITE is refused', () => {
    const [audio] = uses(
      request('INVITE', 1, 0, line('audio', 1)),
      answer('INVITE', 200, 1, 5, line('audio', 2)),
      request('INVITE', 2, 10, line('audio', 1, 'sendonly')),
      answer('INVITE', 491, 2, 11),
    );
    expect(holds(audio!)).toEqual([]);
  });

  test('goes by one side where the log shows only that', () => {
    const [audio] = uses(
      request('INVITE', 7, 10, line('audio', 1, 'sendonly')),
      request('INVITE', 8, 20, line('audio', 1)),
      request('BYE', 9, 30),
    );
    expect(spelled(audio!)).toBe('audio 10-30');
    expect(holds(audio!)).toEqual(['alice 10-20']);
  });
});

describe('readSdp', () => {
  const flows = (...lines: string[]): unknown[] =>
    readSdp(['v=0', ...lines, ''].join('\r\n')).map((fact) => (fact.kind === 'media' ? [fact.media, fact.flow] : fact));

  test('reads who sends, of a medium and of all', () => {
    expect(flows('m=audio 1 RTP/AVP 0', 'a=sendonly', 'm=video 2 RTP/AVP 34')).toEqual([
      ['audio', 'sendonly'],
      ['video', undefined],
    ]);
    expect(flows('a=inactive', 'm=audio 1 RTP/AVP 0', 'm=video 2 RTP/AVP 34', 'a=sendrecv')).toEqual([
      ['audio', 'inactive'],
      ['video', undefined],
    ]);
  });

  test('reads a hold by an address that is none (RFC 2543)', () => {
    expect(flows('c=IN IP4 0.0.0.0', 'm=audio 1 RTP/AVP 0')).toEqual([['audio', 'inactive']]);
    expect(flows('c=IN IP4 0.0.0.0', 'm=audio 1 RTP/AVP 0', 'c=IN IP4 10.0.0.1')).toEqual([['audio', undefined]]);
    expect(flows('c=IN IP4 10.0.0.1', 'm=audio 1 RTP/AVP 0', 'c=IN IP4 0.0.0.0')).toEqual([['audio', 'inactive']]);
    expect(flows('a=inactive', 'm=audio 1 RTP/AVP 0', 'c=IN IP4 10.0.0.1')).toEqual([['audio', 'inactive']]);
  });

  test('passes over refused media, and a port of two', () => {
    expect(flows('m=audio 0 RTP/AVP 0', 'a=sendonly', 'm=video 49170/2 RTP/AVP 34')).toEqual([['video', undefined]]);
  });
});
