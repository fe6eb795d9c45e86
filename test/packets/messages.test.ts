/** From packets to messages: N messages on one connection, however the segments come, are exactly these N messages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import { pcap } from '../../src/formats/pcap.ts';
import type { Message, SourceId } from '../../src/model.ts';
import { openProtocols } from '../../src/protocols/index.ts';
import { pcapFile } from './captures.ts';
import * as f from './frames.ts';

/** Call-ID and text of each message of a capture, and what was amiss. */
function messagesIn(file: Uint8Array, step: number): { said: [string, string][]; issues: string[] } {
  const account = new FileAccount(0 as SourceId);
  const said: [string, string][] = [];
  const protocols = openProtocols(account.own, (message: Message) => {
    if (message.protocol === 'trace-diagnostic') return;
    const id = message.protocol === 'sip' ? message.callId : (message.id ?? '');
    said.push([id, message.facts.map((fact) => (fact.kind === 'text' ? fact.text : fact.kind)).join()]);
  });
  const writer = pcap.open({ account, timeZone: 'UTC', modified: null }, (record) => protocols.push(record));
  for (let at = 0; at < file.length; at += step) writer.write(file.subarray(at, at + step));
  writer.end();
  protocols.end();
  expect(account.explainedBytes + account.skippedBytes).toBe(file.length);
  return { said, issues: Object.keys(account.issues()).filter((code) => code !== 'packet-other') };
}

/** Bodies that look like what stands between messages: empty lines, start lines, lengths. */
const body = fc
  .array(
    fc.constantFrom(
      'a',
      'é',
      ' ',
      '\r\n',
      '\r\n\r\n',
      'SIP/2.0 200 OK',
      'MESSAGE sip:x@y SIP/2.0\r\n',
      'Content-Length: 3',
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((parts) => `<${parts.join('')}>`);

const sipMessage = (number: number, text: string): Uint8Array => {
  const message = f.sipMessage(number).replace('Content-Length: 0', `Content-Length: ${f.text(text).length}`);
  return f.text(message + text);
};
const stanza = (number: number, text: string): Uint8Array => {
  const words = text.replaceAll('<', '&lt;').replaceAll('\r\n', '\n');
  return f.text(
    `<message from='a@example.com/x' to='b@example.org' id='${number}' type='chat'><body>${words}</body></message>`,
  );
};
const STREAM = f.text(
  `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>`,
);

interface Way {
  bytes: Uint8Array;
  /** Number of the first byte. */
  first: number;
  frames: Uint8Array[];
}

/** Segments that hold the stream whole: cut at any points, some sent again or over others, each moved by some places. */
function segments(bytes: Uint8Array): fc.Arbitrary<Way> {
  const place = fc.nat(bytes.length);
  const first = fc.oneof(
    fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    fc.integer({ min: 2 ** 32 - bytes.length, max: 2 ** 32 - 1 }),
  );
  const ranges = fc.array(fc.tuple(place, place), { maxLength: 15 });
  const moves = fc.array(fc.nat(30), { minLength: 1, maxLength: 50 });
  return fc
    .record({ first, cuts: fc.array(place, { maxLength: 50 }), ranges, moves })
    .map(({ first: number, cuts, ranges: more, moves: by }) => {
      const edges = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
      const whole = edges.slice(1).map((to, index): [number, number] => [edges[index]!, to]);
      const again = more
        .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)])
        .filter(([from, to]) => to > from);
      const sent = [...whole, ...again]
        .map((range, index) => ({ range, key: index + by[index % by.length]! }))
        .sort((a, b) => a.key - b.key)
        .map(({ range: [from, to] }) => f.segment(bytes.subarray(from, to), { sequence: (number + from) >>> 0 }));
      const frames = [
        f.segment(new Uint8Array(0), { sequence: (number - 1) >>> 0, flags: f.SYN }),
        ...sent,
        f.segment(new Uint8Array(0), { sequence: (number + bytes.length) >>> 0, flags: f.FIN }),
      ];
      return { bytes, first: number, frames };
    });
}

const steps = fc.constantFrom(1, 7, 1000, 65_536);

describe('a connection of N messages, cut anywhere, its segments shuffled, repeated and overlapping', () => {
  it('gives exactly the N messages of SIP', () => {
    const talk = fc.array(body, { minLength: 1, maxLength: 12 });
    const given = talk.chain((texts) =>
      segments(f.join(...texts.map((text, index) => sipMessage(index, text)))).map((way) => ({ texts, way })),
    );
    fc.assert(
      fc.property(given, steps, ({ texts, way }, step) => {
        const { said, issues } = messagesIn(pcapFile(way.frames), step);
        expect(said).toEqual(texts.map((text, index) => [`${index}@example.com`, text.replaceAll('\r\n', '\n')]));
        expect(issues).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('gives exactly the N stanzas of XMPP', () => {
    const talk = fc.array(body, { minLength: 1, maxLength: 12 });
    const given = talk.chain((texts) =>
      segments(f.join(STREAM, ...texts.map((text, index) => stanza(index, text)))).map((way) => ({ texts, way })),
    );
    fc.assert(
      fc.property(given, steps, ({ texts, way }, step) => {
        const { said, issues } = messagesIn(pcapFile(way.frames), step);
        expect(said).toEqual(texts.map((text, index) => [`${index}`, text.replaceAll('\r\n', '\n')]));
        expect(issues).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
