/** Merging has laws: whatever the order and the pieces, the archive is the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message, SessionFragment, SipMessage } from '../../src/model.ts';
import { assemble, mergeFragments } from '../../src/sessions/index.ts';
import { at, fragmentsOf, MINUTE, place, readAll, sessionsOf, sip, stanza, text } from './messages.ts';

const people = fc.constantFrom('alice@contoso.com', 'bob@gmail.com', 'carol@jabber.org');
const time = fc.option(
  fc
    .oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(0, 20, 45, 90, 150))
    .map((minutes) => at(minutes * MINUTE)),
  { freq: 8 },
);
const source = fc.integer({ min: 0, max: 2 });

/** Few Call-IDs, tags and conversations, so that hops, repetitions and joins are common. */
const sipMessage = fc
  .record({
    time,
    source,
    callId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
    conversation: fc.option(fc.constantFrom('v1', 'v2'), { freq: 3 }),
    method: fc.constantFrom('INVITE', 'MESSAGE', 'ACK', 'BYE', 'SUBSCRIBE'),
    status: fc.constantFrom(null, null, 200, 180, 401, 480),
    cseq: fc.integer({ min: 1, max: 3 }),
    toTag: fc.constantFrom(null, 'b', 'c'),
    said: fc.option(fc.constantFrom('hello', 'Hello ', 'goodbye')),
    agent: fc.constantFrom('RTC/5.0', 'UCCAPI/4'),
  })
  .map(({ said, agent, source: from, ...over }) => (offset: number): Message => {
    const where = place(offset, from);
    // Two of the calls are with someone who has chats, too: what is said there may have passed a gateway.
    const gateway = over.callId === 'c1' || over.callId === 'c2';
    return sip({
      ...over,
      to: gateway ? 'bob@gmail.com' : 'bob@yahoo.com',
      places: [where],
      facts: said === null ? [] : [text(gateway ? 'hello' : said)],
      markers: [{ kind: 'agent', value: agent }],
    });
  });

const xmppMessage = fc
  .record({
    time,
    source,
    from: people,
    to: people,
    name: fc.constantFrom('message', 'presence'),
    id: fc.option(fc.constantFrom('m1', 'm2')),
    said: fc.option(fc.constantFrom('hello', 'goodbye')),
    direction: fc.constantFrom('in', 'out'),
  })
  .map(
    ({ said, source: from, ...over }) =>
      (offset: number): Message =>
        stanza({ ...over, places: [place(offset, from)], facts: said === null ? [] : [text(said)] }),
  );

/** Each message at a place of its own. */
const messages = fc
  .array(fc.oneof(sipMessage, xmppMessage), { maxLength: 25 })
  .map((made) => made.map((make, index) => make(index * 100)));

const movedTo = <M extends Message>(message: M, offset: number): M => ({
  ...message,
  places: message.places.map((at) => ({ ...at, offset })),
});

const shared = ({ time, places }: Message): Pick<Message, 'time' | 'places'> => ({ time, places });

/** A set has no order: messages, markers and sightings are compared by what they are. */
function asSet(fragment: SessionFragment): unknown {
  const bySpelling = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).sort();
  return { ...fragment, messages: bySpelling(fragment.messages), markers: bySpelling(fragment.markers) };
}

describe('mergeFragments', () => {
  // One Call-ID, so that each list is one fragment; the places of different lists differ.
  const three = fc.tuple(messages, messages, messages).map((lists) =>
    lists.map((list, index) => {
      const first = sip({ method: 'OPTIONS', callId: 'c', places: [place(0)] });
      const rest = list.map((message) =>
        message.protocol === 'sip'
          ? { ...message, callId: 'c' }
          : sip({ ...shared(message), method: 'BYE', callId: 'c' }),
      );
      return fragmentsOf([first, ...rest].map((message, line) => movedTo(message, line * 3 + index)));
    }),
  );
  const pieces = three.filter((lists) => lists.every((list) => list.length === 1)).map((lists) => lists.flat());

  test('is associative', () => {
    fc.assert(
      fc.property(pieces, ([a, b, c]) => {
        if (!a || !b || !c) return;
        const left = mergeFragments([mergeFragments([a, b]), c]);
        const right = mergeFragments([a, mergeFragments([b, c])]);
        expect(asSet(left)).toEqual(asSet(right));
        expect(asSet(left)).toEqual(asSet(mergeFragments([a, b, c])));
      }),
    );
  });

  test('is commutative', () => {
    fc.assert(
      fc.property(pieces, ([a, b]) => {
        if (!a || !b) return;
        expect(asSet(mergeFragments([a, b]))).toEqual(asSet(mergeFragments([b, a])));
      }),
    );
  });

  test('is idempotent', () => {
    fc.assert(
      fc.property(pieces, ([a, b]) => {
        if (!a || !b) return;
        const once = mergeFragments([a, b]);
        expect(asSet(mergeFragments([once, a, b, once]))).toEqual(asSet(once));
      }),
    );
  });

  test('changes none of the fragments it is given', () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const before = JSON.stringify(list);
        mergeFragments(list);
        expect(JSON.stringify(list)).toBe(before);
      }),
    );
  });
});

describe('sessions', () => {
  test('are the same however the messages are cut into pieces', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(25)), (list, cuts) => {
        const borders = [0, ...cuts.map((cut) => Math.min(cut, list.length)).sort((a, b) => a - b), list.length];
        const parts = borders.slice(1).map((end, index) => list.slice(borders[index], end));
        expect(sessionsOf(...parts)).toEqual(sessionsOf(list));
      }),
      { numRuns: 300 },
    );
  });

  test('are the same in whichever order the pieces come', () => {
    fc.assert(
      fc.property(messages, messages, messages, (a, b, c) => {
        const apart = [a, b, c].map((list, index) => list.map((message, line) => movedTo(message, line * 3 + index)));
        const [x = [], y = [], z = []] = apart;
        expect(sessionsOf(z, x, y)).toEqual(sessionsOf(x, y, z));
      }),
      { numRuns: 300 },
    );
  });

  test('are the same when pieces are joined by and by, as the archive does it', () => {
    fc.assert(
      fc.property(messages, messages, (a, b) => {
        const moved = b.map((message, line) => movedTo(message, line * 100 + 50));
        const stored = assemble(fragmentsOf(a)).map(({ fragment }) => fragment);
        const joined = readAll([...stored, ...fragmentsOf(moved)]);
        expect(joined).toEqual(sessionsOf(a, moved));
      }),
      { numRuns: 300 },
    );
  });

  test('read twice are the same sessions', () => {
    fc.assert(
      fc.property(messages, (list) => {
        expect(sessionsOf(list, list)).toEqual(sessionsOf(list));
      }),
      { numRuns: 300 },
    );
  });

  test('have ids of their own', () => {
    fc.assert(
      fc.property(messages, (list) => {
        const ids = sessionsOf(list).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('lose no message', () => {
    fc.assert(
      fc.property(messages, (list) => {
        const sightings = sessionsOf(list).flatMap((session) => session.messages.flatMap((item) => item.sightings));
        expect(sightings.map(({ places }) => places[0]?.offset).sort()).toEqual(
          list.map(({ places }) => places[0]?.offset).sort(),
        );
      }),
    );
  });
});

test('a message that comes again and again is one message, seen as often, in order and in a moment', () => {
  const seen = Array.from({ length: 50_000 }, (_, index) =>
    sip({ callId: 'c1', method: 'OPTIONS', cseq: 1, time: at(index % 7), places: [place(index * 10)] }),
  );
  const began = process.cpuUsage();
  const fragments = fragmentsOf(seen);
  const merged = mergeFragments([...fragments, ...fragments]);
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5);
  const sightings = merged.messages.flatMap((message) => message.sightings);
  expect(merged.messages).toHaveLength(1);
  expect(sightings).toHaveLength(seen.length);
  const order = sightings.map(({ time: when, places }) => (when ?? 0) * 1e9 + (places[0]?.offset ?? 0));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test.each([3, 33, 200])('a session of %i messages, each seen on two hops, has each once with both', (count) => {
  const message = (index: number, hop: number): SipMessage =>
    sip({
      method: 'MESSAGE',
      cseq: index,
      toTag: index % 5 === 0 ? null : 'b',
      time: at(index * 10 + hop),
      places: [place(index * 1_000 + hop * 100)],
    });
  const numbers = Array.from({ length: count }, (_, index) => index);
  const hops = [...numbers.map((index) => message(index, 0)), ...numbers.map((index) => message(index, 1))];
  const [fragment, ...others] = fragmentsOf(hops);
  expect(others).toEqual([]);
  expect(fragment?.messages.map(({ cseq }) => cseq)).toEqual(numbers);
  expect(fragment?.messages.every(({ sightings }) => sightings.length === 2)).toBe(true);
  expect(fragment?.messages.every(({ dialog, cseq }) => dialog === ((cseq ?? 0) % 5 === 0 ? 'a;' : 'a;b'))).toBe(true);
  // The same numbers under another Call-ID, until a message names both: then two open sessions are joined.
  const other = numbers.map((index) => ({ ...message(index, 1), callId: 'call-2', links: [] }));
  const joining = sip({ method: 'BYE', cseq: 900, links: ['call:call-2'], time: at(9_000_000) });
  const [joined] = fragmentsOf([...hops, ...other, joining]);
  expect(joined?.messages).toHaveLength(2 * count + 1);
});
